package io.spaces.client.examples.console;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.Compression;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.backup.Trouble;
import io.spaces.client.backup.TroublePolicy;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.MissedRuns;
import io.spaces.client.schedule.NotifyOn;
import io.spaces.client.schedule.Overlap;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.testkit.TreeSnapshot.Detail;
import io.spaces.client.testkit.faults.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleApiTest {
  @TempDir Path temporary;
  private RunningConsole console;

  @BeforeEach
  void open() throws IOException {
    console = new RunningConsole(temporary);
  }

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void backsUpNowAndTellsHowItGoesOn() {
    RunningConsole.Answer asked = console.post("/backup/create", "{'description': 'By hand'}");

    assertThat(asked.status()).isEqualTo(202);
    JsonNode backup = console.await(asked);
    assertThat(backup.path("status").asText()).isEqualTo("succeeded");
    assertThat(backup.path("description").asText()).isEqualTo("By hand");
    assertThat(backup.path("strategy").asText()).isEqualTo("manual");
    assertThat(backup.path("destination").asText()).isEqualTo("Test space");
    assertThat(backup.path("files").asInt()).isEqualTo(7);
    assertThat(backup.path("size").asLong()).isPositive();
    assertThat(console.space.records()).hasSize(1);
  }

  @Test
  void pagesFiltersAndSearches() {
    for (String name : List.of("one", "two", "three")) {
      console.backUp(name);
    }

    JsonNode page = console.get("/backup/fetch?limit=2&offset=1").json();
    assertThat(page.path("total").asInt()).isEqualTo(3);
    assertThat(descriptions(page)).containsExactly("two", "one");
    assertThat(descriptions(console.get("/backup/fetch?search=THREE").json()))
        .containsExactly("three");
    assertThat(descriptions(console.get("/backup/fetch?status=failed").json())).isEmpty();
    assertThat(descriptions(console.get("/backup/fetch?status=succeeded&strategy=manual").json()))
        .hasSize(3);
    assertThat(descriptions(console.get("/backup/fetch?strategy=automatic").json())).isEmpty();
  }

  private static List<String> descriptions(JsonNode page) {
    return StreamSupport.stream(page.path("backups").spliterator(), false)
        .map(backup -> backup.path("description").asText())
        .toList();
  }

  @Test
  void showsWhyABackupHasFailedAlsoAfterARestart() throws IOException {
    console.space.unavailable("The space is being moved.");
    JsonNode failed = console.backUp("In vain");
    console.space.unavailable(null);
    assertThat(failed.path("status").asText()).isEqualTo("failed");

    console.restart();

    JsonNode row = console.get("/backup/fetch?status=failed").json().path("backups").get(0);
    assertThat(row.path("description").asText()).isEqualTo("In vain");
    assertThat(row.path("message").asText()).contains("The space is being moved.");
    String path = "/backup/" + row.path("id").asText();
    assertThat(
            console
                .post(
                    "/backup/update",
                    "{'id': '" + row.path("id").asText() + "', 'description': 'x'}")
                .status())
        .isEqualTo(409);
    assertThat(console.send("DELETE", path, "").status()).isEqualTo(200);
    assertThat(console.get("/backup/fetch").json().path("total").asInt()).isZero();
  }

  @Test
  void takesABackupOnAlsoWhenTheSpaceDoesNotAnswer() {
    console.space.faults().on(Requests.any()).answer(403);

    RunningConsole.Answer asked = console.post("/backup/create", "{'description': 'In vain'}");

    assertThat(asked.status()).as(asked.body()).isEqualTo(202);
    assertThat(asked.json().path("status").asText()).isEqualTo("waiting");
    assertThat(console.get("/backup/fetch").status()).isEqualTo(502);
    console.space.faults().clear();
    assertThat(console.await(asked).path("description").asText()).isEqualTo("In vain");
  }

  @Test
  void changesDescriptionAndExpiry() {
    String id = console.backUp("Before").path("id").asText();

    JsonNode changed =
        console
            .post(
                "/backup/update",
                "{'id': '" + id + "', 'description': 'After', 'expiresAt': '2099-01-31T12:00:00Z'}")
            .json();
    assertThat(changed.path("description").asText()).isEqualTo("After");
    assertThat(changed.path("expiresAt").asText()).isEqualTo("2099-01-31T12:00:00Z");
    assertThat(changed.path("strategy").asText()).isEqualTo("manual");
    JsonNode forEver =
        console.post("/backup/update", "{'id': '" + id + "', 'expiresAt': null}").json();
    assertThat(forEver.path("expiresAt").isNull()).isTrue();
    assertThat(forEver.path("description").asText()).isEqualTo("After");
  }

  @Test
  void saysWhatARestoreWouldReplaceAndThenRestores() throws IOException {
    TreeSnapshot before = TreeSnapshot.of(console.data);
    String id = console.backUp("Whole").path("id").asText();
    Files.delete(console.data.resolve("documents/note 1.md"));
    Files.writeString(console.data.resolve("uploads/photo.jpg"), "damaged");
    Files.writeString(console.data.resolve("documents/new.md"), "new");
    TreeSnapshot damaged = TreeSnapshot.of(console.data);

    JsonNode preview = console.get("/backup/restore?deleteExtra=true&id=" + id).json();

    assertThat(preview.path("created").asInt()).isEqualTo(1);
    assertThat(preview.path("replaced").asInt()).isEqualTo(1);
    assertThat(preview.path("deleted").asInt()).isEqualTo(1);
    assertThat(preview.path("unchanged").asInt()).isEqualTo(5);
    assertThat(TreeSnapshot.of(console.data)).isEqualTo(damaged);

    RunningConsole.Answer asked =
        console.post("/backup/restore", "{'id': '" + id + "', 'deleteExtra': true}");
    assertThat(asked.status()).isEqualTo(202);
    JsonNode restored = console.await(asked);
    assertThat(restored.path("status").asText()).isEqualTo("succeeded");
    assertThat(restored.path("count").asInt()).isEqualTo(3);
    assertThat(TreeSnapshot.of(console.data).differences(before, Detail.values())).isEmpty();
  }

  @Test
  void deletesABackup() {
    console.backUp("First");
    String id = console.backUp("Second").path("id").asText();

    assertThat(console.send("DELETE", "/backup/" + id, "").status()).isEqualTo(200);

    assertThat(descriptions(console.get("/backup/fetch").json())).containsExactly("First");
    assertThat(console.send("DELETE", "/backup/" + id, "").status()).isEqualTo(404);
    assertThat(console.get("/backup/restore?id=" + id).status()).isEqualTo(404);
  }

  @Test
  void whatWasDeletedLiesInTheTrashAndComesBackAsItWas() {
    String id = console.backUp("Thought better of").path("id").asText();
    assertThat(console.send("DELETE", "/backup/" + id, "").status()).isEqualTo(200);
    assertThat(console.get("/backup/fetch").json().path("total").asInt()).isZero();

    JsonNode trash = console.get("/backup/fetch?status=deleted").json();
    assertThat(descriptions(trash)).containsExactly("Thought better of");
    assertThat(trash.path("backups").get(0).path("deletedAt").isTextual()).isTrue();
    assertThat(trash.path("backups").get(0).path("status").asText()).isEqualTo("deleted");
    RunningConsole.Answer back = console.post("/backup/undelete", "{'id': '" + id + "'}");

    assertThat(back.status()).as(back.body()).isEqualTo(200);
    assertThat(back.json().path("strategy").asText()).isEqualTo("manual");
    assertThat(back.json().path("deletedAt").isNull()).isTrue();
    assertThat(descriptions(console.get("/backup/fetch").json()))
        .containsExactly("Thought better of");
    assertThat(console.get("/backup/fetch?status=deleted").json().path("total").asInt()).isZero();
    assertThat(console.post("/backup/undelete", "{'id': '" + id + "'}").status()).isEqualTo(404);
  }

  @Test
  void pinsABackupAndTellsItsSet() {
    String id = console.backUp("Before the move").path("id").asText();

    JsonNode pinned = console.post("/backup/update", "{'id': '" + id + "', 'pinned': true}").json();

    assertThat(pinned.path("pinned").asBoolean()).isTrue();
    assertThat(pinned.path("set").asText()).isEqualTo("nightly");
    assertThat(
            console
                .post("/backup/update", "{'id': '" + id + "', 'pinned': false}")
                .json()
                .path("pinned")
                .asBoolean())
        .isFalse();
  }

  @Test
  void tellsThatMostOfTheSourceIsGoneAndTakesItForMeantWhenThatIsConfirmed() throws IOException {
    Path folder = console.data.resolve("documents");
    for (int i = 0; i < 200; i++) {
      Files.writeString(folder.resolve("letter" + i), "letter " + i);
    }
    console.backUp("All letters");
    for (int i = 0; i < 200; i++) {
      Files.delete(folder.resolve("letter" + i));
    }

    JsonNode told = console.backUp("No letters");

    String id = told.path("id").asText();
    assertThat(told.path("suspicion").asText()).contains("200 are gone");
    assertThat(told.path("warnings").toString()).contains("set-held");
    assertThat(
            console
                .post("/backup/confirm", "{'id': '" + id + "'}")
                .json()
                .path("suspicion")
                .isNull())
        .isTrue();
  }

  @Test
  void namesADamagedBackupAndShowsTheOthers() {
    String bad = backUpElsewhere();
    String object =
        console.space.objects().keys().stream()
            .filter(key -> key.contains(bad))
            .findFirst()
            .orElseThrow();
    console.space.objects().put(object, new byte[200]);
    String good = console.backUp("good").path("id").asText();

    JsonNode page = console.get("/backup/fetch").json();

    assertThat(page.path("backups").findValuesAsText("id")).containsExactly(good);
    assertThat(page.path("backups").get(0).path("warnings").toString()).contains(bad);
    assertThat(page.path("damaged").findValuesAsText("id")).containsExactly(bad);
    assertThat(console.send("DELETE", "/backup/" + bad, "").status()).isEqualTo(404);
  }

  private String backUpElsewhere() {
    String app = console.space.appDid().address();
    try (SpaceClient client =
        SpaceClient.builder()
            .endpoint(console.space.endpoint())
            .wallet(console.space.wallet())
            .build()) {
      return requireNonNull(
          client
              .incrementalBackup()
              .blocklet()
              .appPid(app)
              .appDid(app)
              .userDid(app)
              .referrer("https://my.app/")
              .appName("Elsewhere")
              .appDescription("Another machine")
              .source(console.data)
              .stateDirectory(temporary.resolve("elsewhere"))
              .snapshot(true)
              .run()
              .orElseThrow()
              .snapshotId());
    }
  }

  @Test
  void addsChangesAndRemovesPlansWhichOutliveARestart() throws IOException {
    RunningConsole.Answer added =
        console.post(
            "/backup/schedules",
            "{'name': 'hourly', 'cron': '0 * * * *', 'zone': 'Europe/Berlin', 'select':"
                + " ['database'], 'retention': 'FILES 3', 'expiryHours': 48}");
    assertThat(added.status()).isEqualTo(201);
    assertThat(added.json().path("nextRuns")).hasSize(3);
    assertThat(
            console
                .send("PUT", "/backup/schedules", "{'name': 'hourly', 'cron': '@daily'}")
                .json()
                .path("retention")
                .asText())
        .isEqualTo("FILES 3");
    String again = "{'name': 'hourly', 'cron': '@weekly'";
    assertThat(console.post("/backup/schedules", again + "}").status()).isEqualTo(409);
    console.post("/backup/schedules", "{'name': 'other', 'cron': '0 * * * *', 'replace': true}");
    assertThat(
            console
                .post("/backup/schedules", "{'name': 'other', 'cron': '@weekly', 'replace': true}")
                .status())
        .isEqualTo(200);
    console.send("DELETE", "/backup/schedules?name=other", "");
    assertThat(expiryAfter("'description': 'x'").asInt()).isEqualTo(48);
    assertThat(expiryAfter("'expiryHours': null").isNull()).isTrue();

    console.restart();

    JsonNode plan = console.get("/backup/schedules").json().path("schedules").get(0);
    assertThat(plan.path("name").asText()).isEqualTo("hourly");
    assertThat(plan.path("cron").asText()).isEqualTo("@daily");
    assertThat(plan.path("zone").asText()).isEqualTo("Europe/Berlin");
    assertThat(plan.path("select").get(0).asText()).isEqualTo("database");
    JsonNode backup = console.await(console.post("/backup/create", "{'plan': 'hourly'}"));
    assertThat(backup.path("files").asInt()).isEqualTo(1);
    assertThat(console.send("DELETE", "/backup/schedules?name=hourly", "").status()).isEqualTo(200);
    assertThat(console.get("/backup/schedules").json().path("schedules")).hasSize(1);
  }

  /** The form shows a few fields; the others are in the file, by hand or by another release. */
  @Test
  void aPlanThatTheFormChangesKeepsEverythingThatTheFormDoesNotKnow() throws IOException {
    console.post("/backup/schedules", "{'name': 'hourly', 'cron': '0 * * * *'}");
    Path file = console.state.resolve("plans.json");
    BackupPlan written =
        BackupPlan.readAll(file).get(0).toBuilder()
            .exclude("*.tmp")
            .onTrouble(Trouble.UNREADABLE, TroublePolicy.FAIL)
            .allowEmpty(true)
            .symbolicLinks(SymbolicLinks.FOLLOW)
            .concurrency(3)
            .retries(7)
            .debug(true)
            .compression(Compression.zstd(3))
            .set("by hand")
            .missedRuns(MissedRuns.SKIP)
            .overlap(Overlap.QUEUE)
            .notifyOn(NotifyOn.ALWAYS)
            .runRetries(2, Duration.ofMinutes(15))
            .stateDirectory(console.state.resolve("of-the-plan"))
            .build();
    Files.writeString(file, "[" + written.toJson() + "]");
    console.restart();

    RunningConsole.Answer changed =
        console.send(
            "PUT",
            "/backup/schedules",
            "{'name': '" + written.name() + "', 'cron': '@weekly', 'retention': 'FILES 9'}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(BackupPlan.readAll(file))
        .containsExactly(
            written.toBuilder().cron("@weekly").retention(Retention.parse("FILES 9")).build());
  }

  private JsonNode expiryAfter(String change) throws IOException {
    return console
        .send("PUT", "/backup/schedules", "{'name': 'hourly', " + change + "}")
        .json()
        .path("expiryHours");
  }

  @Test
  void switchesAutomaticBackupsOffAndOn() throws IOException {
    assertThat(console.get("/api/status").json().path("auto").asBoolean()).isTrue();
    console.post("/api/auto-backup", "{'enabled': false}");
    console.restart();
    JsonNode off = console.get("/api/status").json();
    assertThat(off.path("auto").asBoolean()).isFalse();
    assertThat(off.path("nextRun").isNull()).isTrue();
    console.post("/api/auto-backup", "{'enabled': true}");
    assertThat(console.get("/api/status").json().path("nextRun").isNull()).isFalse();
  }

  @Test
  void tellsOfAVaultThatIsGoneAndLetsOneInAllTheSame() throws IOException {
    console.backUp("Today");
    console.space.objects().keys().stream()
        .filter(key -> key.contains("/.vault/"))
        .forEach(console.space.objects()::delete);
    console.restart();

    JsonNode status = console.get("/api/status").json();

    assertThat(status.path("connected").asBoolean()).isTrue();
    assertThat(status.has("backups")).isFalse();
    assertThat(status.path("problems").get(0).path("kind").asText()).isEqualTo("vault");
    assertThat(status.path("problems").get(0).path("message").asText()).contains("is gone");
    assertThat(console.get("/backup/schedules").status()).isEqualTo(200);
  }

  @Test
  void triggersAKindOfDataOrAPartOfIt() throws IOException {
    JsonNode database =
        console.await(
            console.post(
                "/api/trigger-backup",
                "{'type': 'database', 'description': 'Only it', 'database_name': 'tasks'}"));
    assertThat(database.path("files").asInt()).isEqualTo(1);
    assertThat(database.path("description").asText()).isEqualTo("Only it");

    Files.createDirectories(console.data.resolve("documents/deep"));
    Files.writeString(console.data.resolve("documents/deep/one.md"), "one");
    JsonNode part =
        console.await(
            console.post(
                "/api/trigger-backup", "{'type': 'files', 'storage_path': 'documents/deep'}"));
    assertThat(part.path("files").asInt()).isEqualTo(1);
    assertThat(part.path("plan").asText()).isEqualTo("nightly");
    assertThat(console.get("/backup/schedules").json().path("schedules")).hasSize(1);

    JsonNode preview = console.get("/backup/restore?id=" + part.path("id").asText()).json();
    assertThat(preview.path("unchanged").asInt()).isEqualTo(1);
    assertThat(preview.path("created").asInt()).isZero();
  }

  @Test
  void triggersNoMoreOftenThanAllowed() {
    for (int i = 0; i < 5; i++) {
      assertThat(console.post("/api/trigger-backup", "{'type': 'all'}").status()).isEqualTo(202);
    }
    RunningConsole.Answer refused = console.post("/api/trigger-backup", "{'type': 'all'}");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.error()).isEqualTo("too_many_requests");
    assertThat(refused.response().headers().firstValue("Retry-After")).isPresent();
    assertThat(console.post("/backup/create", "{}").status()).isEqualTo(429);
  }

  @Test
  void tellsOfTheConnectionAndOfEachDay() {
    console.backUp("Today");

    JsonNode status = console.get("/api/status").json();
    assertThat(status.path("connected").asBoolean()).isTrue();
    assertThat(status.path("freeCapacity").asLong()).isBetween(4_900_000_000L, 5_000_000_000L);
    assertThat(status.path("backups").asInt()).isEqualTo(1);
    JsonNode days = console.get("/api/activity?days=30&zone=UTC").json().path("days");
    assertThat(days).hasSize(30);
    int succeeded = 0;
    for (JsonNode day : days) {
      succeeded += day.path("succeeded").asInt();
    }
    assertThat(succeeded).isEqualTo(1);
    assertThat(LocalDate.parse(days.get(29).path("date").asText()))
        .isBetween(LocalDate.now(ZoneOffset.UTC).minusDays(1), LocalDate.now(ZoneOffset.UTC));

    console.space.unavailable("The space is being moved.");
    JsonNode gone = console.get("/api/status").json();
    assertThat(gone.path("connected").asBoolean()).isFalse();
    assertThat(gone.path("problems").get(0).path("message").asText())
        .contains("The space is being moved.");
  }

  @Test
  void isDescribedCompletely() {
    Set<String> described = new HashSet<>();
    console
        .get("/openapi.json")
        .json()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(
                                method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));

    Set<String> offered = new HashSet<>();
    console
        .console()
        .routes()
        .forEach(
            route -> {
              if (!route.open() || route.path().equals("/openapi.json")) {
                offered.add(route.method() + " " + route.path());
              }
            });
    assertThat(described).isEqualTo(offered).hasSizeGreaterThan(15);
  }
}
