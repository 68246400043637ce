package io.spaces.client.examples.cli;

import io.spaces.client.snapshot.VerifyOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How much of a vault's data a verification reads. */
final class ReadingOptions {
  private static final Pattern SHARE = Pattern.compile("([0-9]{1,4})/([0-9]{1,4})");
  private static final Pattern BYTES = Pattern.compile("([0-9]{1,6})([KMGT]i?B|kB|B)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "B", 1L,
          "kB", 1_000L,
          "KB", 1_000L,
          "KiB", 1L << 10,
          "MB", 1_000_000L,
          "MiB", 1L << 20,
          "GB", 1_000_000_000L,
          "GiB", 1L << 30,
          "TB", 1_000_000_000_000L,
          "TiB", 1L << 40);

  @Option(
      names = "--read-data",
      description = "Read, decrypt and hash all of it, too: as much work as to restore it.")
  private boolean readData;

  @Option(
      names = "--share",
      paramLabel = "N/OF",
      converter = ShareConverter.class,
      description = "Read one share of the data, such as 1/7: all are read by 7 runs, one of each.")
  private @Nullable Share share;

  @Option(
      names = "--budget",
      paramLabel = "BYTES|TIME",
      converter = BudgetConverter.class,
      description = {
        "Read so much, such as 10GiB or 30m; the next run with a budget goes on from there.",
        "Given twice: whichever is spent first."
      })
  private @Nullable List<Object> budget;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Packs read at once, 1 to 256. Default: 5.")
  private @Nullable Integer concurrency;

  /** Such as 1/7. */
  record Share(int n, int of) {}

  VerifyOptions.Builder options() {
    VerifyOptions.Builder options = VerifyOptions.builder().readData(readData);
    if (share != null) {
      options.share(share.n, share.of);
    }
    for (Object one : budget == null ? List.of() : budget) {
      if (one instanceof Duration time) {
        options.budget(time);
      } else {
        options.budget((Long) one);
      }
    }
    if (concurrency != null) {
      options.concurrency(concurrency);
    }
    return options;
  }

  /** Reads a share. */
  static final class ShareConverter implements ITypeConverter<Share> {
    @Override
    public Share convert(String text) {
      Matcher matcher = SHARE.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException("\"" + text + "\" is no share such as 1/7");
      }
      return new Share(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }
  }

  /** Reads a number of bytes, or a time. */
  static final class BudgetConverter implements ITypeConverter<Object> {
    @Override
    public Object convert(String text) {
      Matcher matcher = BYTES.matcher(text);
      if (matcher.matches()) {
        return Long.parseLong(matcher.group(1)) * UNITS.getOrDefault(matcher.group(2), 1L);
      }
      try {
        return new GraceConverter().convert(text);
      } catch (TypeConversionException e) {
        throw new TypeConversionException(
            "\"" + text + "\" is neither a number of bytes such as 10GiB, nor a time such as 30m");
      }
    }
  }
}
