package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.spaces.client.examples.bench.Program;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.SpaceServerExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SpaceServerExtension.class)
@Timeout(120)
class ScheduleCommandTest {
  @TempDir Path work;
  private SpaceServer server;
  private Path data;
  private Path file;

  @BeforeEach
  void writePlans(SpaceServer server) throws IOException {
    this.server = server;
    data = Files.createDirectories(work.resolve("data"));
    Files.writeString(data.resolve("a.txt"), "hello");
    Path key = Files.writeString(work.resolve("key"), server.wallet().exportSecretKey());
    file =
        Files.writeString(
            work.resolve("plans.yaml"),
            """
            plans:
              - name: often
                cron: "* * * * * *"
                sources:
                  - {type: folder, path: "%1$s"}
                destination: {endpoint: "%2$s", secretKey: "file:%3$s"}
              - name: bad
                enabled: false
                cron: "@yearly"
                sources:
                  - {type: command, name: dump.txt, argv: [sh, -c, "echo half; exit 7"]}
                  - {type: folder, path: "%1$s"}
                destination: {endpoint: "%2$s", secretKey: "file:%3$s"}
              - name: never
                cron: "@yearly"
                sources: [{type: command, name: x, argv: [sleep, "600"]}]
                destination: {endpoint: "%2$s", secretKey: "file:%3$s"}
            """
                .formatted(data, server.endpoint(), key));
  }

  private Run once(String plan, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "schedule", "run", "" + file, "--once=" + plan, "--state-dir=" + work + "/state"));
    args.addAll(List.of(more));
    return Run.spaces(args.toArray(String[]::new));
  }

  @Test
  void runsOnePlanOnceAndEndsWithIt() {
    Run json = once("often", "--json");
    Run text = once("often");

    assertThat(json.exitCode()).as(json.err()).isZero();
    List<JsonNode> lines = json.out().lines().map(Run::json).toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).path("event").asText()).isEqualTo("started");
    assertThat(lines.get(0).path("status").asText()).isEqualTo("running");
    assertThat(lines.get(1).path("event").asText()).isEqualTo("ended");
    assertThat(lines.get(1).path("status").asText()).isEqualTo("succeeded");
    assertThat(lines.get(1).path("strategy").asText()).isEqualTo("manual");
    assertThat(lines.get(1).path("snapshotId").asText()).matches("[0-9a-f]{16}");
    assertThat(server.records()).hasSize(2);
    assertThat(text.out()).containsPattern("often +succeeded after .* snapshot [0-9a-f]{16}");
  }

  @Test
  void runsAPartOfAPlanOnceAsASetOfItsOwn() {
    Run part = once("bad", "--only=dump.txt", "--json");
    assertThat(part.out().lines().map(Run::json).toList())
        .last()
        .satisfies(
            job -> {
              assertThat(job.path("plan").asText()).isEqualTo("bad");
              assertThat(job.path("set").asText()).isEqualTo("bad/files/dump.txt");
            });
    Run root = once("bad", "--only=.", "--json");
    assertThat(root.exitCode()).as(root.out() + root.err()).isZero();
    assertThat(root.out()).contains("\"bad/files/.\"");

    Run unknown = once("bad", "--only=other.txt");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("--only", "other.txt", "[dump.txt, .]");
    Run alone = Run.spaces("schedule", "run", "" + file, "--only=dump.txt");
    assertThat(alone.err()).contains("--only needs --once");
  }

  @Test
  void theExitCodeTellsHowItEnded() {
    Run partial = once("bad");
    assertThat(partial.exitCode()).as(partial.out()).isEqualTo(3);
    assertThat(partial.out()).contains("bad  partial").contains("dump.txt");

    server.fill();
    Run failed = once("often");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.out()).contains("often  failed").contains("full");

    Run unknown = once("nobody");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("--once", "nobody");
  }

  @Test
  void endsThoughAReceiverStallsSaysWhatItWasNotToldAndTellsItAtTheNextStart() throws Exception {
    Files.writeString(
        file, Files.readString(file).replace("name: often", "name: often\n    notify: always"));
    Path secret = Files.writeString(work.resolve("secret"), "0123456789abcdef");
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    CountDownLatch released = new CountDownLatch(1);
    AtomicBoolean stalls = new AtomicBoolean(true);
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    receiver.setExecutor(threads);
    receiver.createContext(
        "/",
        exchange -> {
          if (stalls.get()) {
            awaitQuietly(released);
          } else {
            told.add(exchange.getRequestHeaders().getFirst("x-spaces-delivery"));
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.start();
    try {
      String[] webhook = {
        "--json",
        "--webhook=http://127.0.0.1:" + receiver.getAddress().getPort() + "/t0ken",
        "--webhook-secret-file=" + secret
      };
      Run first = once("often", webhook);

      assertThat(first.exitCode()).as(first.err()).isZero();
      List<JsonNode> lines = first.out().lines().map(Run::json).toList();
      String job = lines.get(1).path("job").asText();
      JsonNode undelivered = lines.get(2);
      assertThat(undelivered.path("event").asText()).isEqualTo("undelivered");
      assertThat(undelivered.path("waiting").asInt()).isEqualTo(1);
      assertThat(undelivered.path("kept").asText()).startsWith(work + "/state");
      assertThat(first.err()).contains("warning", "webhook-127.0.0.1", "1 kept in " + work);
      try (Stream<Path> kept = Files.walk(work.resolve("state"))) {
        for (Path each : kept.filter(Files::isRegularFile).toList()) {
          assertThat(each + Files.readString(each)).doesNotContain("t0ken", "0123456789abcdef");
        }
      }

      stalls.set(false);
      Run second = once("often", webhook);
      assertThat(second.exitCode()).as(second.err()).isZero();
      assertThat(second.out().lines()).hasSize(2);
      assertThat(told.take()).isEqualTo(job);
      assertThat(told.take()).isNotEqualTo(job);
    } finally {
      released.countDown();
      receiver.stop(0);
      threads.shutdownNow();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void followsItsPlansUntilItIsStopped() throws Exception {
    Process process = start();
    try (BufferedReader lines = process.inputReader()) {
      JsonNode up = Run.json(Objects.requireNonNull(lines.readLine()));
      assertThat(up.path("event").asText()).isEqualTo("up");
      assertThat(up.path("nextRuns").path("often").asText()).endsWith("Z");
      assertThat(up.path("nextRuns").path("bad").isNull()).isTrue();
      int succeeded = 0;
      while (succeeded < 2) {
        JsonNode line = Run.json(Objects.requireNonNull(lines.readLine()));
        assertThat(line.path("plan").asText()).isEqualTo("often");
        assertThat(line.path("strategy").asText()).isEqualTo("automatic");
        if (line.path("event").asText().equals("ended")) {
          // On a busy machine a run may be left out because the one before still goes on.
          assertThat(line.path("status").asText()).as("%s", line).isIn("succeeded", "skipped");
          succeeded += line.path("status").asText().equals("succeeded") ? 1 : 0;
        }
      }
      terminate(process);
      lines.lines().forEach(Run::json);
    }

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(server.records()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(server.records()).noneMatch(record -> record.status().equals("default"));
  }

  @Test
  void aRunUnderWayIsCancelledWhenItIsStopped() throws Exception {
    Process process = start("--once=never");
    try (BufferedReader lines = process.inputReader()) {
      assertThat(Run.json(Objects.requireNonNull(lines.readLine())).path("event").asText())
          .isEqualTo("started");
      terminate(process);
      JsonNode ended = Run.json(Objects.requireNonNull(lines.readLine()));
      assertThat(ended.path("status").asText()).isEqualTo("cancelled");
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
  }

  @Test
  void aRunThatWasKilledIsToldOfAtTheNextStart() throws Exception {
    Process killed = start("--once=never");
    try (BufferedReader lines = killed.inputReader()) {
      assertThat(Run.json(Objects.requireNonNull(lines.readLine())).path("event").asText())
          .isEqualTo("started");
      killed.destroyForcibly().waitFor();
    }
    Process process = start();
    try (BufferedReader lines = process.inputReader()) {
      JsonNode ended = Run.json(Objects.requireNonNull(lines.readLine()));
      assertThat(ended.path("plan").asText()).isEqualTo("never");
      assertThat(ended.path("event").asText()).isEqualTo("ended");
      assertThat(ended.path("status").asText()).isEqualTo("failed");
      assertThat(ended.path("message").asText()).contains("ended before the backup did");
      terminate(process);
      lines.lines().forEach(Run::json);
    }
    process.waitFor();
  }

  @Test
  void theStateFolderStaysWhereTheFileIsReachedByALinkToAnotherRelease() throws IOException {
    Path link = work.resolve("current");
    Files.createDirectories(work.resolve("releases/41"));
    Files.createDirectories(work.resolve("releases/42"));
    for (String release : List.of("releases/41", "releases/42")) {
      Files.writeString(work.resolve(release).resolve("plans.yaml"), "plans: []");
    }
    Files.createSymbolicLink(link, Path.of("releases/41"));
    Path before = ScheduleState.of(link.resolve("plans.yaml"));
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("releases/42"));

    assertThat(ScheduleState.of(link.resolve("plans.yaml"))).isNotNull().isEqualTo(before);
    assertThat(ScheduleState.of(work.resolve("releases/42/plans.yaml"))).isNotEqualTo(before);
  }

  @Test
  void secretsThatAreNotThereAreToldAtTheStartAndNotAtNight() throws IOException {
    String yaml = Files.readString(file).replace("enabled: false", "enabled: true");
    Files.writeString(
        file,
        yaml.replace("argv: [sleep, \"600\"]", "argv: [ls], environment: {A: env:NOT_THERE_A}")
            .replace("name: dump.txt, ", "name: dump.txt, environment: {B: \"file:/no/such\"}, "));

    Run run = Run.spaces("schedule", "run", "" + file, "--state-dir=" + work + "/state");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("\"never\" could not run", "env:NOT_THERE_A is not there")
        .contains("\"bad\" could not run", "file:/no/such cannot be read");
    assertThat(once("often").exitCode()).isZero();
    assertThat(once("bad").err()).contains("file:/no/such").doesNotContain("NOT_THERE_A");
  }

  @Test
  void aPlaceWhereNothingCanBeRememberedIsRefusedWhenItWasNamed() {
    Run run = Run.spaces("schedule", "run", "" + file, "--state-dir=" + file + "/state");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--state-dir", "cannot be remembered in " + file);
  }

  /** Not by {@link Process#destroy}, which closes what is read here, too. */
  private static void terminate(Process process) throws Exception {
    new ProcessBuilder("kill", "-TERM", "" + process.pid()).start().waitFor();
  }

  private Process start(String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of("schedule", "run", "--json", "--state-dir=" + work + "/state", "" + file));
    args.addAll(List.of(more));
    return new ProcessBuilder(Program.command(List.of("-Xmx128m"), args.toArray(String[]::new)))
        .redirectError(work.resolve("stderr").toFile())
        .start();
  }
}
