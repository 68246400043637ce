package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.BlockletBackup;
import io.spaces.client.VaultBuilder;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.Layout;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.testkit.FileTree;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a backup is a mirror or a vault is said, not guessed from what else is asked for. */
class LayoutTest extends SpaceTest {
  /** What both layouts know, or what says the layout itself. */
  private static final Set<String> NOT_FOR_VAULTS_ALONE = Set.of("layout", "snapshot", "strategy");

  private static final String NO_VAULT = "0".repeat(32);

  private static final Map<String, Object> VALUES =
      Map.of(
          "acceptVault",
          NO_VAULT,
          "key",
          VaultBackups.KEY,
          "passphrase",
          "correct horse".toCharArray(),
          "iv",
          VaultBackups.IV,
          "algorithm",
          "aes-256-gcm",
          "expiresAt",
          Instant.parse("2999-12-31T00:00:00Z"),
          "encryption",
          Encryption.key(VaultBackups.KEY),
          "compression",
          Compression.deflate(6),
          "retention",
          Retention.files(3),
          "grace",
          Duration.ZERO);

  private FileTree source;

  @BeforeEach
  void makeFiles() throws IOException {
    source = FileTree.in(Files.createDirectories(temporary.resolve("data"))).file("a", "one");
  }

  private BlockletBackup backup() {
    return Backups.full(client, server)
        .source(source.root())
        .stateDirectory(temporary.resolve("state"));
  }

  private boolean hasVault() {
    return server.objects().keys().stream().anyMatch(key -> key.contains("/.vault/"));
  }

  @Test
  void aVaultIsAskedForByItsName() {
    BackupResult result = backup().layout(Layout.VAULT).run().orElseThrow();

    assertThat(result.snapshotId()).isNotNull();
    assertThat(hasVault()).isTrue();
  }

  @Test
  void aSnapshotIsAShortWordForAVault() {
    assertThat(backup().snapshot(true).run().orElseThrow().snapshotId()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void whatNoLayoutIsSaidOfIsAMirror(Said said) {
    BlockletBackup backup = backup();
    switch (said) {
      case NOTHING -> {}
      case MIRROR -> backup.layout(Layout.MIRROR);
      case NO_SNAPSHOT -> backup.snapshot(false).zip(true).zip(false).description("");
    }

    assertThat(backup.run().orElseThrow().snapshotId()).isNull();
    assertThat(server.objects().keys()).contains(Backups.folder(server) + "a");
    assertThat(hasVault()).isFalse();
  }

  enum Said {
    NOTHING,
    MIRROR,
    NO_SNAPSHOT
  }

  static Stream<Method> forVaults() {
    return Arrays.stream(VaultBuilder.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
        .filter(method -> !NOT_FOR_VAULTS_ALONE.contains(method.getName()));
  }

  /** A parameter that is new is asked here, too. */
  @ParameterizedTest
  @MethodSource("forVaults")
  void whatOnlyAVaultKnowsIsRefusedWhereNoVaultIsAskedFor(Method parameter) throws Exception {
    for (Layout layout : Arrays.asList(null, Layout.MIRROR)) {
      BlockletBackup backup = backup();
      if (layout != null) {
        backup.layout(layout);
      }
      parameter.invoke(backup, value(parameter));
      if (List.of("iv", "algorithm").contains(parameter.getName())) {
        backup.key(VaultBackups.KEY);
      }

      assertThatThrownBy(backup::start)
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageStartingWith(parameter.getName() + " is for vaults, and ")
          .hasMessageContaining(
              layout == null ? "no layout was given" : "the layout is " + Layout.MIRROR)
          .hasMessageEndingWith("; expected layout(VAULT) beside it, or layout(MIRROR) without it");
      assertThat(server.journal().entries()).isEmpty();
      BackupResult planned = backup.layout(Layout.VAULT).dryRun(true).run();
      if (parameter.getName().equals("acceptVault")) {
        assertThat(planned.statusMessage()).contains(NO_VAULT);
      } else {
        planned.orElseThrow();
      }
      server.journal().clear();
    }
  }

  private static Object value(Method parameter) {
    Class<?> type = parameter.getParameterTypes()[0];
    // Both times take the same.
    String name = parameter.getName().equals("lockWait") ? "grace" : parameter.getName();
    Object value = type == boolean.class ? true : VALUES.get(name);
    return value != null ? value : type == String.class ? "some text" : type.getEnumConstants()[0];
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatOnlyAMirrorKnowsIsRefusedInAVault(boolean shortly) {
    for (boolean strict : List.of(true, false)) {
      BlockletBackup backup = backup().strictSync(strict).resend(!strict);
      BlockletBackup vault = shortly ? backup.snapshot(true) : backup.layout(Layout.VAULT);

      assertThatThrownBy(vault::start)
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageStartingWith(
              (strict ? "strictSync" : "resend")
                  + " is for mirrors, and the layout is VAULT; expected layout(MIRROR) beside it,"
                  + " or layout(VAULT) without it: ");
    }
    assertThat(server.journal().entries()).isEmpty();
  }

  @Test
  void aSnapshotInAMirrorIsAContradiction() {
    assertThatThrownBy(backup().layout(Layout.MIRROR).snapshot(true)::start)
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageStartingWith("snapshot is for vaults, and the layout is MIRROR");
  }
}
