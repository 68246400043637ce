package io.spaces.client.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.examples.Snippets.Snippet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who copies from a page has something that compiles. */
class SnippetsTest {
  private static final Path ROOT = Path.of("..");

  private static final Pattern ITEM = Pattern.compile("(?ms)^- .*?(?=^- |\\z)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern TYPE = Pattern.compile("([a-z]+\\.)*[A-Z]\\w*([.<][A-Z]\\w*>?)?");

  @TempDir private Path folder;

  @Test
  void everyBlockOfJavaOnThePagesCompiles() throws IOException {
    List<Snippet> snippets = new ArrayList<>();
    for (String pages : List.of("", "spaces-client/docs", "spaces-client/docs/decisions")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(pages))) {
        for (Path page : files.filter(file -> file.toString().endsWith(".md")).toList()) {
          String name = ROOT.relativize(page).toString();
          snippets.addAll(Snippets.of(name, Files.readString(page, UTF_8)));
        }
      }
    }

    assertThat(snippets).extracting(Snippet::page).contains("README.md");
    assertThat(Snippets.compile(snippets, folder)).isEmpty();
  }

  /** As far as it is Java: words for people stand beside it. */
  @Test
  void whatAnEarlierProgramIsChangedToCompiles() throws IOException {
    String changelog = Files.readString(ROOT.resolve("CHANGELOG.md"), UTF_8);
    int start = changelog.indexOf("### Migrating");
    String section = changelog.substring(start, changelog.indexOf("\n### ", start));

    List<Snippet> snippets = new ArrayList<>();
    for (MatchResult item : ITEM.matcher(section).results().toList()) {
      List<String> parts = List.of(item.group().split("→", -1));
      assertThat(parts).as(item.group()).hasSizeGreaterThan(1);
      int line = (int) changelog.substring(0, start + item.start()).lines().count() + 1;
      for (int i = 1; i < parts.size(); i++) {
        String part = parts.get(i);
        int end = i < parts.size() - 1 ? part.lastIndexOf("; `") : -1; // then the next one's before
        CODE.matcher(end < 0 ? part : part.substring(0, end))
            .results()
            .map(code -> code.group(1))
            .filter(code -> code.contains("(") || TYPE.matcher(code).matches())
            .map(code -> code.contains("(") ? code + ";" : code + " it;")
            .forEach(code -> snippets.add(new Snippet("CHANGELOG.md", line, code)));
      }
    }

    assertThat(snippets).hasSizeGreaterThan(20);
    assertThat(Snippets.compile(snippets, folder)).isEmpty();
  }

  @Test
  void whatTheReadmeOnceShowedStillCompiles() throws IOException {
    String page =
        """
        ```java
        try (SpaceClient client = SpaceClient.builder()
                .endpoint("https://…/api/space/z…/app/z…/")
                .wallet(Wallet.fromSecretKey(secretKey))
                .build()) {

            BackupResult result = client.incrementalBackup().blocklet()
                    .appPid(pid).appDid(did).userDid(user)
                    .referrer("https://my.app/settings/backup")
                    .appName("My app").appDescription("Tasks")
                    .source(Path.of("data"))
                    .concurrency(8)
                    .onProgress(p -> bar.update(p.bytesDone(), p.bytesTotal()))
                    .run();

            result.orElseThrow();
        }
        ```
        ```java
        client.restore().blocklet()
                .appPid(pid).userDid(user)
                .referrer("https://my.app/settings/restore")
                .target(Path.of("restored"))
                .run().orElseThrow();
        ```
        ```java
        client.incrementalBackup().blocklet()
                …
                .layout(Layout.VAULT)
                .zip(true).encryption(Encryption.passphrase(phrase))
                .run();
        ```
        ```java
        @ExtendWith(SpaceServerExtension.class)
        class MyBackupTest {
          @Test
          void myDataIsBackedUp(SpaceServer space) { … }
        }
        ```
        """;

    assertThat(Snippets.compile(Snippets.of("README.md", page), folder)).isEmpty();
  }

  @Test
  void aBlockThatDoesNotCompileIsToldWithItsLine() throws IOException {
    String page =
        """
        # A page
        ```java
        client.restore().blocklet()
                …
                .noSuchThing();
        ```
        ```java
        class Fine {}
        ```
        ```java
        class Wrong {
          int it() { return "text"; }
        }
        ```
        """;

    assertThat(Snippets.compile(Snippets.of("PAGE.md", page), folder))
        .satisfiesExactlyInAnyOrder(
            error -> assertThat(error).startsWith("PAGE.md:5: ").contains("noSuchThing"),
            error -> assertThat(error).startsWith("PAGE.md:12: ").contains("String"));
  }
}
