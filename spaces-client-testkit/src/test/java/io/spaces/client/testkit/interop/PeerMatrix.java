package io.spaces.client.testkit.interop;

import static io.spaces.client.testkit.SpaceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.TestWallets;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.testkit.interop.PeerClient.Run;
import io.spaces.client.testkit.interop.PeerSpace.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a program does on a space, whoever made the one and the other. Each test backs up for a DID
 * of its own, and so into a folder of its own in the space that they share.
 */
@InteropTest
abstract class PeerMatrix {
  private static final long SEED = 13;

  @TempDir Path work;

  private PeerSpace space;
  private PeerClient program;
  private PeerClient other;
  private FileTree source;
  private Path target;
  private String did;

  /** The space, which all tests share. */
  abstract PeerSpace openSpace();

  /** The program that is tested. */
  abstract PeerClient program(PeerSpace space, Path state);

  /** The program that it has to get on with. */
  abstract PeerClient other(PeerSpace space, Path state);

  @BeforeAll
  void open() {
    space = openSpace();
  }

  @AfterAll
  void close() {
    space.close();
  }

  @BeforeEach
  void begin() throws IOException {
    program = program(space, work.resolve("state"));
    other = other(space, work.resolve("other-state"));
    source = FileTree.in(Files.createDirectories(work.resolve("data")));
    source.oddNames().boundarySizes().random(SEED, 20);
    source.delete(
        "odd/del\u007f.txt"); // as a part's name, no server reads what the official client sends
    target = Files.createDirectories(work.resolve("restored"));
    did = TestWallets.random().address();
  }

  @AfterEach
  void end() {
    program.close();
    other.close();
  }

  @Test
  void aFullBackupBringsEveryFileWithTheRightHash() throws IOException {
    Run run = program.full(did, source.root());

    assertThat(run).isEqualTo(done(source.files().size(), bytes(source.files())));
    assertThat(space.below(did)).isEqualTo(hashes());
  }

  @Test
  void anIncrementalBackupSendsOnlyWhatIsNewOrChanged() throws IOException {
    program.incremental(did, source.root(), false);
    source.file("new.txt", "new").file("sizes/1.bin", "longer than it was").delete("sizes/0.bin");
    SortedMap<String, String> expected = hashes();
    expected.put("sizes/0.bin", ContentHash.cidOf(new byte[0]));
    long before = space.uploads();

    Run run = program.incremental(did, source.root(), false);

    assertThat(run).isEqualTo(done(2, 21));
    assertThat(space.uploads() - before).isEqualTo(2);
    assertThat(space.below(did)).isEqualTo(expected);
  }

  @Test
  void anotherFullBackupOfTheSameSendsNothing() throws IOException {
    program.full(did, source.root());
    long before = space.uploads();

    assertThat(program.full(did, source.root())).isEqualTo(done(0, 0));
    assertThat(space.uploads()).isEqualTo(before);
  }

  @Test
  void anotherIncrementalBackupOfTheSameSendsNothing() throws IOException {
    program.incremental(did, source.root(), false);
    long before = space.uploads();

    assertThat(program.incremental(did, source.root(), false)).isEqualTo(done(0, 0));
    assertThat(space.uploads()).isEqualTo(before);
  }

  @Test
  void anIncrementalBackupOfWhatTheOtherHasWrittenSendsNothing() throws IOException {
    other.full(did, source.root());
    long before = space.uploads();

    assertThat(program.incremental(did, source.root(), false)).isEqualTo(done(0, 0));
    assertThat(space.uploads()).isEqualTo(before);
  }

  @Test
  void aStrictSyncDeletesFromTheSpaceWhatIsGone() throws IOException {
    program.incremental(did, source.root(), true);
    source.delete("sizes/0.bin").delete("odd").file("new.txt", "new");

    Run run = program.incremental(did, source.root(), true);

    assertThat(run.statusCode()).as(run.statusMessage()).isEqualTo(200);
    assertThat(run.errorCount()).isZero();
    assertThat(space.below(did)).isEqualTo(hashes());
  }

  @Test
  void aRestoreBringsEveryFileBack() throws IOException {
    program.full(did, source.root());

    Run run = program.restore(did, target);

    assertThat(run).isEqualTo(done(source.files().size(), bytes(source.files())));
    assertThat(TreeSnapshot.of(target)).holdsTheSameAs(source.snapshot());
  }

  @Test
  void aRestoreBringsBackWhatTheOtherHasWritten() throws IOException {
    other.full(did, source.root());
    source.file("new.txt", "new").file("sizes/1.bin", "longer than it was");
    other.incremental(did, source.root(), false);

    Run run = program.restore(did, target);

    assertThat(run).isEqualTo(done(source.files().size(), bytes(source.files())));
    assertThat(TreeSnapshot.of(target)).holdsTheSameAs(source.snapshot());
  }

  @Test
  void theHistoryShowsHowEachRunEnded() {
    int before = runs(program.history()).size();

    program.full(did, source.root());
    assertThat(newest(before, program)).containsExactly("app-backup succeeded");
    source.file("new.txt", "new");
    program.incremental(did, source.root(), false);
    source.delete("new.txt");
    program.incremental(did, source.root(), true);
    program.incremental(did, source.root(), false);
    program.restore(did, target);

    assertThat(newest(before, program))
        .isEqualTo(newest(before, other))
        .containsExactly(
            "app-restore succeeded",
            "app-backup succeeded",
            "app-backup succeeded",
            "app-backup succeeded",
            "app-backup succeeded");
  }

  @Test
  void theSpaceLearnsHowManyObjectsAndBytesAFullBackupHasSent() throws IOException {
    program.full(did, source.root());

    assertThat(space.records())
        .contains(
            new Row(
                "app-objects-sync",
                "succeeded",
                ".did-objects/" + did + "/",
                source.files().size(),
                bytes(source.files())));
  }

  /** The runs, newest first, without the syncs that are part of them. */
  private static List<String> runs(List<Row> rows) {
    return rows.stream()
        .filter(row -> !row.kind().equals("app-objects-sync"))
        .map(row -> row.kind() + " " + row.status())
        .toList();
  }

  private static List<String> newest(int before, PeerClient client) {
    List<String> runs = runs(client.history());
    return runs.subList(0, runs.size() - before);
  }

  private static Run done(long count, long size) {
    return new Run(200, "", 0, count, size);
  }

  private long bytes(List<String> files) throws IOException {
    long sum = 0;
    for (String file : files) {
      sum += Files.size(source.path(file));
    }
    return sum;
  }

  private SortedMap<String, String> hashes() throws IOException {
    SortedMap<String, String> hashes = new TreeMap<>();
    for (String file : source.files()) {
      hashes.put(file, ContentHash.cidOf(Files.readAllBytes(source.path(file))));
    }
    return hashes;
  }
}
