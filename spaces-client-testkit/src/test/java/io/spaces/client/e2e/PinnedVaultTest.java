package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spaces.client.BlockletBackup;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.UnexpectedVaultException;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.identity.Wallet;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredObjects;
import io.spaces.client.testkit.TestWallets;
import io.spaces.client.transfer.TransferResult;
import io.spaces.client.transfer.TransferStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A vault where another one belongs: of the same key, whole, and told all the same, until somebody
 * accepts it by its id.
 */
class PinnedVaultTest {
  private static final Encryption KEY = OldVaults.KEY;
  private static final Pattern ID = Pattern.compile("\"vault\":\"([0-9a-f]{32})\"");

  @TempDir Path temporary;
  private final Wallet wallet = TestWallets.seeded(1);
  private SpaceServer server;
  private SpaceServer otherServer;
  private FileTree tree;
  private Path state;
  private @Nullable String snapshot;

  @BeforeEach
  void start() {
    server = SpaceServer.builder().app(wallet).start();
    otherServer = SpaceServer.builder().app(wallet).start();
    tree = FileTree.in(temporary.resolve("data")).file("a", 700, 1).file("b", 50, 2);
    state = temporary.resolve("state");
  }

  @AfterEach
  void stop() {
    server.close();
    otherServer.close();
  }

  /** A place where a vault may lie, and whoever comes to it. */
  private record Place(SpaceServer server, Wallet app, String area) {
    SpaceClient client() {
      return SpaceClient.builder().endpoint(server.endpointFor(app.did())).wallet(app).build();
    }

    String folder() {
      return ".did-objects/" + area + "/.vault/";
    }

    SortedMap<String, byte[]> contents() {
      return objects().contents(folder());
    }

    void replaceBy(SortedMap<String, byte[]> contents) {
      contents().keySet().forEach(key -> objects().delete(folder() + key));
      contents.forEach((key, content) -> objects().put(folder() + key, content));
    }

    String config() {
      return objects().get(folder() + "config").text();
    }

    void config(String text) {
      objects().put(folder() + "config", text);
    }

    String vault() {
      Matcher id = ID.matcher(config());
      assertThat(id.find()).isTrue();
      return id.group(1);
    }

    private StoredObjects objects() {
      return server.objects(app.did());
    }
  }

  private Place here() {
    return new Place(server, wallet, wallet.address());
  }

  private Place otherFolder() {
    return new Place(server, wallet, TestWallets.seeded(2).address());
  }

  private Place otherApp() {
    return new Place(server, TestWallets.seeded(2), wallet.address());
  }

  private Place otherSpace() {
    return new Place(otherServer, wallet, wallet.address());
  }

  /** How a vault that does not belong there comes to a place. */
  private enum Swap {
    ANOTHER,
    OF_ANOTHER_APP,
    OF_ANOTHER_FOLDER,
    OF_ANOTHER_SPACE,
    OF_BEFORE_WITH_A_NEW_SNAPSHOT,
    OF_ANOTHER_APP_WITHOUT_ENCRYPTION
  }

  /** Puts a vault here that does not belong here. */
  private @Nullable Encryption swap(Swap swap) throws IOException {
    Path elsewhere = temporary.resolve("state of another machine");
    Encryption key = swap == Swap.OF_ANOTHER_APP_WITHOUT_ENCRYPTION ? null : KEY;
    switch (swap) {
      case ANOTHER -> {
        backUp(here(), state, key);
        here().replaceBy(new TreeMap<>());
        backUp(here(), elsewhere, key);
      }
      case OF_ANOTHER_APP, OF_ANOTHER_APP_WITHOUT_ENCRYPTION -> {
        backUp(otherApp(), elsewhere, key);
        here().replaceBy(otherApp().contents());
      }
      case OF_ANOTHER_FOLDER -> {
        backUp(otherFolder(), elsewhere, key);
        here().replaceBy(otherFolder().contents());
      }
      case OF_ANOTHER_SPACE -> {
        backUp(otherSpace(), state, key);
        here().replaceBy(otherSpace().contents());
      }
      case OF_BEFORE_WITH_A_NEW_SNAPSHOT -> {
        otherFolder().replaceBy(OldVaults.encrypted());
        backUp(otherFolder(), elsewhere, key);
        here().replaceBy(otherFolder().contents());
        assertThat(here().config()).doesNotContain("place");
      }
    }
    return key;
  }

  private void backUp(Place place, Path stateDirectory, @Nullable Encryption key) {
    try (SpaceClient client = place.client()) {
      backup(place, client, stateDirectory, key).run().orElseThrow();
    }
  }

  private BlockletBackup backup(
      Place place, SpaceClient client, Path stateDirectory, @Nullable Encryption key) {
    BlockletBackup backup =
        client
            .backup()
            .blocklet()
            .appDid(place.area())
            .userDid(place.area())
            .referrer("https://my.app/settings/backup")
            .appName("My app")
            .appDescription("Tasks")
            .source(tree.root())
            .set("uploads")
            .stateDirectory(stateDirectory)
            .snapshot(true);
    return key == null ? backup : backup.encryption(key);
  }

  /** What can be done with a vault. */
  private enum Deed {
    BACKUP,
    DRY_RUN,
    RESTORE,
    LIST,
    DELETED,
    DIFF,
    DESCRIBE,
    DELETE,
    APPLY,
    PRUNE,
    VERIFY,
    REPAIR,
    LIST_KEYS,
    ADD_A_KEY,
    EXPORT,
    IMPORT,
    HISTORY,
    ACCEPT_ROLLBACK
  }

  /** Does it here, and returns what it failed with. */
  private @Nullable Throwable fails(
      Deed deed, @Nullable Encryption key, @Nullable String accepted) {
    try (SpaceClient client = here().client();
        Snapshots snapshots = snapshots(client, key, accepted)) {
      return switch (deed) {
        case BACKUP, DRY_RUN -> {
          BlockletBackup backup = backup(here(), client, state, key);
          if (accepted != null) {
            backup.acceptVault(accepted);
          }
          yield cause(backup.dryRun(deed == Deed.DRY_RUN).run());
        }
        case RESTORE ->
            cause(
                snapshots
                    .restore()
                    .set("uploads")
                    .userDid(wallet.address())
                    .referrer("https://my.app/settings/backup")
                    .target(temporary.resolve("target"))
                    .run());
        default -> catchThrowable(() -> doing(deed, client, snapshots));
      };
    }
  }

  private static @Nullable Throwable cause(TransferResult result) {
    if (result.status() == TransferStatus.SUCCEEDED) {
      return null;
    }
    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).isEqualTo(requireNonNull(result.cause()).getMessage());
    return result.cause();
  }

  private Snapshots snapshots(
      SpaceClient client, @Nullable Encryption key, @Nullable String accepted) {
    Snapshots snapshots = client.snapshots(wallet.address()).stateDirectory(state);
    Snapshots with = key == null ? snapshots : snapshots.encryption(key);
    return accepted == null ? with : with.acceptVault(accepted);
  }

  private void doing(Deed deed, SpaceClient client, Snapshots snapshots) throws IOException {
    Object unused =
        switch (deed) {
          case LIST -> snapshots.list();
          case DELETED -> snapshots.deleted();
          case DIFF -> snapshots.diff(id(), id()).toList();
          case DESCRIBE -> snapshots.describe(id(), "edited");
          case DELETE -> {
            snapshots.delete(id());
            yield "";
          }
          case APPLY -> snapshots.apply("uploads", Retention.files(1));
          case PRUNE -> snapshots.prune(Duration.ZERO);
          case VERIFY -> snapshots.verify(true);
          case REPAIR -> snapshots.repair(true);
          case LIST_KEYS -> snapshots.keys().list();
          case ADD_A_KEY -> snapshots.keys().add("laptop", Encryption.key("cd".repeat(32)));
          case EXPORT -> {
            snapshots.export(id(), new ByteArrayOutputStream());
            yield "";
          }
          case IMPORT -> snapshots.importArchive(archive(), "uploads");
          case HISTORY -> client.history(snapshots).page(HistoryQuery.all());
          case ACCEPT_ROLLBACK -> {
            snapshots.acceptRollback();
            yield "";
          }
          case BACKUP, DRY_RUN, RESTORE -> throw new IllegalArgumentException(deed.name());
        };
  }

  /** Of the snapshot that matters: the newest one here, unless the test has another. */
  private String id() {
    if (snapshot != null) {
      return snapshot;
    }
    String newest =
        here().contents().keySet().stream()
            .filter(key -> key.startsWith("snapshots/"))
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return newest.replaceFirst(".*-", "").replaceFirst("\\..*", "");
  }

  private Path archive() throws IOException {
    Path archive = temporary.resolve("archive.tar.gz");
    try (OutputStream out = Files.newOutputStream(archive);
        GZIPOutputStream zipped = new GZIPOutputStream(out);
        TarArchiveOutputStream entries = new TarArchiveOutputStream(zipped)) {
      entries.putArchiveEntry(new TarArchiveEntry("folder/"));
      entries.closeArchiveEntry();
    }
    return archive;
  }

  private static Stream<Arguments> everyDeedAfterEverySwap() {
    return Arrays.stream(Swap.values())
        .flatMap(
            swap ->
                Arrays.stream(Deed.values())
                    .filter(
                        deed ->
                            deed != Deed.ADD_A_KEY
                                || swap != Swap.OF_ANOTHER_APP_WITHOUT_ENCRYPTION)
                    .map(deed -> Arguments.of(swap, deed)));
  }

  @ParameterizedTest
  @MethodSource("everyDeedAfterEverySwap")
  void aVaultThatDoesNotBelongThereIsToldAndLeftAloneUntilItIsAcceptedOnce(Swap swap, Deed deed)
      throws IOException {
    Encryption key = swap(swap);
    String vault = here().vault();
    SortedMap<String, byte[]> before = here().contents();

    assertThat(fails(deed, key, null))
        .isInstanceOfSatisfying(
            UnexpectedVaultException.class, told -> assertThat(told.vault()).isEqualTo(vault))
        .hasMessageContainingAll(
            vault, here().folder(), "Nothing was restored", "acceptVault", "--accept-vault");
    String wrong = "0".repeat(32);
    assertThat(fails(deed, key, wrong))
        .isInstanceOf(UnexpectedVaultException.class)
        .hasMessageContainingAll(vault, wrong);
    assertThat(here().contents()).containsExactlyEntriesOf(before);
    assertThat(temporary.resolve("target")).doesNotExist();

    assertThat(fails(deed, key, vault)).isNull();
    if (deed != Deed.DRY_RUN) {
      for (Deed later : List.of(Deed.LIST, Deed.VERIFY, Deed.BACKUP, Deed.RESTORE, Deed.PRUNE)) {
        assertThat(fails(later, key, null)).as("%s afterwards", later).isNull();
      }
    }
  }

  @Test
  void theMessageNamesBothPlaces() throws IOException {
    Encryption key = swap(Swap.OF_ANOTHER_APP);

    assertThat(fails(Deed.LIST, key, null))
        .hasMessageContainingAll(
            "at " + wallet.address() + "/" + here().folder(),
            "belongs to " + otherApp().app().address() + "/" + otherApp().folder());
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "BACKUP",
        "RESTORE",
        "LIST",
        "DELETED",
        "DIFF",
        "DESCRIBE",
        "DELETE",
        "APPLY",
        "PRUNE",
        "VERIFY",
        "EXPORT",
        "IMPORT",
        "HISTORY"
      })
  void aSnapshotThatWasMadeInACopyElsewhereIsToldWhereverItIsRead(Deed deed) throws IOException {
    backUp(here(), state, KEY);
    String vault = here().vault();
    otherFolder().replaceBy(here().contents());
    tree.file("c", 300, 3);
    try (SpaceClient client = otherFolder().client()) {
      snapshot =
          backup(otherFolder(), client, temporary.resolve("state of another machine"), KEY)
              .acceptVault(vault)
              .run()
              .orElseThrow()
              .snapshotId();
    }
    here().replaceBy(otherFolder().contents());
    SortedMap<String, byte[]> before = here().contents();
    before.keySet().removeIf(key -> key.startsWith("locks/"));

    assertThat(fails(deed, KEY, null))
        .isInstanceOf(UnexpectedVaultException.class)
        .hasMessageContainingAll(vault, otherFolder().folder(), "its snapshot " + id());
    assertThat(here().contents()).containsAllEntriesOf(before);
    assertThat(here().contents().tailMap("snapshots/"))
        .containsExactlyEntriesOf(before.tailMap("snapshots/"));
    assertThat(temporary.resolve("target")).doesNotExist();

    assertThat(fails(deed, KEY, vault)).isNull();
    assertThat(fails(Deed.VERIFY, KEY, null)).isNull();
  }

  /** Of another set, so that the backup itself has nothing to do with it. */
  @Test
  void aRunWhosePruningFindsASnapshotOfAnotherPlaceSaysWhichVaultIsToBeAccepted()
      throws IOException {
    backUp(here(), state, KEY);
    String vault = here().vault();
    otherFolder().replaceBy(here().contents());
    try (SpaceClient client = otherFolder().client()) {
      backup(otherFolder(), client, temporary.resolve("state of another machine"), KEY)
          .set("another")
          .acceptVault(vault)
          .run()
          .orElseThrow();
    }
    here().replaceBy(otherFolder().contents());

    try (SpaceClient client = here().client()) {
      BackupResult result = backup(here(), client, state, KEY).prune(Pruning.AFTER_RUN).run();

      assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
      assertThat(result.statusMessage())
          .contains(requireNonNull(result.snapshotId()), "is safe", otherFolder().folder());
      assertThat(result.cause())
          .isInstanceOfSatisfying(
              UnexpectedVaultException.class, told -> assertThat(told.vault()).isEqualTo(vault));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKUP", "RESTORE", "LIST", "LIST_KEYS", "IMPORT"})
  void aVaultThatIsNamedAndIsNotThereIsToldAndNotMadeAnew(Deed deed) {
    assertThat(fails(deed, KEY, "5".repeat(32)))
        .isInstanceOfSatisfying(
            UnexpectedVaultException.class, told -> assertThat(told.vault()).isNull())
        .hasMessageContainingAll("no vault", "5".repeat(32), here().folder());
    assertThat(here().contents()).isEmpty();
  }

  @Test
  void anEncryptedVaultThatIsServedWithoutEncryptionIsTold() {
    backUp(here(), state, KEY);
    here().config(here().config().replaceFirst(",\"encryption\":.*", "}"));

    for (Deed deed : List.of(Deed.LIST, Deed.RESTORE, Deed.BACKUP)) {
      assertThat(fails(deed, null, null))
          .isInstanceOf(UnexpectedVaultException.class)
          .hasMessageContainingAll(here().vault(), "without encryption", "never changes");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNewVaultSaysWhereItBelongs(boolean encrypted) {
    backUp(here(), state, encrypted ? KEY : null);

    assertThat(here().config())
        .contains(
            "\"place\":{\"app\":\"%s\",\"folder\":\"%s\"}"
                .formatted(wallet.address(), here().folder()));
  }

  @Test
  void aSpaceCannotSayThatAnEncryptedVaultBelongsElsewhere() throws IOException {
    Encryption key = swap(Swap.OF_ANOTHER_FOLDER);
    String config = here().config();
    for (String other :
        List.of(
            config.replace(otherFolder().folder(), here().folder()),
            config.replaceFirst("\"place\":\\{[^}]*},", ""))) {
      assertThat(other).isNotEqualTo(config);
      here().config(other);
      assertThat(fails(Deed.LIST, key, null))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("altered");
    }
  }
}
