package io.spaces.client.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.examples.Snippets.Snippet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who copies from a page has something that compiles. */
class SnippetsTest {
  private static final Path ROOT = Path.of("..");

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
