package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.SpaceServerExtension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SpaceServerExtension.class)
class ObjectCommandsTest {
  @TempDir Path work;
  private SpaceServer server;

  @BeforeEach
  void use(SpaceServer server) {
    this.server = server;
  }

  private Run spaces(String command, String... more) {
    return Run.spaces(
        Stream.concat(
                Stream.of(
                    command,
                    "--endpoint",
                    server.endpoint(),
                    "--secret-key",
                    server.wallet().exportSecretKey()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void putsListsGetsAndRemoves() throws IOException {
    Path file = Files.writeString(work.resolve("in.txt"), "hello world\n");
    Path copy = work.resolve("out.txt");

    assertThat(spaces("put", file.toString(), "notes/hello 1.txt").exitCode()).isZero();
    Run list = spaces("ls", "notes/");
    assertThat(spaces("get", "notes/hello 1.txt", copy.toString()).exitCode()).isZero();
    Run remove = spaces("rm", "notes/hello 1.txt");

    assertThat(list.out()).contains("notes/hello 1.txt").contains(" 12 ");
    assertThat(copy).hasContent("hello world\n");
    assertThat(remove.exitCode()).as(remove.err()).isZero();
    assertThat(server.objects().count()).isZero();
  }

  /** The core joins paths: each of these would be another object, or another app's. */
  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/../b", "a//b", "/a", "a/./b", ".."})
  void aKeyThatASpaceWouldTakeForAnotherIsRefusedBeforeAnythingIsSent(String key)
      throws IOException {
    String file = Files.writeString(work.resolve("in.txt"), "x").toString();
    int before = server.journal().entries().size();

    for (Run run : List.of(spaces("put", file, key), spaces("get", key, file), spaces("rm", key))) {
      assertThat(run.exitCode()).as(run.toString()).isNotZero();
      assertThat(run.err()).contains(key);
    }
    assertThat(server.journal().entries()).hasSize(before);
  }

  @Test
  void printsWhatItFindsAsJson() {
    server.objects().put("notes/a.txt", "abc");
    server.objects().put("b.txt", "b");

    JsonNode all = spaces("ls", "--json").json();
    JsonNode notes = spaces("ls", "--json", "notes").json();

    assertThat(all.path("objects").findValuesAsText("key"))
        .containsExactlyInAnyOrder("notes/a.txt", "b.txt");
    assertThat(notes.path("objects").findValuesAsText("key")).containsExactly("notes/a.txt");
    assertThat(notes.path("objects").get(0).path("size").asInt()).isEqualTo(3);
    assertThat(notes.path("objects").get(0).path("hash").asText()).startsWith("bafybei");
  }

  @Test
  void confirmsAsJson() throws IOException {
    Path file = Files.writeString(work.resolve("in.txt"), "abc");

    JsonNode put = spaces("put", "--json", file.toString(), "a").json();
    JsonNode get = spaces("get", "--json", "a", work.resolve("out").toString()).json();
    JsonNode remove = spaces("rm", "--json", "a").json();

    assertThat(put.path("size").asInt()).isEqualTo(3);
    assertThat(get.path("size").asInt()).isEqualTo(3);
    assertThat(remove.path("deleted").get(0).asText()).isEqualTo("a");
  }

  @Test
  void oneLevelIsFoldersAndObjects() {
    server.objects().put("notes/a.txt", "abc");
    server.objects().put("notes/2026/b.txt", "b");

    Run text = spaces("ls", "--one-level", "notes");
    JsonNode json = spaces("ls", "--one-level", "--json", "notes/").json();

    assertThat(text.out().lines()).hasSize(2);
    assertThat(text.out()).contains("  notes/2026/").contains(" 3 ").contains("  notes/a.txt");
    assertThat(json.path("folders").get(0).asText()).isEqualTo("notes/2026/");
    assertThat(json.path("objects").findValuesAsText("key")).containsExactly("notes/a.txt");
  }

  @Test
  void standardInputIsStoredWhenItIsAsLongAsWasTold() {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)));
      JsonNode put = spaces("put", "--json", "-", "a", "--length", "5").json();
      System.setIn(new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)));
      Run longer = spaces("put", "-", "b", "--length", "6");

      assertThat(put.path("size").asInt()).isEqualTo(5);
      assertThat(server.objects().get("a").text()).isEqualTo("hello");
      assertThat(longer.exitCode()).isEqualTo(1);
      assertThat(longer.err()).contains("6 that were told");
      assertThat(server.objects().find("b")).isEmpty();
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void theLengthGoesWithStandardInputAndOnlyThere() throws IOException {
    String file = Files.writeString(work.resolve("in.txt"), "x").toString();

    for (Run run : List.of(spaces("put", "-", "a"), spaces("put", file, "a", "--length", "1"))) {
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("--length");
    }
    assertThat(server.objects().count()).isZero();
  }

  @Test
  void anObjectThatIsNotThereEndsWith1AndLeavesNoFile() {
    Path copy = work.resolve("out.txt");

    Run run = spaces("get", "no/such/key", copy.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("spaces get: ").contains("no/such/key");
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void aFileThatIsThereStaysWhenTheObjectCannotBeFetched() throws IOException {
    Path copy = Files.writeString(work.resolve("out.txt"), "precious");

    spaces("get", "no/such/key", copy.toString());

    assertThat(copy).hasContent("precious");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001b", "\u009b", "\n", "\u202e", "\u2066", "\u2028"})
  void keysCannotSteerTheTerminal(String steering) {
    server.objects().put("a" + steering + "[2Jb", "x");

    assertThat(spaces("ls").out()).contains("a?[2Jb");
  }

  @Test
  void aLinkStaysALinkAndAFileKeepsItsPermissions() throws IOException {
    server.objects().put("a", "new");
    Path file = Files.writeString(work.resolve("file"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(work.resolve("link"), file);

    Run run = spaces("get", "a", link.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    Files.delete(link);
  }

  @Test
  void aPipeGetsTheObjectAndStaysAPipe() throws Exception {
    server.objects().put("a", "content");
    Path pipe = work.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> readAll(pipe));

    Run run = spaces("get", "a", pipe.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo("content");
    assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther()).isTrue();
  }

  private static String readAll(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFileThatIsNotThereIsAUsageError() {
    Run run = spaces("put", "/no/such/file", "a");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("FILE", "/no/such/file");
  }
}
