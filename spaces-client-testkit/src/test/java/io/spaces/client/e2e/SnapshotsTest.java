package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.spaces.client.BlockletRestore;
import io.spaces.client.Snapshots;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SnapshotNotFoundException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotChange;
import io.spaces.client.snapshot.SnapshotEntry;
import io.spaces.client.testkit.ForAll;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.testkit.TreeSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots are looked at, changed, exported and tidied up. */
class SnapshotsTest {
  private static final Encryption KEY = Encryption.key(VaultBackups.KEY);

  @TempDir Path temporary;
  private VaultBackups vault;
  private Snapshots snapshots;

  @BeforeEach
  void start() throws IOException {
    vault = new VaultBackups(temporary);
    snapshots = snapshots(KEY);
  }

  @AfterEach
  void stop() {
    snapshots.close();
    vault.close();
  }

  @Test
  void withoutAVaultThereAreNone() {
    assertThat(snapshots.list()).isEmpty();
    assertThat(snapshots.newest()).isEmpty();
    assertThatThrownBy(() -> snapshots.get("0123456789abcdef"))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("no vault");
    assertThatThrownBy(() -> snapshots.get("../../etc"))
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void theNewestComesFirstWithWhatItHolds() {
    vault.source.file("a", "12345").folder("d").link("l", "a");
    String first = backUp("first");
    vault.source.file("d/b", "1234567");
    String second = backUp("second");

    List<Snapshot> all = snapshots.list();

    assertThat(all).extracting(Snapshot::id).containsExactly(second, first);
    assertThat(all).extracting(Snapshot::description).containsExactly("second", "first");
    Snapshot newest = all.get(0);
    assertThat(newest).isEqualTo(snapshots.newest().orElseThrow());
    assertThat(newest).isEqualTo(snapshots.get(second.substring(0, 8)));
    assertThat(newest.parent()).isEqualTo(first);
    assertThat(newest.complete()).isTrue();
    assertThat(newest.files()).isEqualTo(2);
    assertThat(newest.directories()).isEqualTo(1);
    assertThat(newest.links()).isEqualTo(1);
    assertThat(newest.size()).isEqualTo(12);
    assertThat(newest.sent()).isPositive();
    assertThatThrownBy(() -> snapshots.get("0000000000000000"))
        .isInstanceOf(SnapshotNotFoundException.class);
    assertThatThrownBy(() -> snapshots.describe("0000", "x"))
        .isInstanceOf(SnapshotNotFoundException.class);
  }

  @Test
  void entriesComeInOrderWithTheirAttributes() throws IOException {
    vault.source.file("d/b", "1234567").file("a", "12345").link("l", "a");
    Files.createLink(vault.source.path("d/c"), vault.source.path("d/b"));
    Files.setPosixFilePermissions(
        vault.source.path("a"), PosixFilePermissions.fromString("rwxr-x--x"));
    Files.setLastModifiedTime(
        vault.source.path("a"), FileTime.from(Instant.ofEpochSecond(1_000_000_000, 123_456_789)));
    String id = backUp("");

    try (Stream<SnapshotEntry> entries = snapshots.entries(id)) {
      assertThat(entries)
          .extracting(SnapshotEntry::path, SnapshotEntry::type, SnapshotEntry::linkTarget)
          .containsExactly(
              tuple("a", SnapshotEntry.Type.FILE, null),
              tuple("d", SnapshotEntry.Type.DIRECTORY, null),
              tuple("d/b", SnapshotEntry.Type.FILE, null),
              tuple("d/c", SnapshotEntry.Type.HARD_LINK, "d/b"),
              tuple("l", SnapshotEntry.Type.SYMBOLIC_LINK, "a"));
    }
    try (Stream<SnapshotEntry> entries = snapshots.entries(id)) {
      SnapshotEntry a = entries.findFirst().orElseThrow();
      assertThat(a.permissions()).isEqualTo(0751);
      assertThat(a.size()).isEqualTo(5);
      assertThat(a.modified()).isEqualTo(Instant.ofEpochSecond(1_000_000_000, 123_456_789));
    }
  }

  @Test
  void aDiffTellsWhatHappened() throws IOException {
    vault.source.file("same", "1").file("changed", "1").file("gone", "1").file("touched", "1");
    String older = backUp("");
    vault.source.file("changed", "2").delete("gone").file("new", "1");
    Files.setLastModifiedTime(vault.source.path("touched"), FileTime.from(Instant.EPOCH));
    String newer = backUp("");

    try (Stream<SnapshotChange> changes = snapshots.diff(older, newer)) {
      assertThat(changes)
          .extracting(SnapshotChange::path, SnapshotChange::kind)
          .containsExactly(
              tuple("changed", SnapshotChange.Kind.CHANGED),
              tuple("gone", SnapshotChange.Kind.REMOVED),
              tuple("new", SnapshotChange.Kind.ADDED),
              tuple("touched", SnapshotChange.Kind.TOUCHED));
    }
    try (Stream<SnapshotChange> none = snapshots.diff(older, older)) {
      assertThat(none).isEmpty();
    }
  }

  @Test
  void whatIsSaidAboutASnapshotCanBeChanged() {
    vault.source.file("a", "1");
    String id = backUp("before");
    Instant time = Instant.parse("2040-01-02T03:04:05Z");

    assertThat(snapshots.describe(id, "after").description()).isEqualTo("after");
    assertThat(snapshots.expire(id, time).expiresAt()).isEqualTo(time);
    assertThat(snapshots.get(id))
        .extracting(Snapshot::description, Snapshot::expiresAt)
        .containsExactly("after", time);
    assertThat(snapshots.expire(id, null).expiresAt()).isNull();
    assertThat(snapshots.list()).hasSize(1);
  }

  @Test
  void whatIsDeletedOrExpiredOrRuledOutMakesRoom() throws IOException {
    vault.source.file("kept", 1000, 1).file("big", 3_000_000, 2);
    String big = backUp("");
    vault.source.delete("big").file("expiring", 3_000_000, 3);
    String expired = backUp("");
    vault.source.delete("expiring").file("ruled-out", 3_000_000, 4);
    backUp("");
    vault.source.delete("ruled-out");
    String last = backUp("");
    long before = vault.server.objects().totalSize();

    snapshots.delete(big);
    snapshots.expire(expired, Instant.EPOCH);
    assertThat(snapshots.prune(Duration.ZERO).removed()).containsExactlyInAnyOrder(big, expired);
    assertThat(snapshots.apply(Retention.files(1))).hasSize(1);
    assertThat(snapshots.prune(Duration.ZERO).bytesFreed()).isPositive();

    assertThat(snapshots.list()).extracting(Snapshot::id).containsExactly(last);
    assertThat(before - vault.server.objects().totalSize()).isGreaterThan(9_000_000);
    assertThat(snapshots.verify(true).orElseThrow().snapshots()).isEqualTo(1);
    restoreAndCompare(snapshots);
  }

  @Test
  void verifyingFindsWhatIsMissingAndWhatIsDamaged() {
    vault.source.file("a", 100_000, 1);
    backUp("");
    assertThat(snapshots.verify().problems()).isEmpty();
    assertThat(snapshots.verify(true).bytesRead()).isGreaterThan(100_000);
    String pack =
        vault.server.objects().below(vault.folder() + "packs/").stream()
            .max(Comparator.comparingLong(StoredObject::size))
            .orElseThrow()
            .key();
    byte[] content = vault.server.objects().get(pack).bytes();
    content[content.length / 2] ^= 1;
    vault.server.objects().put(pack, content);

    assertThat(snapshots.verify().problems()).isEmpty();
    assertThat(snapshots.verify(true).problems())
        .isNotEmpty()
        .allMatch(problem -> pack.endsWith(problem.replaceAll(".*(packs/\\S+/\\w+).*", "$1")));

    vault.server.objects().delete(pack);
    assertThatThrownBy(() -> snapshots.verify().orElseThrow())
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("packs/");
  }

  @Test
  void aHiddenSnapshotIsNoticedByWhoHasSeenIt() {
    vault.source.file("a", "1");
    backUp("");
    vault.source.file("a", "2");
    String hidden = backUp("");
    vault.server.objects().keys().stream()
        .filter(key -> key.contains("/snapshots/") && key.contains(hidden))
        .forEach(vault.server.objects()::delete);

    assertThatThrownBy(snapshots::list)
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining(hidden);
    assertThat(vault.restore(temporary.resolve("t")).encryption(KEY).run().cause())
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining(hidden);
    try (Snapshots elsewhere = snapshots(KEY).stateDirectory(temporary.resolve("new-machine"))) {
      assertThat(elsewhere.list()).hasSize(1);
    }

    snapshots.acceptRollback();
    assertThat(snapshots.list()).hasSize(1);
  }

  @Test
  void anEarlierRevisionIsNoticedByWhoHasSeenTheLaterOne() {
    vault.source.file("a", "1");
    String id = backUp("before");
    snapshots.expire(id, Instant.EPOCH);
    vault.source.file("a", "2");
    backUp("");
    Map<String, byte[]> earlier = objectsOf(id);
    snapshots.expire(id, null);
    objectsOf(id).keySet().forEach(vault.server.objects()::delete);
    earlier.forEach(vault.server.objects()::put);
    List<String> keys = vault.server.objects().keys();

    List<ThrowingCallable> uses =
        List.of(
            snapshots::list,
            () -> snapshots.get(id),
            () -> snapshots.describe(id, "after"),
            snapshots::prune,
            snapshots.verify()::orElseThrow,
            restoreOf(id).run()::orElseThrow,
            restoreOf(null).run()::orElseThrow);
    for (ThrowingCallable use : uses) {
      assertThatThrownBy(use).hasMessageContaining(id).hasMessageContaining("revision");
    }
    assertThat(vault.server.objects().keys()).isEqualTo(keys);
    backUp("goes on");
    try (Snapshots elsewhere = snapshots(KEY).stateDirectory(temporary.resolve("new-machine"))) {
      assertThat(elsewhere.get(id).expiresAt()).isEqualTo(Instant.EPOCH);
    }

    snapshots.acceptRollback();
    assertThat(snapshots.get(id).expiresAt()).isEqualTo(Instant.EPOCH);
    restoreOf(id).run().orElseThrow();
    assertThat(snapshots.prune(Duration.ZERO).removed()).containsExactly(id);
  }

  private Map<String, byte[]> objectsOf(String id) {
    Map<String, byte[]> objects = new TreeMap<>();
    for (String key : vault.server.objects().keys()) {
      if (key.contains("/snapshots/") && key.contains(id)) {
        objects.put(key, vault.server.objects().get(key).bytes());
      }
    }
    return objects;
  }

  private BlockletRestore restoreOf(@Nullable String id) {
    BlockletRestore restore = vault.restore(temporary.resolve("restored")).encryption(KEY);
    return id == null ? restore : restore.snapshot(id);
  }

  @Test
  void aChangedKeyOpensAndTheOldOneNoMore() {
    vault.source.file("a", "1");
    backUp("");
    Encryption next = Encryption.passphrase("new and long".toCharArray());

    snapshots.changeKey(next);

    assertThat(snapshots.restore().target(temporary.resolve("t"))).isNotNull();
    restoreAndCompare(snapshots);
    try (Snapshots old = snapshots(KEY);
        Snapshots changed = snapshots(next)) {
      assertThatThrownBy(old::list).isInstanceOf(WrongKeyException.class);
      assertThat(changed.list()).hasSize(1);
    }
  }

  @Test
  void closedOnesSaySo() {
    vault.source.file("a", "1");
    backUp("");
    Snapshots closed = snapshots(KEY);
    closed.list();
    closed.close();
    closed.close();

    assertThatThrownBy(closed::list)
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void anArchiveComesBackAsASnapshot() {
    ForAll.from(
        20_261_122L,
        1,
        random -> {
          vault.fill(random);
          String id = backUp("exported\nby a test");
          Path archive = snapshots.export(id, temporary);
          assertThat(archive.getFileName().toString())
              .matches("backup-\\d{8}_\\d{4}_" + id + "\\.tar\\.gz");
          Snapshot exported = snapshots.get(id);
          try (VaultBackups other = new VaultBackups(temporary.resolve("other"));
              Snapshots into =
                  other
                      .client
                      .snapshots(other.server.appDid().address())
                      .stateDirectory(other.state)) {

            Snapshot imported = into.importArchive(archive);

            assertThat(imported.time()).isEqualTo(exported.time());
            assertThat(imported.description()).isEqualTo("exported\nby a test");
            assertThat(imported.files()).isEqualTo(exported.files());
            assertThat(imported.size()).isEqualTo(exported.size());
            assertThat(imported.id()).isNotEqualTo(exported.id());
            Path target = temporary.resolve("target");
            other.restore(target).snapshot(imported.id()).run().orElseThrow();
            assertThat(
                    TreeSnapshot.of(target)
                        .differences(vault.source.snapshot(), TreeSnapshot.Detail.values()))
                .isEmpty();
            assertThat(VaultBackups.details(target))
                .isEqualTo(VaultBackups.details(vault.source.root()));
          }
        });
  }

  @Test
  void anArchiveThatIsNotThereMakesNoVault() {
    assertThatThrownBy(() -> snapshots.importArchive(temporary.resolve("missing.tar.gz")))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("missing.tar.gz");
    assertThat(vault.server.objects().keys()).isEmpty();
  }

  @Test
  void tarUnpacksAnArchive() throws Exception {
    ForAll.from(20_261_122L, 1, vault::fill);
    Path archive = snapshots.export(backUp("one"), temporary);
    Path target = Files.createDirectories(temporary.resolve("unpacked"));

    Process tar =
        new ProcessBuilder("tar", "-xpzf", archive.toString(), "-C", target.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(tar.getInputStream().readAllBytes(), UTF_8);

    assertThat(tar.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
    assertThat(
            TreeSnapshot.of(target)
                .differences(vault.source.snapshot(), TreeSnapshot.Detail.values()))
        .isEmpty();
  }

  @Test
  void anArchiveIsTheSameBytesEachTimeAndLeavesItsStreamOpen() {
    vault.source.file("a", 100_000, 1);
    String id = backUp("");
    var closed = new boolean[1];
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    ByteArrayOutputStream again = new ByteArrayOutputStream();

    snapshots.export(id, out);
    snapshots.export(id, again);

    assertThat(out.toByteArray()).isEqualTo(again.toByteArray());
    assertThat(closed[0]).isFalse();
  }

  @Test
  void archivesThatNoBackupCouldBeAreRefusedAsAWhole() throws IOException {
    vault.source.file("a", "1");
    backUp("");
    List<Path> evil =
        List.of(
            archive("../evil"),
            archive("/evil"),
            archive("good", "a/../../evil"),
            archive("twice", "twice"),
            archive("file", "file/below"),
            archive(TarConstants.LF_CHR, "device"),
            archive());
    for (Path archive : evil) {
      assertThatThrownBy(() -> snapshots.importArchive(archive))
          .as("archive %d", evil.indexOf(archive))
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageContaining("archive");
    }
    Path text = Files.writeString(temporary.resolve("text"), "no archive");
    assertThatThrownBy(() -> snapshots.importArchive(text))
        .isInstanceOf(InvalidParameterException.class);
    Path whole = snapshots.export(snapshots.list().get(0).id(), temporary);
    Path cut = temporary.resolve("cut");
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> snapshots.importArchive(cut)).isInstanceOf(SpaceException.class);
    Path otherChecksum = temporary.resolve("checksum");
    bytes[bytes.length - 5] ^= 1;
    Files.write(otherChecksum, bytes);
    assertThatThrownBy(() -> snapshots.importArchive(otherChecksum))
        .isInstanceOf(SpaceException.class);
    assertThat(snapshots.list()).hasSize(1);
  }

  @Test
  void archivesOfOtherToolsAreTaken() throws IOException {
    Path archive = archive("./", "./folder/", "./folder/file");

    Snapshot imported = snapshots.importArchive(archive);

    try (Stream<SnapshotEntry> entries = snapshots.entries(imported.id())) {
      assertThat(entries).extracting(SnapshotEntry::path).containsExactly("folder", "folder/file");
    }
    assertThat(snapshots.restore().target(temporary.resolve("t"))).isNotNull();
  }

  @Test
  void linksOfArchivesBecomeWhatCanBeRestored() throws IOException {
    Path archive =
        archiveOf(
            tar -> {
              put(tar, 'V', "label", "");
              put(tar, '0', "file", "");
              put(tar, '1', "again", "file");
              put(tar, '1', "once-more", "again");
              put(tar, '2', "link", "anywhere");
              put(tar, '1', "same-link", "link");
            });

    Snapshot imported = snapshots.importArchive(archive);

    try (Stream<SnapshotEntry> entries = snapshots.entries(imported.id())) {
      assertThat(entries)
          .extracting(SnapshotEntry::path, SnapshotEntry::linkTarget)
          .containsExactly(
              tuple("again", "file"),
              tuple("file", null),
              tuple("link", "anywhere"),
              tuple("once-more", "file"),
              tuple("same-link", "anywhere"));
    }
    snapshots
        .restore(imported.id())
        .userDid(vault.server.appDid().address())
        .referrer("https://my.app/settings/backup")
        .target(temporary.resolve("links"))
        .run()
        .orElseThrow();
  }

  @Test
  void anArchiveThatOnlyLooksWholeIsRefused() throws IOException {
    List<Path> archives =
        List.of(
            archiveOf(tar -> put(tar, '1', "b", "a")),
            archiveOf(tar -> put(tar, '1', "a", "a")),
            archiveOf(
                tar -> {
                  put(tar, '5', "folder/", "");
                  put(tar, '1', "b", "folder");
                }),
            archiveOf(
                tar -> {
                  put(tar, '1', "a", "b");
                  put(tar, '1', "b", "a");
                }),
            archiveOf(tar -> put(tar, 'M', "rest-of-a-file", "")),
            archiveOf(tar -> put(tar, 'D', "list-of-a-folder/", "")));
    for (Path archive : archives) {
      assertThatThrownBy(() -> snapshots.importArchive(archive))
          .as("archive %d", archives.indexOf(archive))
          .isInstanceOf(InvalidParameterException.class);
    }
    assertThat(snapshots.list()).isEmpty();
  }

  @Test
  void anArchiveOfATimeThatNoSnapshotCanHaveIsOneOfNow() throws IOException {
    Path archive =
        archiveOf(
            tar -> {
              TarArchiveEntry note =
                  new TarArchiveEntry("note", TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER);
              note.addPaxHeader(
                  "comment",
                  "spaces-client snapshot 0123456789abcdef of +12345-01-01T00:00:00Z: text");
              tar.putArchiveEntry(note);
              put(tar, '0', "file", "");
            });

    Snapshot imported = snapshots.importArchive(archive);

    assertThat(snapshots.list()).containsExactly(imported);
    // Earlier releases did not write whether it is.
    assertThat(imported.complete()).isFalse();
  }

  private interface Packer {
    void pack(TarArchiveOutputStream tar) throws IOException;
  }

  private Path archiveOf(Packer packer) throws IOException {
    Path file = Files.createTempFile(temporary, "made", ".tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      packer.pack(tar);
    }
    return file;
  }

  private static void put(TarArchiveOutputStream tar, char type, String name, String to)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, (byte) type, true);
    entry.setLinkName(to);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private Path archive(String... names) throws IOException {
    return archive(TarConstants.LF_NORMAL, names);
  }

  private Path archive(byte type, String... names) throws IOException {
    Path file = Files.createTempFile(temporary, "made", ".tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (String name : names) {
        boolean folder = name.endsWith("/");
        TarArchiveEntry entry =
            new TarArchiveEntry(name, folder ? TarConstants.LF_DIR : type, true);
        byte[] content = folder || type != TarConstants.LF_NORMAL ? new byte[0] : new byte[] {1};
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return file;
  }

  private void restoreAndCompare(Snapshots from) {
    Path target = temporary.resolve("compared");
    from.restore()
        .userDid(vault.server.appDid().address())
        .referrer("https://my.app/settings/backup")
        .target(target)
        .deleteExtra(true)
        .run()
        .orElseThrow();
    assertThat(TreeSnapshot.of(target).differences(vault.source.snapshot())).isEmpty();
  }

  private String backUp(String description) {
    return requireNonNull(
        vault
            .of(Backups.full(vault.client, vault.server))
            .snapshot(true)
            .encryption(KEY)
            .zip(true)
            .description(description)
            .run()
            .orElseThrow()
            .snapshotId());
  }

  private Snapshots snapshots(Encryption encryption) {
    return vault
        .client
        .snapshots(vault.server.appDid().address())
        .stateDirectory(vault.state)
        .encryption(encryption);
  }
}
