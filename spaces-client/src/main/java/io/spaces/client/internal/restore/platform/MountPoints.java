package io.spaces.client.internal.restore.platform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where file systems are mounted, as proc(5) says ({@code mountinfo}): a bind mount of a folder of
 * the same file system shows in nothing else.
 */
public final class MountPoints {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");
  private static final int PLACE = 4;
  private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");

  private MountPoints() {}

  /**
   * Finds those below a folder.
   *
   * @param folder a real path
   * @return their ways from there, with slashes; none where the system does not say
   */
  public static Set<String> below(Path folder) {
    if (folder.getFileSystem() != TABLE.getFileSystem()) {
      return Set.of();
    }
    Set<String> found = new HashSet<>();
    try {
      for (String line : Files.readAllLines(TABLE, ISO_8859_1)) {
        String[] fields = line.split(" ", PLACE + 2);
        Path place = fields.length > PLACE ? Path.of(unescaped(fields[PLACE])) : folder;
        if (place.startsWith(folder) && !place.equals(folder)) {
          found.add(folder.relativize(place).toString());
        }
      }
    } catch (IOException | RuntimeException e) {
      return found;
    }
    return found;
  }

  private static String unescaped(String field) {
    String bytes =
        ESCAPED.matcher(field).replaceAll(match -> quoted(Integer.parseInt(match.group(1), 8)));
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    return new String(bytes.getBytes(ISO_8859_1), Charset.forName(encoding));
  }

  private static String quoted(int character) {
    return Matcher.quoteReplacement(String.valueOf((char) character));
  }
}
