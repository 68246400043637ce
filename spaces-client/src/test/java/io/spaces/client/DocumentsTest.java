package io.spaces.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the project's pages say about where things are. */
class DocumentsTest {
  private static final Path ROOT = Path.of("..");
  private static final Path INSIDE = Path.of("src/main/java/io/spaces/client/internal");
  private static final Path ARCHITECTURE = Path.of("docs/architecture.md");
  private static final Pattern LINK = Pattern.compile("\\[[^]\\[]*]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  private static final Pattern NAME = Pattern.compile("`(?:internal\\.)?([a-z.]+)`");

  /** Such as {@code `vault` (`pack`, `index`)}. */
  private static final Pattern ROOM =
      Pattern.compile("`([a-z]+)`(?: \\(((?:`[a-z]+`(?:,\\s+)?)+)\\))?");

  @Test
  void theReadmeNamesEveryRoom() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"), UTF_8);
    String inside = readme.substring(readme.indexOf("\n## Inside\n"));
    Set<String> named = new TreeSet<>();
    for (String line : inside.lines().filter(line -> line.startsWith("|")).toList()) {
      for (Matcher room = ROOM.matcher(line); room.find(); ) {
        named.add(room.group(1));
        if (room.group(2) != null) {
          Stream.of(room.group(2).split("\\W+", -1))
              .filter(part -> !part.isEmpty())
              .forEach(part -> named.add(room.group(1) + "." + part));
        }
      }
    }

    assertThat(named).isEqualTo(rooms());
  }

  @Test
  void theArchitectureSaysOfEveryRoomWhatItKnows() throws IOException {
    Set<String> named = new TreeSet<>();
    for (String line : Files.readAllLines(ARCHITECTURE, UTF_8)) {
      String parent = "";
      String first = line.startsWith("| `internal.") ? line.split("\\|", -1)[1] : "";
      for (Matcher name = NAME.matcher(first); name.find(); ) {
        String room = name.group(1);
        if (room.startsWith(".")) {
          named.add(parent + room); // beside the first of its line
        } else {
          named.add(room);
          parent = room.substring(0, Math.max(0, room.lastIndexOf('.')));
        }
      }
    }

    assertThat(named).isEqualTo(rooms());
  }

  private static Set<String> rooms() throws IOException {
    try (Stream<Path> files = Files.walk(INSIDE)) {
      return files
          .filter(file -> file.endsWith("package-info.java"))
          .map(file -> INSIDE.relativize(file).toString())
          .map(file -> file.substring(0, file.lastIndexOf('/')).replace('/', '.'))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      String text = Files.readString(page, UTF_8);
      for (MatchResult link : LINK.matcher(text).results().toList()) {
        if (!link.group(1).matches("[a-z]+:.*") && !leads(page, link.group(1))) {
          broken.add(ROOT.relativize(page) + ": " + link.group(1));
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String folder :
        List.of("", ".github", "spaces-client/docs", "spaces-client/docs/decisions")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    assertThat(pages).hasSizeGreaterThan(10);
    return pages;
  }

  private static boolean leads(Path page, String link) throws IOException {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.resolveSibling(file);
    if (hash < 0 || !Files.isRegularFile(target)) {
      return Files.exists(target);
    }
    return HEADING
        .matcher(Files.readString(target, UTF_8))
        .results()
        .anyMatch(heading -> anchor(heading.group(1)).equals(link.substring(hash + 1)));
  }

  /** As GitHub makes them. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }
}
