package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.get;
import static io.spaces.client.testkit.faults.Requests.lists;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.FolderListing;
import io.spaces.client.SpaceObject;
import io.spaces.client.SpaceObjects;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.content.ContentHash;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single objects as streams and files, folders of them, and what is stored beside them. */
class StreamedObjectsTest extends SpaceTest {
  private SpaceObjects objects;

  @BeforeEach
  void start() {
    objects = client.objects();
  }

  @Test
  void aStreamHasAllThatAListHas() {
    for (int i = 0; i < 20_000; i++) {
      server.objects().put("many/with a name that is long enough to fill a file " + i, "x");
    }

    try (Stream<SpaceObject> all = objects.stream("many/")) {
      assertThat(all).containsExactlyInAnyOrderElementsOf(objects.list("many/")).hasSize(20_000);
    }
  }

  @Test
  void aStreamThatIsClosedHasNothingMore() {
    for (int i = 0; i < 20_000; i++) {
      server.objects().put("many/with a name that is long enough to fill a file " + i, "x");
    }
    Stream<SpaceObject> all = objects.stream("many/");
    Iterator<SpaceObject> iterator = all.iterator();
    assertThat(iterator.next().key()).startsWith("with a name");

    all.close();

    assertThatThrownBy(() -> iterator.forEachRemaining(object -> {}))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void objectsMayBeDeletedWhileTheyAreStreamed() {
    for (int i = 0; i < 50; i++) {
      server.objects().put("a/" + i, "x");
    }

    try (Stream<SpaceObject> all = objects.stream("a")) {
      all.forEach(object -> objects.delete("a/" + object.key()));
    }

    assertThat(server.objects().count()).isZero();
  }

  @Test
  void aListThatBreaksOffIsAskedForAgainBeforeAnyOfItIsHandedOut() {
    for (int i = 0; i < 1_000; i++) {
      server.objects().put("a/" + i, "x");
    }
    server.faults().on(lists()).first(1).truncateAnswer();

    try (Stream<SpaceObject> all = objects.stream("a")) {
      assertThat(all.map(SpaceObject::key)).doesNotHaveDuplicates().hasSize(1_000);
    }
  }

  @Test
  void aFolderThatIsNotThereIsAnEmptyStreamAndAnEmptyListing() {
    try (Stream<SpaceObject> none = objects.stream("no/such/")) {
      assertThat(none).isEmpty();
    }
    assertThat(objects.listFolder("no/such/")).isEqualTo(new FolderListing(List.of(), List.of()));
  }

  @Test
  void oneLevelOfAFolderIsItsFoldersAndItsObjects() {
    server.objects().put("top.txt", "1");
    server.objects().put("notes/b.txt", "22");
    server.objects().put("notes/a.txt", "333");
    server.objects().put("notes/2026/x.txt", "4444");
    server.objects().put("notes/2026/deep/y.txt", "5");
    server.objects().put("notes/2025/z.txt", "6");
    server.objects().put("notesX/stranger.txt", "7");

    FolderListing notes = objects.listFolder("notes");

    assertThat(notes.folders()).containsExactly("2025/", "2026/");
    assertThat(notes.objects()).extracting(SpaceObject::key).containsExactly("a.txt", "b.txt");
    assertThat(notes.objects().get(0).size()).isEqualTo(3);
    assertThat(notes.objects().get(0).contentHash())
        .isEqualTo(ContentHash.cidOf("333".getBytes(StandardCharsets.UTF_8)));
    FolderListing top = objects.listFolder("/");
    assertThat(top.folders()).containsExactly("notes/", "notesX/");
    assertThat(top.objects()).extracting(SpaceObject::key).containsExactly("top.txt");
  }

  @Test
  void aStreamIsStoredWholeAndLeftOpen() throws IOException {
    for (int length : List.of(0, 1, 262_144, 3_000_000)) {
      byte[] content = new byte[length];
      new Random(length).nextBytes(content);
      try (CloseWatch stream = new CloseWatch(new ByteArrayInputStream(content))) {
        objects.put("stream", stream, length);

        assertThat(stream.closed).isFalse();
      }
      assertThat(server.objects().get("stream").bytes()).isEqualTo(content);
    }
  }

  @Test
  void nothingIsSentOfAStreamThatHoldsLessOrMoreThanWasTold() {
    for (int told : List.of(9, 11)) {
      assertThatThrownBy(() -> objects.put("stream", new ByteArrayInputStream(new byte[10]), told))
          .isInstanceOf(SpaceException.class)
          .hasMessageContainingAll("stream", String.valueOf(told));
    }
    assertThatThrownBy(() -> objects.put("stream", InputStream.nullInputStream(), -1))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("length is -1");
    assertThat(server.objects().count()).isZero();
  }

  @Test
  void nothingIsSentOfAStreamThatFails() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("out of order");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            throw new IOException("out of order");
          }
        };

    assertThatThrownBy(() -> objects.put("stream", broken, 10))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("out of order");
    assertThat(server.objects().count()).isZero();
  }

  @Test
  void anObjectIsWrittenToAFile() throws IOException {
    byte[] content = new byte[700_000];
    new Random(7).nextBytes(content);
    server.objects().put("a", content);
    Path folder = Files.createDirectory(temporary.resolve("out"));

    assertThat(objects.get("a", folder.resolve("new"))).isEqualTo(700_000);

    assertThat(folder.resolve("new")).hasBinaryContent(content);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void aFileThatIsReplacedKeepsItsPermissionsAndALinkToIt() throws IOException {
    server.objects().put("a", "new");
    Path file = Files.writeString(temporary.resolve("file"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), file);

    objects.get("a", link);

    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void aFileStaysAsItWasWhenTheContentIsNotWhatTheSpaceSays() throws IOException {
    server
        .objects()
        .put("lie", "lies".getBytes(StandardCharsets.UTF_8), ContentHash.cidOf(new byte[4]));
    Path folder = Files.createDirectory(temporary.resolve("out"));
    Path file = Files.writeString(folder.resolve("file"), "precious");

    assertThatThrownBy(() -> objects.get("lie", file))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("lie");
    assertThatThrownBy(() -> objects.get("nothing", file))
        .isInstanceOf(SpaceResponseException.class);

    assertThat(file).hasContent("precious");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void aDownloadThatBreaksOffBeginsAgain() throws IOException {
    byte[] content = new byte[900_000];
    new Random(8).nextBytes(content);
    server.objects().put("a", content);
    server.faults().on(get()).first(2).cutAfter(300_000);
    Path file = temporary.resolve("file");

    objects.get("a", file);

    assertThat(file).hasBinaryContent(content);
  }

  @Test
  void whereNoFileCanBeIsToldBeforeAnythingIsAskedFor() throws IOException {
    server.objects().put("a", "x");
    Path link = Files.createSymbolicLink(temporary.resolve("nowhere"), temporary.resolve("no"));
    int before = server.journal().entries().size();

    for (Path file : List.of(temporary, temporary.resolve("no/such/folder"), link)) {
      assertThatThrownBy(() -> objects.get("a", file))
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageStartingWith("file ")
          .hasMessageContaining(file.toString());
    }
    assertThat(server.journal().entries()).hasSize(before);
  }

  @Test
  void metadataIsKeptBesideTheContentAndToldByHead() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "hello");

    objects.put("a", file, Map.of("author", "Zoë \"Z\"", "draft", ""));

    assertThat(objects.head("a").orElseThrow().metadata())
        .isEqualTo(Map.of("author", "Zoë \"Z\"", "draft", ""));
    assertThat(objects.list("/")).allMatch(object -> object.metadata().isEmpty());
    assertThat(server.objects().get("a").text()).isEqualTo("hello");
  }

  @Test
  void metadataIsAddedToWhatIsThere() {
    objects.put("a", new byte[1], Map.of("author", "Ann", "state", "draft"));
    objects.put("a", new ByteArrayInputStream(new byte[2]), 2, Map.of("state", "done"));
    objects.put("a", new byte[3]);

    assertThat(objects.head("a").orElseThrow().metadata())
        .isEqualTo(Map.of("author", "Ann", "state", "done"));
    assertThat(server.objects().get("a").size()).isEqualTo(3);
  }

  @Test
  void metadataThatIsTooLongIsRefusedBeforeAnythingIsSent() {
    assertThatThrownBy(() -> objects.put("a", new byte[1], Map.of("x", "y".repeat(65_536))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageStartingWith("metadata ");
    assertThat(server.objects().count()).isZero();
  }

  private static final class CloseWatch extends FilterInputStream {
    private boolean closed;

    CloseWatch(InputStream in) {
      super(in);
    }

    @Override
    public void close() throws IOException {
      closed = true;
      super.close();
    }
  }
}
