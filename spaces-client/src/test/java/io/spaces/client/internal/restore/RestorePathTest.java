package io.spaces.client.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.internal.restore.platform.Platform;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RestorePathTest {
  static List<String> evilEverywhere() {
    return EvilKeys.EVERYWHERE;
  }

  static List<String> evilOnWindows() {
    return EvilKeys.ON_WINDOWS;
  }

  static Stream<String> fine() {
    return Stream.of(
        "f",
        "a/b/c",
        "...a",
        "..a/f",
        ".hidden",
        "a b/c d",
        "caf\u00e9",
        "cafe\u0301",
        "\ud83d\ude00/\u4e2d\u6587",
        "n".repeat(255),
        "\u00e9".repeat(127),
        "COM",
        "COM10",
        "console",
        "nulls.txt",
        "a.CON",
        "100%/#1;&'(x)[y]{z}~!@$^+=,-_`",
        ".spaces-restore-notes.txt",
        ".spaces-restore-notes/1",
        ".spaces-restore-9b2f0a4e-6f0c-4d1b-8f3a-0123456789ab",
        "a/.spaces-restore-9b2f0a4e-6f0c-4d1b-8f3a-0123456789ab/lock");
  }

  @ParameterizedTest
  @MethodSource("evilEverywhere")
  void refusesWhatLeadsElsewhereOnEveryPlatform(String key) {
    for (Platform platform : Platform.values()) {
      assertThatThrownBy(() -> RestorePath.parse(key, platform))
          .isInstanceOf(RefusedEntryException.class)
          .hasMessageStartingWith("Not restored: the key ");
    }
  }

  @ParameterizedTest
  @MethodSource("evilOnWindows")
  void refusesOnWindowsWhatIsSpecialThere(String key) {
    assertThatThrownBy(() -> RestorePath.parse(key, Platform.WINDOWS))
        .isInstanceOf(RefusedEntryException.class);
    assertThatCode(() -> RestorePath.parse(key, Platform.POSIX)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("fine")
  void takesOrdinaryNames(String key) throws RefusedEntryException {
    for (Platform platform : Platform.values()) {
      assertThat(RestorePath.parse(key, platform).key()).isEqualTo(key);
    }
  }

  @Test
  void splitsIntoFolderAndName() throws RefusedEntryException {
    RestorePath path = RestorePath.parse("a/b/c", Platform.POSIX);
    assertThat(path.name()).isEqualTo("c");
    assertThat(path.parent()).hasToString("a/b");
    assertThat(RestorePath.parse("c", Platform.POSIX).parent()).isNull();
  }

  @ParameterizedTest
  @EnumSource(Platform.class)
  void whateverIsTakenHasOnlyPlainNames(Platform platform) {
    long seed = 20_261_122L;
    Random random = new Random(seed);
    String alphabet = "..//\\\0: aC\u00e9~\ud83d\ude00";
    int taken = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder key = new StringBuilder();
      for (int n = random.nextInt(9); n >= 0; n--) {
        key.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        RestorePath.parse(key.toString(), platform);
      } catch (RefusedEntryException e) {
        continue;
      }
      taken++;
      for (String name : key.toString().split("/", -1)) {
        assertThat(name)
            .as("seed %d, key \"%s\"", seed, key)
            .isNotEmpty()
            .isNotIn(".", "..")
            .doesNotContain("\0");
        if (platform == Platform.WINDOWS) {
          assertThat(name)
              .as("seed %d, key \"%s\"", seed, key)
              .doesNotContain("\\")
              .doesNotContain(":")
              .doesNotEndWith(".")
              .doesNotEndWith(" ");
        }
      }
    }
    assertThat(taken).isGreaterThan(1000);
  }
}
