package io.spaces.client.internal.vault.snapshot;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.UnexpectedVaultException;
import io.spaces.client.internal.vault.Contents;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.VaultBackup;
import io.spaces.client.internal.vault.format.VaultPlace;
import io.spaces.client.internal.vault.object.FormerVault;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vaults whose configuration does not say where they belong, as those of earlier releases. */
class OriginsTest {
  private static final Encryption KEY = Encryption.key("12".repeat(32));
  private static final VaultPlace HERE = new VaultPlace("zApp", ".did-objects/zOne/.vault/");
  private static final VaultPlace ELSEWHERE = new VaultPlace("zApp", ".did-objects/zTwo/.vault/");

  @TempDir Path folder;
  private final MovableStore store = new MovableStore();

  /** A place that can become another, as if all of it was moved there. */
  private static final class MovableStore extends MemoryStore {
    private @Nullable VaultPlace home;

    @Override
    public @Nullable VaultPlace home() {
      return home;
    }

    @Override
    public @Nullable String place() {
      return home == null ? null : "zSpace/" + home;
    }
  }

  /** Makes a snapshot by a client that writes where it was made, or one that does not. */
  private void backUp(int seconds, @Nullable VaultPlace place) throws IOException {
    store.home = place;
    try (Vault vault =
        Vault.open(store, KEY, folder.resolve("of whoever backs up")).orElseThrow()) {
      VaultBackup.Plan plan =
          new VaultBackup.Plan(
              Contents.TIME.plusSeconds(seconds),
              "",
              null,
              null,
              null,
              Compression.none(),
              2,
              folder,
              Duration.ZERO);
      var unused = Contents.backUp(vault, plan, Map.of("a", ("" + seconds).getBytes(US_ASCII)));
    }
  }

  private void open(VaultPlace place, @Nullable String accepted) {
    store.home = place;
    Vault.open(store, KEY, folder.resolve("of another machine"), accepted).orElseThrow().close();
  }

  @Test
  void aSnapshotBeforeTheNewestOnesSaysItWhereTheseDoNot() throws IOException {
    FormerVault.create(store, KEY, Vault.CHUNKS);
    backUp(0, null);
    backUp(1, ELSEWHERE);
    backUp(2, null);

    assertThatThrownBy(() -> open(HERE, null))
        .isInstanceOfSatisfying(UnexpectedVaultException.class, told -> open(HERE, told.vault()))
        .hasMessageContainingAll(HERE.toString(), ELSEWHERE.toString());
    open(HERE, null);
  }

  @Test
  void aSnapshotThatIsNotServedIsPassedOverAndToldAndThoseBeforeItSayIt() throws IOException {
    FormerVault.create(store, KEY, Vault.CHUNKS);
    backUp(0, ELSEWHERE);
    backUp(1, null);
    List<String> snapshots = store.keys("snapshots/");
    store.breaksOffAt(snapshots.get(snapshots.size() - 1));

    assertThatThrownBy(() -> open(HERE, null)).isInstanceOf(UnexpectedVaultException.class);
    store.home = ELSEWHERE;
    List<Warning> told = new ArrayList<>();
    try (Vault vault = Vault.open(store, KEY, folder.resolve("new")).orElseThrow()) {
      vault.onWarning(told::add);
    }
    assertThat(told)
        .singleElement()
        .matches(warning -> warning.code() == Warning.Code.DAMAGED_SNAPSHOTS)
        .matches(warning -> warning.text().contains("breaks off"));
  }

  /** Each of them costs all the time that retries take. */
  @Test
  void ofASpaceThatServesNoSnapshotOnlyAFewAreAskedFor() throws IOException {
    FormerVault.create(store, KEY, Vault.CHUNKS);
    for (int i = 0; i < 8; i++) {
      backUp(i, null);
    }
    store.keys("snapshots/").forEach(store::breaksOffAt);
    long before = store.gets.get();

    open(HERE, null);

    assertThat(store.gets.get() - before).isBetween(3L, 3L + 5);
  }

  @Test
  void oneThatNeverSaidItIsTakenWhereItIs() throws IOException {
    FormerVault.create(store, KEY, Vault.CHUNKS);
    backUp(0, null);

    open(HERE, null);
  }

  @Test
  void aClientThatDoesNotKnowTheAppTellsFoldersApart() throws IOException {
    FormerVault.create(store, KEY, Vault.CHUNKS);
    backUp(0, ELSEWHERE);

    VaultPlace there = new VaultPlace("default", ELSEWHERE.folder());
    assertThat(there.fits(ELSEWHERE)).isTrue();
    open(there, null);
    assertThatThrownBy(() -> open(new VaultPlace("default", HERE.folder()), null))
        .isInstanceOf(UnexpectedVaultException.class);
  }

  @Test
  void aChangeOfKeysByWhoDoesNotKnowTheAppLeavesItBound() throws IOException {
    FormerVault.create(store, KEY, Vault.CHUNKS);
    for (VaultPlace place : List.of(ELSEWHERE, new VaultPlace("default", ELSEWHERE.folder()))) {
      store.home = place;
      try (Vault vault = Vault.open(store, KEY, null).orElseThrow()) {
        Encryption key =
            Encryption.key(place.equals(ELSEWHERE) ? "34".repeat(32) : "56".repeat(32));
        var unused = vault.slots(Duration.ZERO).add("key of " + place.app(), key, Contents.TIME);
      }
    }

    assertThatThrownBy(() -> open(new VaultPlace("zOther", ELSEWHERE.folder()), null))
        .isInstanceOf(UnexpectedVaultException.class)
        .hasMessageContaining("its config");
  }

  @Test
  void aChangeOfKeysBindsItForGood() throws IOException {
    FormerVault.create(store, KEY, Vault.CHUNKS);
    store.home = ELSEWHERE;
    try (Vault vault = Vault.open(store, KEY, null).orElseThrow()) {
      var unused =
          vault.slots(Duration.ZERO).add("laptop", Encryption.key("34".repeat(32)), Contents.TIME);
    }

    assertThatThrownBy(() -> open(HERE, null))
        .isInstanceOf(UnexpectedVaultException.class)
        .hasMessageContaining("its config");
  }
}
