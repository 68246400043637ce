package io.spaces.client.internal.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spaces.client.backup.Compression;
import io.spaces.client.internal.content.compress.BlobCodec;
import io.spaces.client.internal.vault.format.EntryFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The successive versions of public packages, as a backup would see them one after the other: which
 * file has which content, and which contents compress. Paths and contents are numbers. {@code
 * histories.gz} was made by {@link #main} of unpacked packages; in it {@code h} begins a package,
 * {@code v} a version, {@code +} says what a file holds from then on, {@code -} that it is gone.
 *
 * @param name the package
 * @param versions its versions, each with the contents of its files by their paths
 */
record RecordedHistory(String name, List<Version> versions) {
  private static final String RESOURCE = "histories.gz";

  /** One version: its files with their contents, those that compress with a {@code c} in front. */
  record Version(String name, Map<String, String> files) {}

  /** All that was recorded. */
  static List<RecordedHistory> all() {
    List<RecordedHistory> all = new ArrayList<>();
    Map<String, String> files = new TreeMap<>(EntryFormat::comparePaths);
    try (InputStream in = RecordedHistory.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Objects.requireNonNull(in, RESOURCE)), UTF_8))) {
      String version = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
          case "h" -> {
            all.add(new RecordedHistory(words[1], new ArrayList<>()));
            files.clear();
          }
          case "v" -> version = words[1];
          case "+" -> files.put(words[1], words[2]);
          case "-" -> files.remove(words[1]);
          default -> { // the end of a version
            Map<String, String> copy = new TreeMap<>(EntryFormat::comparePaths);
            copy.putAll(files);
            all.get(all.size() - 1).versions().add(new Version(version, copy));
          }
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Records packages.
   *
   * @param args a folder with a folder for each package, with one for each version; and the file to
   *     write
   */
  public static void main(String[] args) throws IOException {
    try (PrintWriter out =
        new PrintWriter(
            new GZIPOutputStream(Files.newOutputStream(Path.of(args[1]))), false, UTF_8)) {
      for (Path history : inOrder(Path.of(args[0]))) {
        new Recorder(out).record(history);
      }
    }
  }

  private static List<Path> inOrder(Path folder) throws IOException {
    try (var paths = Files.list(folder)) {
      return paths.sorted(Comparator.comparing(RecordedHistory::numbers, Arrays::compare)).toList();
    }
  }

  /** Versions by their numbers; what has none by its name. */
  private static int[] numbers(Path path) {
    String name = path.getFileName().toString();
    int[] numbers =
        Arrays.stream(name.split("[^0-9]+", -1))
            .filter(part -> !part.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    return Character.isDigit(name.charAt(0)) ? numbers : name.chars().toArray();
  }

  private static final class Recorder {
    private final PrintWriter out;
    private final MessageDigest sha256 = sha256();
    private final Map<String, String> paths = new HashMap<>();
    private final Map<String, String> contents = new HashMap<>();
    private Map<String, String> before = new TreeMap<>();

    Recorder(PrintWriter out) {
      this.out = out;
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    void record(Path history) throws IOException {
      out.println("h " + history.getFileName());
      for (Path version : inOrder(history)) {
        out.println("v " + version.getFileName());
        Map<String, String> now = files(version);
        now.forEach(
            (path, content) -> {
              if (!content.equals(before.get(path))) {
                out.println("+ " + path + " " + content);
              }
            });
        before.keySet().stream()
            .filter(path -> !now.containsKey(path))
            .forEach(path -> out.println("- " + path));
        out.println(".");
        before = now;
      }
    }

    private Map<String, String> files(Path version) throws IOException {
      Map<String, String> files = new TreeMap<>();
      try (var walk = Files.walk(version);
          BlobCodec codec = new BlobCodec(Compression.deflate(1))) {
        for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
          byte[] content = Files.readAllBytes(file);
          if (content.length > 0) {
            String path = version.relativize(file).toString();
            files.put(number(paths, path), content(content, codec));
          }
        }
      }
      return files;
    }

    private String content(byte[] content, BlobCodec codec) {
      codec.compress(content, content.length);
      String hash = HexFormat.of().formatHex(sha256.digest(content));
      return (codec.method() == BlobCodec.STORED ? "s" : "c") + number(contents, hash);
    }

    private static String number(Map<String, String> known, String what) {
      return known.computeIfAbsent(what, key -> Integer.toString(known.size(), 36));
    }
  }
}
