package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.examples.bench.Program;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.SpaceServerExtension;
import io.spaces.client.testkit.faults.Requests;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a process of its own can show: exit codes, signals, the environment, the streams. */
@ExtendWith(SpaceServerExtension.class)
@Timeout(120)
class RealProcessTest {
  @TempDir Path work;

  private Process start(Wallet wallet, String... args) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(Program.command(List.of("-Xmx128m"), args));
    builder.environment().put("SPACES_SECRET_KEY", wallet.exportSecretKey());
    builder.redirectError(work.resolve("stderr").toFile());
    return builder.start();
  }

  private static String printed(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private Path manyFiles(int count) throws IOException {
    Path source = Files.createDirectories(work.resolve("data"));
    for (int i = 0; i < count; i++) {
      Files.writeString(source.resolve("file-" + i), "content " + i);
    }
    return source;
  }

  @Test
  void takesTheSecretKeyFromTheEnvironmentAndPrintsNothingButJson(SpaceServer server)
      throws Exception {
    Path source = manyFiles(3);

    Process process =
        start(server.wallet(), "backup", "--json", "--endpoint=" + server.endpoint(), "" + source);
    String out = printed(process);

    assertThat(process.waitFor()).as(Files.readString(work.resolve("stderr"))).isZero();
    assertThat(Run.json(out).path("count").asInt()).isEqualTo(3);
    assertThat(Files.readString(work.resolve("stderr"))).doesNotContain("WARN", "SLF4J");
  }

  @Test
  void numbersAreWrittenAsEverywhereWhateverTheLocale(SpaceServer server) throws Exception {
    Path source = manyFiles(1234);
    ProcessBuilder builder =
        new ProcessBuilder(
            Program.command(
                List.of("-Xmx128m", "-Duser.language=ar", "-Duser.country=EG"),
                "backup",
                "--endpoint=" + server.endpoint(),
                "" + source));
    builder.environment().put("SPACES_SECRET_KEY", server.wallet().exportSecretKey());
    builder.redirectErrorStream(true);

    Process process = builder.start();
    String out = printed(process);

    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out).contains("100 %  1,234 of 1,234 objects").matches("[\\x00-\\x7f]*");
  }

  /** A process started in the background of a shell without job control never sees a SIGINT. */
  static Stream<String> signals() throws IOException {
    boolean ignoresInterrupts =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring("SigIgn:".length()).strip())
            .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & 0b10) != 0);
    return ignoresInterrupts ? Stream.of("TERM") : Stream.of("INT", "TERM");
  }

  @ParameterizedTest
  @MethodSource("signals")
  void aSignalCancelsTheBackupAndTheRecordSaysThatItFailed(String signal, SpaceServer server)
      throws Exception {
    Path source = manyFiles(5000);

    Process process =
        start(
            server.wallet(),
            "backup",
            "--json",
            "--concurrency=1",
            "--endpoint=" + server.endpoint(),
            "" + source);
    while (server.journal().entries("PUT", Route.OBJECT).isEmpty() && process.isAlive()) {
      Thread.onSpinWait();
    }
    new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
    String out = printed(process);

    assertThat(process.waitFor()).as(out).isEqualTo(130);
    JsonNode json = Run.json(out);
    assertThat(json.path("status").asText()).isEqualTo("cancelled");
    assertThat(server.records()).hasSize(1);
    assertThat(server.records().get(0).failed()).isTrue();
    assertThat(server.objects().count()).isBetween(1, 4999);
  }

  @Test
  void aSignalEndsACommandThatTheSpaceLeavesHanging(SpaceServer server) throws Exception {
    server.faults().on(Requests.any()).stallAfterReading();
    for (String command : List.of("snapshots list", "history", "get a " + work.resolve("a"))) {
      String[] args = (command + " --endpoint=" + server.endpoint()).split(" ", -1);
      Process process = start(server.wallet(), args);
      while (server.requestsInFlight() == 0 && process.isAlive()) {
        Thread.onSpinWait();
      }
      process.destroy();

      assertThat(process.waitFor()).as(command).isEqualTo(130);
      assertThat(work.resolve("stderr")).as(command).content().contains("Cancelled by a signal");
      server.faults().clear();
      server.faults().on(Requests.any()).stallAfterReading();
      while (server.requestsInFlight() > 0) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aSignalEndsABenchmarkAndTheServerThatItHasStarted() throws Exception {
    String folder = work.resolve("corpora").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            Program.command(
                List.of("-Xmx128m"), "bench", "--files=1", "--runs=1000", "--work-dir=" + folder));
    Process bench = builder.start();
    // Written once the server is there.
    assertThat(bench.errorReader().readLine()).contains("1 files");
    List<ProcessHandle> children = bench.descendants().toList();
    assertThat(children).isNotEmpty();
    bench.destroy();

    assertThat(bench.waitFor()).isEqualTo(130);
    for (ProcessHandle child : children) {
      child.onExit().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void whatTheLocaleCannotExpressIsRefusedAndNotTakenForSomethingElse(SpaceServer server)
      throws Exception {
    Path file = Files.writeString(work.resolve("file"), "content");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", "exec \"$@\" \"$(printf 'caf\\303\\251')\"", "sh"));
    command.addAll(
        Program.command(List.of(), "put", "--endpoint=" + server.endpoint(), file.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "POSIX");
    builder.environment().put("SPACES_SECRET_KEY", server.wallet().exportSecretKey());
    Process process = builder.redirectErrorStream(true).start();

    assertThat(printed(process)).contains("UTF-8 locale").contains("--help");
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(server.objects().count()).isZero();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void anExtraThatTheLocaleCannotExpressIsNamedAsNotDeleted(SpaceServer server) throws Exception {
    Path source = manyFiles(1);
    String[] backup = {
      "backup", "--endpoint=" + server.endpoint(), "--layout=vault", "--set=all", "" + source
    };
    Process made = start(server.wallet(), backup);
    assertThat(made.waitFor()).as(printed(made)).isZero();
    Path target = Files.createDirectory(work.resolve("target"));
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("sh", "-c", "touch \"$0/$(printf '\\303\\234bung')\"; exec \"$@\"", "" + target));
    command.addAll(
        Program.command(
            List.of(),
            "restore",
            "--endpoint=" + server.endpoint(),
            "--set=all",
            "--delete-extra",
            target.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "POSIX");
    builder.environment().put("SPACES_SECRET_KEY", server.wallet().exportSecretKey());
    Process process = builder.redirectErrorStream(true).start();

    assertThat(printed(process)).contains("bung").contains("UTF-8");
    assertThat(process.waitFor()).isEqualTo(1);
    try (Stream<Path> left = Files.list(target)) {
      assertThat(left).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify --read-data", "repair --read-data", "prune --now"})
  void aSignalEndsWhatTakesLongInAVaultAndLeavesNoLock(String command, SpaceServer server)
      throws Exception {
    Path source = manyFiles(3);
    String endpoint = "--endpoint=" + server.endpoint();
    Process backup =
        start(server.wallet(), "backup", "--incremental", "--zip", endpoint, "" + source);
    assertThat(backup.waitFor()).as(Files.readString(work.resolve("stderr"))).isZero();
    CountDownLatch asked = new CountDownLatch(1);
    server
        .faults()
        .on(
            Requests.get()
                .matching(
                    key -> {
                      boolean pack = key.contains("/packs/");
                      if (pack) {
                        asked.countDown();
                      }
                      return pack;
                    }))
        .stallAfterReading();

    List<String> args = new ArrayList<>(List.of("snapshots"));
    args.addAll(List.of(command.split(" ")));
    args.addAll(List.of(endpoint, "--state-dir=" + work.resolve("another-state")));
    Process process = start(server.wallet(), args.toArray(String[]::new));
    asked.await();
    process.destroy();

    assertThat(process.waitFor()).isEqualTo(130);
    assertThat(work.resolve("stderr")).content().contains("Cancelled by a signal");
    assertThat(server.objects().below(""))
        .filteredOn(object -> !object.key().endsWith("/locks/pruned")) // which is no lock
        .noneMatch(object -> object.key().contains("/.vault/locks/") && object.size() > 48);
  }

  @Test
  void aSignalLeavesNoPartOfAnObject(SpaceServer server) throws Exception {
    server.objects().put("a", new byte[1_000_000]);
    server.faults().on(Requests.get()).stallAfterSending(500_000);
    Path folder = Files.createDirectories(work.resolve("folder"));

    Process process =
        start(
            server.wallet(),
            "get",
            "--endpoint=" + server.endpoint(),
            "a",
            folder.resolve("a").toString());
    while (folder.toFile().list().length == 0 && process.isAlive()) {
      Thread.onSpinWait();
    }
    process.destroy();

    assertThat(process.waitFor()).isEqualTo(130);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void standardOutputByNameIsWhereItLeads(SpaceServer server) throws Exception {
    server.objects().put("a", "content");
    Path file = Files.writeString(work.resolve("out"), "before, ");
    ProcessBuilder get =
        new ProcessBuilder(
                Program.command(
                    List.of("-Xmx128m"),
                    "get",
                    "--endpoint=" + server.endpoint(),
                    "--secret-key=" + server.wallet().exportSecretKey(),
                    "a",
                    "/dev/stdout"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()));

    assertThat(get.start().waitFor()).isZero();
    assertThat(get.start().waitFor()).isZero();

    assertThat(file).hasContent("before, contentcontent");
  }

  @Test
  void whatCannotBeToldHasNotSucceeded() throws Exception {
    Process process =
        new ProcessBuilder(Program.command(List.of("-Xmx128m"), "wallet", "new"))
            .redirectOutput(new File("/dev/full"))
            .redirectError(work.resolve("stderr").toFile())
            .start();

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(work.resolve("stderr")).content().contains("standard output cannot be written");
  }

  @Test
  void servesUntilStoppedAndFindsItsObjectsAgain() throws Exception {
    Wallet wallet = Wallet.random();
    Path root = work.resolve("space");
    Path source = manyFiles(10);

    String appDid = null;
    for (int expected : new int[] {10, 0}) {
      Process server = start(wallet, "serve", "--root=" + root);
      JsonNode hello = Run.json(firstLine(server));
      assertThat(hello.path("spaceDid").asText()).startsWith("z");
      assertThat(hello.path("verify").asBoolean()).isTrue();
      appDid = appDid == null ? hello.path("appDid").asText() : appDid;
      assertThat(hello.path("appDid").asText()).isEqualTo(appDid);
      Process backup =
          start(
              wallet,
              "backup",
              "--json",
              "--incremental",
              "--state-dir=" + work.resolve("state"),
              "--endpoint=" + hello.path("endpoint").asText(),
              "" + source);
      String out = printed(backup);
      assertThat(backup.waitFor()).as(out).isZero();
      assertThat(Run.json(out).path("count").asInt()).isEqualTo(expected);
      server.destroy();
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"true, --memory, 401", "false, --no-verify, 200"})
  void servesInMemoryAndVerifiesUnlessToldNotTo(boolean verify, String option, int unsigned)
      throws Exception {
    Process server = start(Wallet.random(), "serve", option);
    JsonNode hello = Run.json(firstLine(server));
    assertThat(hello.path("verify").asBoolean()).isEqualTo(verify);

    URI list = URI.create(hello.path("endpoint").asText() + "lists/YQ?recursive=true");
    HttpRequest request = HttpRequest.newBuilder(list).build();
    assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode())
        .isEqualTo(unsigned);

    server.destroy();
    assertThat(server.waitFor()).isZero();
  }

  private static String firstLine(Process process) throws IOException {
    BufferedReader reader = process.inputReader();
    return String.valueOf(reader.readLine());
  }

  @Test
  void writesAnObjectToStandardOutputAsItIs(SpaceServer server) throws Exception {
    byte[] content = new byte[100_000];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) i;
    }
    server.objects().put("a", content);

    Process process = start(server.wallet(), "get", "--endpoint=" + server.endpoint(), "a");
    byte[] out = process.getInputStream().readAllBytes();

    assertThat(process.waitFor()).isZero();
    assertThat(out).isEqualTo(content);
  }

  @Test
  void exportsASnapshotToStandardOutput(SpaceServer server) throws Exception {
    Path source = manyFiles(3);
    String[] vault = {"--endpoint=" + server.endpoint(), "--state-dir=" + work.resolve("state")};
    Process backup =
        start(server.wallet(), "backup", "--snapshot", vault[0], vault[1], source.toString());
    assertThat(backup.waitFor()).as(printed(backup)).isZero();

    Process process =
        start(server.wallet(), "snapshots", "export", vault[0], vault[1], "newest", "-");
    List<String> names = new ArrayList<>();
    try (TarArchiveInputStream archive =
        new TarArchiveInputStream(new GZIPInputStream(process.getInputStream()))) {
      for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
        names.add(entry.getName());
      }
    }

    assertThat(process.waitFor()).isZero();
    assertThat(names).containsExactly("file-0", "file-1", "file-2");

    Process cat =
        start(server.wallet(), "snapshots", "cat", vault[0], vault[1], "newest", "file-1");
    byte[] out = cat.getInputStream().readAllBytes();
    assertThat(cat.waitFor()).isZero();
    assertThat(out).isEqualTo(Files.readAllBytes(source.resolve("file-1")));
  }

  @Test
  void theDemoShowsBackupsDamageAndAVerifiedRestoreAndLeavesNothingBehind() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Program.command(List.of("-Djava.io.tmpdir=" + work, "-Xmx128m"), "demo"));
    builder.redirectError(work.resolve("stderr").toFile());

    Process process = builder.start();
    String out = printed(process);

    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out)
        .contains("1. A full backup", "2. An incremental backup", "Backed up 1 object (")
        .contains("4. Damage", "5. A restore from the vault", "Restored ")
        .contains("files and folders are as they were. The restore is VERIFIED.");
    assertThat(work.toFile().list()).containsExactly("stderr");
  }
}
