package io.spaces.client.internal.source.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.spaces.client.error.InvalidParameterException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileRulesTest {
  // Each row was put to "git check-ignore" (git 2.39), with the patterns in a .gitignore.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          foo             | foo             | true
          foo             | a/b/foo         | true
          foo             | foo/bar         | true
          foo             | food            | false
          foo             | Foo             | false
          /foo            | foo             | true
          /foo            | a/foo           | false
          a/foo           | a/foo           | true
          a/foo           | b/a/foo         | false
          foo/            | foo             | false
          foo/            | foo/bar         | true
          foo/            | a/foo/bar       | true
          a/foo/          | a/foo/bar       | true
          *.log           | x.log           | true
          *.log           | a/b/x.log       | true
          *.log           | .log            | true
          *.log           | x.log.gz        | false
          *.log           | x.log/y         | true
          a/*.log         | a/x.log         | true
          a/*.log         | a/b/x.log       | false
          a/*             | a/b/c           | true
          *               | a               | true
          a*c             | abbbc           | true
          a*c             | ac              | true
          a*c             | a/c             | false
          a?c             | abc             | true
          a?c             | ac              | false
          a?c             | a/c             | false
          **/foo          | foo             | true
          **/foo          | a/b/foo         | true
          **/a/foo        | x/y/a/foo       | true
          foo/**          | foo             | false
          foo/**          | foo/a           | true
          foo/**          | foo/a/b         | true
          foo/**          | x/foo/a         | false
          a/**/b          | a/b             | true
          a/**/b          | a/x/b           | true
          a/**/b          | a/x/y/b         | true
          a/**/b          | a/x/y/c         | false
          a/**/b/**/c     | a/b/x/b/y/c     | true
          a**b            | axxb            | true
          a**b/c          | axxb/c          | true
          a**b/c          | a/b/c           | false
          **              | a/b             | true
          [abc]           | b               | true
          [abc]           | d               | false
          [a-c]x          | bx              | true
          [!a-c]x         | bx              | false
          [!a-c]x         | dx              | true
          [^a-c]x         | dx              | true
          []x]            | ]               | true
          [a-]            | -               | true
          [[:digit:]]*    | 7up             | true
          [[:digit:]]*    | up7             | false
          [[:alpha:]_]    | _               | true
          [\\]]           | ]               | true
          \\*.txt         | *.txt           | true
          \\*.txt         | a.txt           | false
          \\!x            | !x              | true
          \\#x            | #x              | true
          a b             | a b             | true
          *.[ch]          | src/main.c      | true
          """)
  void excludesWhatGitIgnores(String pattern, String key, boolean expected) {
    String glob = pattern.replace("\\\\", "\\");
    FileRules rules = FileRules.builder().defaults(false).exclude(List.of(glob)).build();

    assertThat(!rules.accepts(key, false)).isEqualTo(expected);
  }

  @Test
  void laterPatternsWin() {
    FileRules rules =
        FileRules.builder().exclude(List.of("*.log", "!keep.log", "/a/keep.log")).build();

    assertThat(rules.accepts("x.log", false)).isFalse();
    assertThat(rules.accepts("b/keep.log", false)).isTrue();
    assertThat(rules.accepts("a/keep.log", false)).isFalse();
  }

  @Test
  void nothingComesBackOutOfAnExcludedFolder() {
    FileRules rules = FileRules.builder().exclude(List.of("cache/", "!cache/keep")).build();

    assertThat(rules.excludes("cache", true)).isTrue();
    assertThat(rules.accepts("cache/keep", false)).isFalse();
  }

  @Test
  void whatIsInAFolderCanComeBackWhenTheFolderItselfIsNotExcluded() {
    FileRules rules = FileRules.builder().exclude(List.of("cache/*", "!cache/keep")).build();

    assertThat(rules.accepts("cache/keep", false)).isTrue();
    assertThat(rules.accepts("cache/other", false)).isFalse();
  }

  @Test
  void trailingSpacesCountOnlyWhenEscaped() {
    FileRules rules = FileRules.builder().exclude(List.of("a  ", "b\\ ")).build();

    assertThat(rules.accepts("a", false)).isFalse();
    assertThat(rules.accepts("b ", false)).isFalse();
    assertThat(rules.accepts("b", false)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {".DS_Store", "a/.DS_Store", "notes.txt~", "a/b~", "~"})
  void leavesOutFinderAndBackupFilesByDefault(String key) {
    assertThat(FileRules.DEFAULTS.accepts(key, false)).isFalse();
    assertThat(FileRules.builder().defaults(false).build().accepts(key, false)).isTrue();
    assertThat(FileRules.builder().exclude(List.of("!*")).build().accepts(key, false)).isTrue();
  }

  @Test
  void leavesOutWhatKilledRestoresHaveLeftByDefault() {
    String left = ".spaces-restore-9b2f0a4e-6f0c-4d1b-8f3a-0123456789ab";

    for (String folder : List.of(left, "a/" + left)) {
      assertThat(FileRules.DEFAULTS.accepts(folder, true)).isFalse();
      assertThat(FileRules.DEFAULTS.accepts(folder + "/1", false)).isFalse();
      assertThat(FileRules.builder().defaults(false).build().accepts(folder, true)).isTrue();
    }
    for (String other : List.of(left + "0", ".spaces-restore-notes", "x" + left)) {
      assertThat(FileRules.DEFAULTS.accepts(other, true)).isTrue();
    }
    assertThat(FileRules.DEFAULTS.accepts(left, false)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.DS_Store", ".DS_Store2", "a~b", "folder~/file", ".DS_Store/file"})
  void takesWhatOnlyLooksLikeThem(String key) {
    assertThat(FileRules.DEFAULTS.accepts(key, false)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a",
        "a\\",
        "[z-a]",
        "[[:vowel:]]",
        "a//b",
        "/",
        "!",
        "!/",
        "x[",
        "[]",
        "a/[b/]",
        "",
        "  ",
        "\t",
        "#x",
        "# a comment"
      })
  void namesThePatternThatIsMalformed(String pattern) {
    FileRules.Builder builder = FileRules.builder();

    assertThatThrownBy(() -> builder.exclude(List.of("fine", pattern)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageStartingWith("exclude has the pattern \"" + pattern + "\", which ")
        .hasMessageEndingWith("; expected a gitignore pattern");
  }

  @Test
  void noPatternAtAllDoesNotMeanEverything() {
    FileRules.Builder builder = FileRules.builder();

    assertThatThrownBy(() -> builder.include(List.of()))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageStartingWith("include has no pattern");
    for (String nothing : List.of("", " ", "#a")) {
      assertThatThrownBy(() -> builder.include(List.of(nothing)))
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageStartingWith("include has the pattern \"" + nothing + "\"");
    }
  }

  @Test
  void takesOnlyWhatIsIncluded() {
    FileRules rules =
        FileRules.builder().include(List.of("docs/", "*.md", "!docs/private")).build();

    assertThat(rules.accepts("docs/a/b.txt", false)).isTrue();
    assertThat(rules.accepts("x/readme.md", false)).isTrue();
    assertThat(rules.accepts("x/readme.txt", false)).isFalse();
    assertThat(rules.accepts("docs/private/x", false)).isFalse();
    assertThat(rules.accepts("docs", true)).isTrue();
    assertThat(rules.accepts("other", true)).isFalse();
    assertThat(rules.excludes("other", true)).as("a folder with perhaps a .md in it").isFalse();
  }

  @Test
  void excludesEvenWhatIsIncluded() {
    FileRules rules =
        FileRules.builder().include(List.of("docs/")).exclude(List.of("*.tmp")).build();

    assertThat(rules.accepts("docs/a.tmp", false)).isFalse();
  }

  @Test
  void asksPredicatesWithRelativePaths() {
    FileRules rules =
        FileRules.builder()
            .exclude((Path path) -> path.startsWith("cache"))
            .filter(path -> path.toString().endsWith(".txt"))
            .build();

    assertThat(rules.accepts("a/b.txt", false)).isTrue();
    assertThat(rules.accepts("a/b.bin", false)).isFalse();
    assertThat(rules.accepts("cache/b.txt", false)).isFalse();
    assertThat(rules.excludes("cache", true)).isTrue();
    assertThat(rules.excludes("a", true)).as("folders are not filtered").isFalse();
  }

  @Test
  void matchesSupplementaryCharactersAsOne() {
    FileRules rules = FileRules.builder().exclude(List.of("a?c", "[😀-😂]")).build();

    assertThat(rules.accepts("a😀c", false)).isFalse();
    assertThat(rules.accepts("😁", false)).isFalse();
    assertThat(rules.accepts("😃", false)).isTrue();
  }

  @Test
  void takesNoLongerForPatternsMadeToHurt() {
    FileRules rules =
        FileRules.builder()
            .exclude(List.of("*a".repeat(60) + "b", "**/a/".repeat(60) + "b"))
            .build();
    String name = "a".repeat(250);
    String key = (name + "/").repeat(15) + name;
    String deep = "a/".repeat(2000) + "c";

    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          for (int i = 0; i < 20; i++) {
            assertThat(rules.excludes(key, false)).isFalse();
            assertThat(rules.excludes(deep, false)).isFalse();
          }
        });
  }
}
