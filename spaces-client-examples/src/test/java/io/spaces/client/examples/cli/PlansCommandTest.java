package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.atIndex;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.backup.Compression;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.Hook;
import io.spaces.client.schedule.PlanVerification;
import io.spaces.client.schedule.RunRetries;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.SpaceServerExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SpaceServerExtension.class)
class PlansCommandTest {
  private static final String YAML =
      """
      # Ours; ask Zoë before you change it.
      plans:
        # every night
        - name: nightly
          cron: "30 1 * * *"   # after the reports
          zone: Europe/Berlin
          sources:
            - type: folder
              path: data
          # the space
          destination:
            endpoint: https://space.example/api/space/default/app/default/
            secretKey: env:NO_SUCH_KEY
          retention: DAYS 30

        # once a week
        - name: weekly
          enabled: false
          cron: "@weekly"
          zone: UTC
          sources: [{type: sqlite, name: a.db, path: /no/such/a.db}]
          destination:
            endpoint: https://space.example/api/space/default/app/default/
            secretKey: file:/no/such/key
      # the end
      """;

  @TempDir Path work;
  private Path file;

  @BeforeEach
  void writePlans() throws IOException {
    file = Files.writeString(work.resolve("plans.yaml"), YAML);
  }

  private Run plans(String command, String... more) {
    List<String> args = new ArrayList<>(List.of("plans", command, "--file=" + file));
    args.addAll(List.of(more));
    return Run.spaces(args.toArray(String[]::new));
  }

  private Run good(String command, String... more) {
    Run run = plans(command, more);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  @Test
  void listsAndShowsPlansWithTheirNextRuns() {
    Run text = good("list");
    JsonNode json = good("list", "--json").json().path("plans");
    JsonNode shown = good("show", "nightly", "--json").json();

    assertThat(text.out().lines()).hasSize(2);
    assertThat(text.out()).contains("T01:30+0").contains("paused").contains("Europe/Berlin");
    assertThat(json.get(0).path("plan").path("name").asText()).isEqualTo("nightly");
    assertThat(json.get(0).path("nextRun").asText()).endsWith(":30:00Z");
    assertThat(json.get(1).path("nextRun").isNull()).isTrue();
    assertThat(shown.path("plan").path("overlap").asText()).isEqualTo("skip");
    assertThat(good("show", "weekly").out()).contains("type: \"sqlite\"", "enabled: false");
  }

  @Test
  void tellsTheNextRunsOnTheWallClockAlsoWhereItIsSetBack() {
    Run text = good("next", "nightly", "-n", "3", "--after=2026-10-24T00:00:00Z");
    JsonNode json = good("next", "weekly", "--json", "--after=2026-01-01T00:00:00Z").json();

    assertThat(text.out().lines())
        .containsExactly(
            "2026-10-25T01:30+02:00[Europe/Berlin]",
            "2026-10-26T01:30+01:00[Europe/Berlin]",
            "2026-10-27T01:30+01:00[Europe/Berlin]");
    assertThat(json.path("runs")).hasSize(5);
    assertThat(json.path("runs").get(0).asText()).isEqualTo("2026-01-04T00:00:00Z");
  }

  @Test
  void whatTroubleAndPruningComeToIsPartOfAPlan() {
    good("edit", "nightly", "--on-vanished=report", "--on-special=fail", "--allow-empty");
    good("edit", "nightly", "--allow-mass-removal", "--prune=after-run");
    good("edit", "nightly", "--grace=0", "--lock-wait=90s");

    JsonNode plan = good("show", "nightly", "--json").json().path("plan");
    assertThat(plan.path("onTrouble"))
        .hasToString("{\"vanished\":\"report\",\"special\":\"fail\"}");
    assertThat(plan.path("allowEmpty").asBoolean()).isTrue();
    assertThat(plan.path("allowMassRemoval").asBoolean()).isTrue();
    assertThat(plan.path("prune").asText()).isEqualTo("after-run");
    assertThat(plan.path("grace").asText()).isEqualTo("0");
    assertThat(plan.path("lockWait").asText()).isEqualTo("90s");
  }

  @Test
  void howARunGoesAboutItIsPartOfAPlan() throws IOException {
    good(
        "edit",
        "nightly",
        "--concurrency=8",
        "--retries=0",
        "--run-retries=3:15m",
        "--symbolic-links=follow",
        "--state-dir=/srv/state",
        "--temp-dir=/srv/tmp",
        "--no-incremental",
        "--debug",
        "--compression=zstd:3");
    BackupPlan plan = BackupPlan.readAll(file).get(0);
    assertThat(plan.concurrency()).isEqualTo(8);
    assertThat(plan.retries()).isZero();
    assertThat(plan.runRetries()).isEqualTo(new RunRetries(3, Duration.ofMinutes(15)));
    assertThat(plans("edit", "nightly", "--run-retries=3:").err()).contains("--run-retries is ");
    good("edit", "nightly", "--run-retries=2");
    assertThat(BackupPlan.readAll(file).get(0).runRetries())
        .isEqualTo(new RunRetries(2, Duration.ofMinutes(5)));
    assertThat(plan.symbolicLinks()).isEqualTo(SymbolicLinks.FOLLOW);
    assertThat(plan.stateDirectory()).isEqualTo(Path.of("/srv/state"));
    assertThat(plan.temporaryDirectory()).isEqualTo(Path.of("/srv/tmp"));
    assertThat(plan.incremental()).isFalse();
    assertThat(plan.debug()).isTrue();
    assertThat(plan.compression()).isEqualTo(Compression.zstd(3));

    good("edit", "nightly", "--no-debug", "--incremental");
    assertThat(BackupPlan.readAll(file).get(0).debug()).isFalse();
    Run refused = plans("edit", "nightly", "--strict-sync");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains(
            "--strict-sync is for mirrors, and the layout is VAULT; expected --layout mirror");
    assertThat(plans("edit", "nightly", "--concurrency=0").err()).contains("--concurrency is 0");
  }

  @Test
  void whatIsDoneBeforeAndAfterItsRunsIsPartOfAPlan() throws IOException {
    good("edit", "nightly", "--before=systemctl stop shop", "--before=sync", "--after=start it");
    BackupPlan plan = BackupPlan.readAll(file).get(0);
    assertThat(plan.before())
        .containsExactly(Hook.program("systemctl", "stop", "shop"), Hook.program("sync"));
    assertThat(plan.after()).containsExactly(Hook.program("start", "it"));

    good("edit", "nightly", "--after=start", "--hook-time-limit=90s", "--hooks-optional");
    BackupPlan changed = BackupPlan.readAll(file).get(0);
    assertThat(changed.before()).isEqualTo(plan.before());
    assertThat(changed.after())
        .containsExactly(Hook.program("start").timeLimit(Duration.ofSeconds(90)).essential(false));
    assertThat(plans("edit", "nightly", "--after=x", "--hook-time-limit=5").err())
        .contains("after[0].timeLimit is \"5\", without a unit");
  }

  @Test
  void plansAreAddedAndEditedBelowDefaultsThatStay() throws IOException {
    String defaults =
        """
        defaults:
          zone: UTC   # ours
          cron: "@daily"
          sources:
            - {type: folder, path: common}
            - {type: sqlite, name: a.db, path: a.db}
          destination:
            endpoint: https://space.example/api/space/default/app/default/
            secretKey: env:KEY
        """;
    Files.writeString(file, defaults + "plans:\n  - name: one\n");

    good("add", "two", "--cron=@weekly", "--app-did=z1muQ3xqHQK2uiACHyChikobsiY5kLqtShA");
    good("edit", "one", "--concurrency=3");

    assertThat(file).content().startsWith(defaults);
    List<BackupPlan> plans = BackupPlan.readAll(file);
    assertThat(plans.get(0).concurrency()).isEqualTo(3);
    assertThat(plans.get(0).sources()).hasSize(2);
    assertThat(plans.get(1).schedule().expression()).isEqualTo("@weekly");
    assertThat(plans.get(1).destination().secret()).hasToString("env:KEY");
    good("remove", "one");
    good("remove", "two");
    assertThat(file).hasContent(defaults + "plans: []\n");
  }

  @Test
  void pausesAndResumesWithoutTouchingAnythingElse() throws IOException {
    good("pause", "nightly");
    assertThat(file)
        .hasContent(
            YAML.replace(
                "    retention: DAYS 30\n", "    retention: DAYS 30\n    enabled: false\n"));
    good("resume", "nightly");
    good("resume", "weekly");

    assertThat(file)
        .hasContent(
            YAML.replace("    retention: DAYS 30\n", "    retention: DAYS 30\n    enabled: true\n")
                .replace("enabled: false", "enabled: true"));
  }

  @Test
  void editsTheFieldsThatAreGiven() throws IOException {
    good(
        "edit",
        "nightly",
        "--cron=0 3 * * *",
        "--secret-key=file:/run/secrets/key",
        "--compression=9",
        "--folder=a",
        "--folder=more/b/");

    assertThat(file)
        .hasContent(
            YAML.replace("cron: \"30 1 * * *\"   # after the reports", "cron: \"0 3 * * *\"")
                .replace(
                    "path: data",
                    String.join(
                        "\n      ",
                        "path: \"a\"",
                        "under: \"a\"\n    - type: \"folder\"",
                        "path: \"more/b/\"",
                        "under: \"b\""))
                .replace(
                    "sources:\n      - type: folder\n        ",
                    "sources:\n    - type: \"folder\"\n      ")
                .replace(
                    "endpoint: https://space.example/api/space/default/app/default/\n"
                        + "      secretKey: env:NO_SUCH_KEY",
                    "endpoint: \"https://space.example/api/space/default/app/default/\"\n"
                        + "      secretKey: \"file:/run/secrets/key\"")
                .replace("retention: DAYS 30\n", "retention: DAYS 30\n    compression: 9\n"));
    BackupPlan plan = BackupPlan.readAll(file).get(0);
    assertThat(plan.sources()).hasSize(2);
    assertThat(plan.destination().secret()).hasToString("file:/run/secrets/key");
  }

  @Test
  void addsPlansThatVerify() throws IOException {
    String[] prove = {
      "--kind=verify",
      "--cron=0 3 * * *",
      "--zone=UTC",
      "--endpoint=https://space.example/api/space/default/app/default/",
      "--secret-key=env:KEY"
    };
    List<String> args = new ArrayList<>(List.of("prove"));
    args.addAll(List.of(prove));
    good("add", args.toArray(String[]::new));
    assertThat(BackupPlan.readAll(file).get(2).verification()).isEqualTo(PlanVerification.WHOLE);

    good("edit", "prove", "--budget=10GiB", "--budget=30m", "--set=nightly");
    BackupPlan bounded = BackupPlan.readAll(file).get(2);
    assertThat(bounded.verification())
        .isEqualTo(new PlanVerification(10L << 30, Duration.ofMinutes(30)));
    assertThat(bounded.set()).isEqualTo("nightly");
    assertThat(bounded.sources()).isEmpty();

    Run both = plans("edit", "nightly", "--kind=verify");
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("sources", "verifies");
    assertThat(plans("edit", "prove", "--budget=0B").exitCode()).isEqualTo(2);
  }

  @Test
  void addsAndRemovesPlans() throws IOException {
    String[] more = {
      "--cron=@daily",
      "--zone=UTC",
      "--folder=data",
      "--postgres=db/shop.dump=postgresql://app@db/shop",
      "--database-password=env:PW",
      "--command=list.txt=ls -l /",
      "--endpoint=https://space.example/api/space/default/app/default/",
      "--secret-key=env:KEY",
      "--retention=DAILY 7 WEEKLY 4",
      "--passphrase=file:phrase.txt",
      "--exclude=*.tmp"
    };
    List<String> args = new ArrayList<>(List.of("third"));
    args.addAll(List.of(more));
    good("add", args.toArray(String[]::new));

    assertThat(Files.readString(file)).startsWith(YAML.replace("# the end\n", ""));
    BackupPlan third = BackupPlan.readAll(file).get(2);
    assertThat(third.sources()).hasSize(3);
    assertThat(third.retention()).hasToString("DAILY 7 WEEKLY 4");
    Run again = plans("add", args.toArray(String[]::new));
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("already");
    args.add("--replace");
    good("add", args.toArray(String[]::new));
    assertThat(BackupPlan.readAll(file)).hasSize(3).contains(third, atIndex(2));

    good("remove", "third");
    assertThat(file).hasContent(YAML);
    good("remove", "nightly");
    good("remove", "weekly");
    assertThat(BackupPlan.readAll(file)).isEmpty();
    good("add", args.toArray(String[]::new));
    assertThat(BackupPlan.readAll(file)).containsExactly(third);
    Files.delete(file);
    good("add", args.toArray(String[]::new));
    assertThat(BackupPlan.readAll(file)).containsExactly(third);
  }

  @Test
  void aPlanIsReplacedAsAWholeInItsPlaceAndNothingElseChanges() throws IOException {
    BackupPlan weekly = BackupPlan.readAll(file).get(1);
    good(
        "add",
        "nightly",
        "--replace",
        "--cron=@monthly",
        "--folder=data",
        "--endpoint=https://space.example/api/space/default/app/default/",
        "--secret-key=env:KEY");

    List<BackupPlan> plans = BackupPlan.readAll(file);
    assertThat(plans).hasSize(2);
    assertThat(plans.get(0).schedule().expression()).isEqualTo("@monthly");
    assertThat(plans.get(0).encryption()).isNull();
    assertThat(plans.get(1)).isEqualTo(weekly);
    assertThat(Files.readString(file)).contains("# the end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "remove", "edit", "show", "next"})
  void aNameThatIsNotThereIsAMistake(String command) {
    Run run = plans(command, "nightmare");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("nightmare").contains("[nightly, weekly]");
    assertThat(file).hasContent(YAML);
  }

  @Test
  void aFileInAnotherLayoutIsLeftAsItIs() throws IOException {
    String flow =
        """
        plans: [{name: a, cron: "@daily", sources: [{type: folder, path: x}], destination: {
          endpoint: "https://space.example/", accessKey: "env:K"}}]
        """;
    Files.writeString(file, flow);

    Run run = plans("pause", "a");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("editor");
    assertThat(file).hasContent(flow);
  }

  @Test
  void thePlanInTheReadmeIsOne() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    int start = readme.indexOf("```yaml") + "```yaml\n".length();
    Files.writeString(file, readme.substring(start, readme.indexOf("```", start)));

    assertThat(BackupPlan.readAll(file)).extracting(BackupPlan::name).containsExactly("nightly");
  }

  @Test
  void aMistakeInTheFileIsToldWithItsLine() throws IOException {
    Files.writeString(file, YAML.replace("DAYS 30", "WEEKS 3"));

    Run run = plans("list");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("plans[0].retention", "WEEKS 3", "plans.yaml, line 14");
  }

  @Test
  void checksSourcesSecretsAndSpaces(SpaceServer server) throws IOException {
    Run offline = plans("check", "--offline");
    assertThat(offline.exitCode()).isEqualTo(1);
    assertThat(offline.err())
        .contains("nightly: There is no folder data")
        .contains("nightly: The secret env:NO_SUCH_KEY")
        .contains("weekly: There is no file /no/such/a.db")
        .contains("weekly: The secret file:/no/such/key");

    Path key = Files.writeString(work.resolve("key"), server.wallet().exportSecretKey());
    Path data = Files.createDirectories(work.resolve("data"));
    Files.delete(file);
    good(
        "add",
        "good",
        "--cron=@daily",
        "--folder=" + data,
        "--endpoint=" + server.endpoint(),
        "--secret-key=file:" + key);
    assertThat(good("check").out()).isEqualTo("1 of 1 plans would run.\n");
    server.fill();
    Run full = plans("check", "--json");
    assertThat(full.exitCode()).isEqualTo(1);
    assertThat(full.json().path("problems").get(0).path("message").asText()).contains("full");
  }

  @Test
  void asksDatabasesAndDestinationsWhenToldTo(SpaceServer server) throws IOException {
    Run good = connected(server, "");
    assertThat(good.exitCode()).as(good.err()).isZero();
    assertThat(good.out()).contains("a: " + server.endpoint() + ": ok", "2 of 2 plans would run.");

    // Nobody listens there, whether or not the program that would ask is installed.
    String away = ", {type: mysql, name: db.sql, url: \"mysql://app@127.0.0.1:1/shop\"}";
    Run bad = connected(server, away);
    assertThat(bad.exitCode()).isEqualTo(1);
    assertThat(bad.err()).contains("a: db.sql: The program ");
    assertThat(bad.out()).contains("a: " + server.endpoint() + ": ok", "1 of 2 plans would run.");
    JsonNode json = plans("check", "--connect", "--json").json();
    assertThat(json.path("connections"))
        .extracting(one -> one.path("name").asText(), one -> one.path("answers").asBoolean())
        .containsExactly(
            tuple("db.sql", false), tuple(server.endpoint(), true), tuple(server.endpoint(), true));
    assertThat(json.path("problems")).hasSize(1);

    assertThat(plans("check", "--connect", "--offline").exitCode()).isEqualTo(2);
  }

  private Run connected(SpaceServer server, String more) throws IOException {
    checked(
        server,
        "layout: mirror, sources: [{type: folder, path: \"WORK/one\"}" + more + "]",
        folder("two"));
    return plans("check", "--connect");
  }

  /** Two plans, "a" and "b", of the same space. */
  private Run checked(SpaceServer server, String a, String b) throws IOException {
    Path key = Files.writeString(work.resolve("key"), server.wallet().exportSecretKey());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    for (String folder : List.of("one/inside", "two", "state")) {
      Files.createDirectories(work.resolve(folder));
    }
    Files.writeString(
        file,
        """
        defaults:
          cron: "@daily"
          destination: {endpoint: "%s", secretKey: "file:%s"}
        plans:
          - {name: a, %s}
          - {name: b, %s}
        """
            .formatted(server.endpoint(), key, a, b)
            .replace("WORK", work.toString()));
    return plans("check", "--offline");
  }

  @ParameterizedTest
  @CsvSource({
    "rw-r--r--, every user of this machine can read",
    "rw-r-----, the group of the file can read",
    "rw--w----, the group of the file can change",
    "rw-----w-, every user of this machine can change"
  })
  void warnsOfSecretsInFilesThatOthersCanReadOrChange(
      String permissions, String warning, SpaceServer server) throws IOException {
    Path secret = Files.writeString(work.resolve("vault"), "5a".repeat(32));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString(permissions));
    String encrypted = ", encryption: {key: \"file:" + secret + "\"}";

    Run open = checked(server, folder("one") + encrypted, folder("two") + encrypted);
    JsonNode json = plans("check", "--offline", "--json").json();
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Run closed = checked(server, folder("one") + encrypted, folder("two") + encrypted);

    assertThat(open.exitCode()).as(open.err()).isZero();
    assertThat(open.err())
        .isEqualTo(
            "a: Warning: WHAT.\nb: Warning: WHAT.\n"
                .replace("WHAT", warning + " " + secret + "; chmod 600 it"));
    assertThat(json.path("warnings")).hasSize(2);
    assertThat(json.path("warnings").get(0).path("plan").asText()).isEqualTo("a");
    assertThat(json.path("warnings").get(0).path("message").asText()).contains(secret.toString());
    assertThat(closed.err()).isEmpty();
  }

  private static String folder(String name) {
    return "sources: [{type: folder, path: \"WORK/" + name + "\"}]";
  }

  @Test
  void mirrorsInOnePlaceOfWhichOneDeletesWhatTheOtherSentsWouldNotRun(SpaceServer server)
      throws IOException {
    Run run =
        checked(
            server,
            folder("one") + ", layout: mirror, strictSync: true",
            folder("two") + ", layout: mirror");

    assertThat(run.exitCode()).isEqualTo(1);
    String place =
        server.endpoint().replaceFirst("/$", "") + " (" + server.wallet().address() + ")";
    assertThat(run.err())
        .isEqualTo(
            """
            a: This and "b" are mirrors in one place, PLACE, and strictSync deletes what the other has sent
            b: This and "a" are mirrors in one place, PLACE, and strictSync deletes what the other has sent
            """
                .replace("PLACE", place));
    assertThat(run.out()).isEqualTo("0 of 2 plans would run.\n");
  }

  @Test
  void vaultsInOnePlaceHaveOneKey(SpaceServer server) throws IOException {
    Path one = Files.writeString(work.resolve("k1"), "5a".repeat(32));
    Path two = Files.writeString(work.resolve("k2"), "a5".repeat(32));
    String encrypted = ", encryption: {key: \"file:";

    Run run =
        checked(
            server,
            folder("one") + encrypted + one + "\"}",
            folder("two") + encrypted + two + "\"}");
    Run plain = checked(server, folder("one") + encrypted + one + "\"}", folder("two"));
    Run same =
        checked(
            server,
            folder("one") + encrypted + one + "\"}",
            folder("two") + encrypted + one + "\"}");

    assertThat(run.err() + plain.err())
        .contains("with different encryption; one vault has one key");
    assertThat(run.exitCode() + plain.exitCode()).isEqualTo(2);
    assertThat(same.exitCode()).as(same.err()).isZero();
    assertThat(same.out()).isEqualTo("2 of 2 plans would run.\n");
  }

  @Test
  void whatTwoPlansShareIsTold(SpaceServer server) throws IOException {
    Run sets = checked(server, folder("one") + ", set: s", folder("two") + ", set: s");
    Run layouts = checked(server, folder("one"), folder("two") + ", layout: mirror");
    String mirror = ", layout: mirror, stateDirectory: \"WORK/state\"";
    Run mirrors = checked(server, folder("one") + mirror, folder("one/inside") + mirror);
    Run state = checked(server, folder("one") + mirror, folder("state"));

    assertThat(sets.out())
        .contains("\"a\" and \"b\" make snapshots of one set, \"s\", in one place");
    assertThat(layouts.out()).contains("\"a\" and \"b\" are a mirror and a vault in one place");
    assertThat(mirrors.out())
        .contains("\"a\" and \"b\" are mirrors in one place")
        .contains(
            "\"a\" and \"b\" back up " + work.toRealPath().resolve("one/inside") + ", the one")
        .contains("\"a\" and \"b\" keep their state in " + work.resolve("state"));
    assertThat(state.out()).contains("\"b\" backs up the state folder of \"a\", ");
    for (Run run : List.of(sets, layouts, mirrors, state)) {
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).endsWith("2 of 2 plans would run.\n");
    }
    JsonNode json = plans("check", "--offline", "--json").json();
    assertThat(json.path("shared").get(0).asText()).contains("mirror and a vault");
    assertThat(json.path("problems")).isEmpty();
  }

  @Test
  void whatARunWouldRefuseIsToldBefore(SpaceServer server) throws IOException {
    Run run =
        checked(
            server,
            folder("one") + ", stateDirectory: \"WORK/one/state\"",
            folder("two") + ", temporaryDirectory: \"WORK/none\"");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("a: The stateDirectory is ", "inside the source")
        .contains("b: The temporaryDirectory is ", "expected an existing directory");
  }
}
