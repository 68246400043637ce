package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupPlanBuilder;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.BackupSchedulerBuilder;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.Hook;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.Overlap;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is done before and after a plan's runs, by real programs. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
class HooksTest extends SpaceTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Tells who it is and what it has started, and then nothing. */
  private static final String SILENT = "sleep 600 & echo \"$$ $!\" > \"$0\"; wait";

  private final BlockingQueue<BackupJob> ended = new LinkedBlockingQueue<>();
  private Path log;
  private FileTree data;
  private BackupScheduler scheduler;

  @BeforeEach
  void start() throws IOException {
    log = Files.createFile(temporary.resolve("log"));
    data = FileTree.in(temporary.resolve("data")).file("a.txt", "a");
    scheduler = scheduler(builder -> builder);
  }

  @AfterEach
  void stop() {
    scheduler.close();
  }

  private BackupScheduler scheduler(UnaryOperator<BackupSchedulerBuilder> more) {
    BackupSchedulerBuilder builder =
        BackupScheduler.builder()
            .secrets(
                SecretResolver.standard(
                    Map.of(
                        "wallet", server.wallet().exportSecretKey(), "token", "hunter2-and-more")))
            .listener(
                new BackupJobListener() {
                  @Override
                  public void ended(BackupPlan plan, BackupJob job) {
                    ended.add(job);
                  }
                });
    return more.apply(builder).build().start();
  }

  private BackupPlanBuilder plan() {
    return BackupPlan.builder("shop")
        .cron("@yearly")
        .overlap(Overlap.QUEUE)
        .source(data.root())
        .destination(
            Destination.builder(server.endpoint()).wallet(SecretRef.named("wallet")).build());
  }

  private Hook script(String script) {
    return Hook.program("sh", "-c", script, log.toString());
  }

  private BackupJob run(BackupPlan plan) throws InterruptedException {
    scheduler.put(plan);
    scheduler.trigger("shop", "");
    return ended();
  }

  private BackupJob ended() throws InterruptedException {
    return requireNonNull(ended.poll(60, TimeUnit.SECONDS), "No job ended within a minute");
  }

  @Test
  void programsAreToldOfThePlanAndTheJobAndHowItEnded() throws Exception {
    Hook tell = script("echo $SPACES_PLAN $SPACES_JOB $SPACES_STATUS $SPACES_SNAPSHOT >> \"$0\"");
    BackupPlan plan = plan().before(tell).after(tell).build();

    BackupJob job = run(BackupPlan.fromJson(plan.toJson()));

    assertThat(job.status()).as(job.message()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(log)
        .hasContent(
            "shop " + job.id() + " running\nshop " + job.id() + " succeeded " + job.snapshotId());
  }

  @Test
  void anEssentialOneThatFailsBeforeTheRunFailsItAndWhatComesAfterIsDone() throws Exception {
    BackupPlan plan =
        plan()
            .before(script("echo the database is locked; exit 3"))
            .before(script("echo never >> \"$0\""))
            .after(script("echo $SPACES_STATUS >> \"$0\""))
            .build();

    BackupJob job = run(plan);

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.message())
        .contains("The hook sh before the run failed", "ended with 3", "the database is locked");
    assertThat(log).hasContent("failed");
    assertThat(server.objects().keys()).isEmpty();
  }

  @Test
  void anEssentialOneThatFailsAfterTheRunFailsTheJobAndTheSnapshotStays() throws Exception {
    BackupJob job = run(plan().after(script("exit 4")).after(script("echo b >> \"$0\"")).build());

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.message())
        .contains("The run itself was done, but", "after the run", "ended with 4");
    assertThat(job.snapshotId()).isNotNull();
    assertThat(log).hasContent("b");
  }

  @Test
  void anotherThatFailsIsWarnedOf() throws Exception {
    Hook fails = script("exit 5").essential(false);
    Hook missing = Hook.program("spaces-no-such-program").essential(false);

    BackupJob job = run(plan().before(fails).before(missing).after(fails).build());

    assertThat(job.status()).as(job.message()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(job.warnings())
        .extracting(Warning::code)
        .containsOnly(Warning.Code.HOOK_FAILED)
        .hasSize(3);
    assertThat(job.warnings().get(1).text()).contains("spaces-no-such-program");
  }

  @Test
  void whatItPrintsIsInTheReasonWithoutItsSecrets() throws Exception {
    Hook talks =
        script("printf '%s\\n' \"out $TOKEN\"; printf '%s\\n' \"err $TOKEN\" >&2; exit 1")
            .environment(Map.of("TOKEN", SecretRef.named("token")));
    Hook talksMuch =
        script("i=0; while [ $i -lt 1000 ]; do printf %s \"$TOKEN\"; i=$((i+1)); done; exit 1")
            .environment(Map.of("TOKEN", SecretRef.named("token")));

    for (Hook hook : List.of(talks, talksMuch)) {
      BackupPlan plan = plan().before(hook).build();
      assertThat(plan.toString() + plan.toJson()).doesNotContain("hunter2");
      BackupJob job = run(plan);

      assertThat(job.message()).contains("***").doesNotContain("hunter2", "and-more", "-more");
    }
  }

  @Test
  void itsSecretsAreLookedForWhenThePlanComes() {
    BackupPlan plan =
        plan()
            .after(Hook.program("true").environment(Map.of("T", SecretRef.named("nowhere"))))
            .build();

    assertThatThrownBy(() -> scheduler.add(plan)).hasMessageContaining("named:nowhere");
  }

  @Test
  void isEndedWithItsChildrenWhenTheJobIsCancelledAndAtItsLimit() throws Exception {
    Path told = temporary.resolve("told");
    assertThat(new ProcessBuilder("mkfifo", told.toString()).start().waitFor()).isZero();
    Hook silent = Hook.program("sh", "-c", SILENT, told.toString());
    Hook after = script("echo $SPACES_STATUS >> \"$0\"");
    scheduler.put(plan().before(silent).after(after).build());
    String id = scheduler.trigger("shop", "").id();
    List<ProcessHandle> programs = awaitPrograms(told);

    assertThat(scheduler.cancel(id)).isTrue();

    assertThat(ended().status()).isEqualTo(JobStatus.CANCELLED);
    assertGone(programs);
    assertThat(log).hasContent("cancelled");

    scheduler.put(plan().before(silent.timeLimit(Duration.ofSeconds(1))).build());
    scheduler.trigger("shop", "");
    List<ProcessHandle> late = awaitPrograms(told);
    BackupJob job = ended();
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.message()).contains("had not ended after 1 s");
    assertGone(late);
  }

  private static List<ProcessHandle> awaitPrograms(Path told) {
    String processes = assertTimeoutPreemptively(LONG, () -> Files.readString(told));
    return Arrays.stream(processes.strip().split(" "))
        .map(Long::parseLong)
        .map(id -> ProcessHandle.of(id).orElseThrow())
        .toList();
  }

  private static void assertGone(List<ProcessHandle> programs) {
    // What has ended has no command any more, although the system may still list it.
    assertThat(programs).hasSize(2).noneMatch(each -> each.info().command().isPresent());
  }

  @Test
  void codeOfASchedulerIsDoneAroundWhatThePlansSay() throws Exception {
    BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    scheduler.close();
    scheduler =
        scheduler(
            builder ->
                builder
                    .before(Hook.code("hold", (plan, job) -> calls.add(told(log) + job.status())))
                    .after(Hook.code("go on", (plan, job) -> calls.add(told(log) + job.status())))
                    .after(
                        Hook.code(
                                "fails",
                                (plan, job) -> {
                                  throw new IOException("out of order");
                                })
                            .essential(false)));
    Hook tell = script("printf x >> \"$0\"");

    BackupJob job = run(plan().before(tell).after(tell).build());

    assertThat(calls).containsExactly("RUNNING", "xxSUCCEEDED");
    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(job.warnings())
        .singleElement()
        .satisfies(warning -> assertThat(warning.text()).contains("fails", "out of order"));
  }

  private static String told(Path log) throws IOException {
    return Files.readString(log);
  }

  @Test
  void codeThatDoesNotEndIsInterruptedAtItsLimit() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    scheduler.close();
    Hook waits =
        Hook.code(
                "waits",
                (plan, job) -> {
                  try {
                    new CompletableFuture<Boolean>().get();
                  } catch (InterruptedException e) {
                    interrupted.complete(true);
                  }
                })
            .timeLimit(Duration.ofSeconds(1));
    scheduler = scheduler(builder -> builder.before(waits));

    BackupJob job = run(plan().build());

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.message()).contains("The hook waits before the run failed", "after 1 s");
    assertThat(interrupted.get()).isTrue();
  }

  @Test
  void noPlanHoldsCode() {
    Hook code = Hook.code("hold", (plan, job) -> {});

    assertThatThrownBy(() -> plan().before(code)).hasMessageContaining("before has the code");
    assertThatThrownBy(() -> plan().after(List.of(code))).hasMessageContaining("after has the");
  }
}
