package io.spaces.client.internal.check;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.identity.Did;
import io.spaces.client.internal.source.SystemPaths;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks parameters where they are given, so that a mistake is told before anything is sent. */
public final class Parameters {
  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(24);
  private static final Duration SHORTEST_LIMIT = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final Pattern USER_INFO_WITH_PASSWORD = Pattern.compile("//[^/@]*:[^/@]+@");

  private Parameters() {}

  /** Returns the value, or says that the parameter was never given. */
  public static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new InvalidParameterException(name, "is missing; it is required");
    }
    return value;
  }

  /** Returns a copy of the values, of which none is null. */
  public static <T> List<T> all(String name, T[] values) {
    return all(name, Arrays.asList(required(name, values)));
  }

  /** Returns a copy of the values, of which none is null. */
  public static <T> List<T> all(String name, List<T> values) {
    for (T value : required(name, values)) {
      if (value == null) {
        throw new InvalidParameterException(name, "holds null; expected none in it");
      }
    }
    return List.copyOf(values);
  }

  /** Returns the text, which has something other than white space in it. */
  public static String text(String name, @Nullable String value) {
    String text = required(name, value);
    if (text.isBlank()) {
      throw new InvalidParameterException(name, "is blank; expected some text");
    }
    return text;
  }

  /** Returns the address of the DID, without {@code did:abt:}. */
  public static String did(String name, @Nullable String value) {
    String text = required(name, value);
    if (!Did.isValid(text)) {
      throw new InvalidParameterException(
          name, "is \"" + text + "\"; expected a DID such as z1… or did:abt:z1…");
    }
    return Did.parse(text).address();
  }

  /** Returns the address of the DID, or empty for empty. */
  public static String didOrEmpty(String name, @Nullable String value) {
    return required(name, value).isEmpty() ? "" : did(name, value);
  }

  /** Returns the text, which is an absolute http or https URI. */
  public static String httpUri(String name, @Nullable String value) {
    String text = text(name, value);
    try {
      URI uri = new URI(text);
      boolean http =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (http && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return text;
      }
    } catch (URISyntaxException e) {
      // told below, in the same words as any other text that is not a web address
    }
    // What stands before an @ may be a password.
    String problem = text.indexOf('@') >= 0 ? "is not usable" : "is \"" + text + '"';
    throw new InvalidParameterException(
        name, problem + "; expected an address such as https://my.app/settings");
  }

  /** Returns the number, which lies within the bounds. */
  public static int between(String name, int min, int max, int value) {
    if (value < min || value > max) {
      throw new InvalidParameterException(name, "is " + value + "; expected " + min + " to " + max);
    }
    return value;
  }

  /** Returns the number, which is 1 or more. */
  public static long positive(String name, long value) {
    if (value < 1) {
      throw new InvalidParameterException(name, "is " + value + "; expected 1 or more");
    }
    return value;
  }

  /** Returns the duration, which is 0 or more. */
  public static Duration notNegative(String name, @Nullable Duration value) {
    Duration time = required(name, value);
    if (time.isNegative()) {
      throw new InvalidParameterException(name, "is " + time + "; expected 0 or more");
    }
    return time;
  }

  /** Returns the duration, which is more than 0. */
  public static Duration positive(String name, Duration value) {
    if (value.isZero() || value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new InvalidParameterException(
          name, "is " + value + "; expected a positive duration of 36,500 days at the most");
    }
    return value;
  }

  /** Returns the duration, as plans are written: 0 or more, and no part of a second. */
  public static Duration wholeSeconds(String name, Duration value) {
    if (value.isNegative() || hasFraction(value) || value.compareTo(LONGEST) > 0) {
      throw new InvalidParameterException(
          name, "is " + value + "; expected 0 to 36,500 days, in whole seconds");
    }
    return value;
  }

  /** Checks a plan's time limit, if there is one. */
  public static void limit(@Nullable Duration limit) {
    if (limit != null
        && (limit.compareTo(SHORTEST_LIMIT) < 0
            || limit.compareTo(LONGEST_TIMEOUT) > 0
            || hasFraction(limit))) {
      throw new InvalidParameterException(
          "timeLimit", "is " + limit + "; expected 1 second to 24 days, in whole seconds");
    }
  }

  private static boolean hasFraction(Duration value) {
    return !value.equals(value.truncatedTo(ChronoUnit.SECONDS));
  }

  /** Leaves the address out of the message: it could show the password it should not have. */
  public static void withoutPassword(String name, @Nullable String value) {
    String url = text(name, value);
    if (USER_INFO_WITH_PASSWORD.matcher(url).find()
        || url.toLowerCase(Locale.ROOT).contains("password=")) {
      throw new InvalidParameterException(
          name, "holds a password; expected an address without one, and a reference beside it");
    }
  }

  /** Returns the path, which leads to the same place whatever the locale. */
  public static Path path(String name, @Nullable Path value) {
    return SystemPaths.here(name, required(name, value));
  }

  /** Returns the directory, which exists. */
  public static Path directory(String name, @Nullable Path value) {
    Path directory = path(name, value);
    if (!Files.isDirectory(directory)) {
      throw new InvalidParameterException(
          name, "is \"" + directory + "\"; expected an existing directory");
    }
    return directory;
  }

  /** Returns the directory, which exists and can be written to. */
  public static Path writableDirectory(String name, @Nullable Path value) {
    Path directory = directory(name, value);
    if (!Files.isWritable(directory)) {
      throw new InvalidParameterException(
          name, "is \"" + directory + "\"; expected a directory that can be written to");
    }
    return directory;
  }

  /** Returns the text, which may be a snapshot's id or the beginning of one. */
  public static String snapshotId(String name, @Nullable String value) {
    String id = required(name, value);
    if (!id.matches("[0-9a-f]{4,16}")) {
      throw new InvalidParameterException(
          name,
          "is \"" + id + "\"; expected a snapshot's id, or the first 4 or more of its 16 digits");
    }
    return id;
  }

  /** Returns the duration, which a socket can keep: it counts milliseconds, and 0 is for ever. */
  public static Duration timeout(String name, @Nullable Duration value) {
    Duration time = required(name, value);
    if (time.compareTo(SHORTEST_TIMEOUT) < 0 || time.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new InvalidParameterException(name, "is " + time + "; expected 1 ms to 24 days");
    }
    return time;
  }
}
