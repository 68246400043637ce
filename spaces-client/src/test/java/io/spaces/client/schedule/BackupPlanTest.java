package io.spaces.client.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Layout;
import io.spaces.client.backup.Trouble;
import io.spaces.client.backup.TroublePolicy;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.snapshot.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupPlanTest {
  @TempDir Path directory;

  @Test
  void survivesBeingWrittenAndReadAgain() {
    BackupPlan everything = Plans.everything();
    BackupPlan little = Plans.plan("little", "@daily").build();

    assertThat(BackupPlan.fromJson(everything.toJson())).isEqualTo(everything);
    assertThat(BackupPlan.fromJson(little.toJson())).isEqualTo(little);
    assertThat(everything.toBuilder().build()).isEqualTo(everything);
    assertThat(BackupPlan.fromJson(Plans.mirror().toJson())).isEqualTo(Plans.mirror());
    assertThat(Plans.mirror().toBuilder().build()).isEqualTo(Plans.mirror());
  }

  @Test
  void isTheBeginningOfAnotherPlanWhoseSetFollowsItsName() {
    BackupPlan everything = Plans.everything();
    BackupPlan named = everything.toBuilder().set("shop").build();

    assertThat(everything.toBuilder().name("other").build())
        .isEqualTo(BackupPlan.fromJson(everything.toJson().replace("\"nightly\"", "\"other\"")));
    assertThat(everything.toBuilder().name("other").build().set()).isEqualTo("other");
    assertThat(named.toBuilder().name("other").build().set()).isEqualTo("shop");
  }

  @Test
  void canBeRenamedAndEachPropertyThatNeedNotBeThereBeUnset() {
    BackupPlan everything = Plans.everything();

    BackupPlan little =
        everything.toBuilder()
            .name("little")
            .set(null)
            .exclude(List.of())
            .onTrouble(Trouble.VANISHED, null)
            .onTrouble(Trouble.UNREADABLE, null)
            .concurrency(null)
            .retries(null)
            .timeLimit(null)
            .temporaryDirectory(null)
            .stateDirectory(null)
            .compression(null)
            .encryption(null)
            .retention(Retention.all())
            .expiry(null)
            .acceptVault(null)
            .runRetries(0)
            .build();

    assertThat(little.name()).isEqualTo("little");
    assertThat(little.set()).isEqualTo("little");
    assertThat(little.onTrouble()).isEmpty();
    assertThat(little.toJson())
        .doesNotContain("*.tmp", "onTrouble", "concurrency", "retries", "timeLimit\":\"12h")
        .doesNotContain("Directory", "compression", "encryption", "expiry", "acceptVault")
        .contains("\"retention\":\"ALL\"");
    assertThat(BackupPlan.fromJson(little.toJson())).isEqualTo(little);
  }

  @Test
  void aPartHasASetOfItsOwn() {
    BackupPlan plan = Plans.everything();
    PlanSource dump = plan.sources().get(2);
    PlanSource shop = plan.sources().get(3);
    PlanSource packages = plan.sources().get(5);

    assertThat(plan.sources())
        .extracting(PlanSource::key)
        .containsExactly(
            "", "uploads", "db/app.dump", "db/shop.sql", "db/app.sqlite", "etc/packages.txt");
    assertThat(plan.set(plan.sources(plan.selection()))).isEqualTo("nightly");
    assertThat(plan.set(java.util.Set.of(DataKind.DATABASE))).isEqualTo("nightly/database");
    assertThat(plan.set(List.of(dump))).isEqualTo("nightly/database/db/app.dump");
    assertThat(plan.set(List.of(packages, shop, dump)))
        .isEqualTo(plan.set(List.of(dump, shop, packages)))
        .isEqualTo("nightly/database+files/db/app.dump,db/shop.sql,etc/packages.txt");
    assertThat(plan.set(List.of(PlanSource.folder(DataKind.FILES, Path.of("x"), "moment"))))
        .isEqualTo("nightly/files/moment");
    assertThat(plan.set(List.of(PlanSource.sqlite("a".repeat(300), Path.of("x"))))).hasSize(150);
  }

  /** As the release before wrote it into a database or a file. */
  @Test
  void readsWhatTheReleaseBeforeHasWritten() {
    BackupPlan plan =
        BackupPlan.fromJson(
            """
            {"name":"nightly","cron":"30 1 * * *","zone":"Europe/Berlin","sources":[{"kind":"files",
            "type":"folder","path":"/srv/data"}],"select":["database","user-data","files"],
            "exclude":[],"allowEmpty":false,"destination":{"endpoint":"https://space.example",
            "secretKey":"env:KEY","keyType":"ed25519","appName":"a","appDescription":"b"},
            "incremental":true,"layout":"vault","compression":9,"encryption":{"key":"env:K"},
            "retention":"DAILY 7","expiryHours":72,"enabled":true,"description":"{plan}",
            "environment":"production","missedRuns":"run-once","overlap":"skip","notify":"failure"}
            """);

    assertThat(plan.compression()).isEqualTo(Compression.deflate(9));
    assertThat(plan.encryption()).isEqualTo(PlanEncryption.key(SecretRef.env("K")));
    assertThat(plan.concurrency()).isNull();
    assertThat(plan.stateDirectory()).isNull();
    assertThat(plan.strictSync()).isFalse();
  }

  /** A node of before shares the database, and refuses fields that it does not know. */
  @Test
  void writesNoParameterThatIsAsItIsByDefault() {
    assertThat(Plans.plan("p", "@daily").build().toJson())
        .doesNotContain("concurrency", "retries", "strictSync", "symbolicLinks", "debug")
        .doesNotContain("Directory", "compression", "encryption", "allowMassRemoval");
  }

  @ParameterizedTest
  @CsvSource({
    "6, DEFLATE, 6",
    "\"deflate:9\", DEFLATE, 9",
    "\"zstd:19\", ZSTD, 19",
    "\"none\", NONE, 0"
  })
  void readsEveryCompressionThatABackupHas(String text, Compression.Method method, int level) {
    BackupPlan plan =
        BackupPlan.fromJson(
            Plans.everything().toJson().replace("\"compression\":9", "\"compression\":" + text));

    assertThat(plan.compression()).isEqualTo(new Compression(method, level));
    assertThat(BackupPlan.fromJson(plan.toJson())).isEqualTo(plan);
  }

  @Test
  void readsAFileOfPlansInYaml() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("plans.yaml"),
            """
            plans:
              - name: nightly
                cron: "30 1 * * *"
                zone: Europe/Berlin
                sources:
                  - type: folder
                    path: /srv/data
                  - {type: postgres, name: db/app.dump, url: "postgresql://app@db/app", password: "env:PW"}
                select: all
                exclude: ["*.tmp"]
                destination:
                  endpoint: https://space.example/api/space/default/app/default/
                  secretKey: file:/run/secrets/space
                compression: 6
                encryption: {passphrase: "env:PASSPHRASE"}
                notify: always
              - name: second
                cron: "@weekly"
                sources: [{type: sqlite, name: a.db, path: a.db}]
                destination: {endpoint: "https://h.example", accessKey: "named:key"}
            """);

    assertThat(BackupPlan.readAll(file))
        .extracting(BackupPlan::name, plan -> plan.schedule().expression(), BackupPlan::notifyOn)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("nightly", "30 1 * * *", NotifyOn.ALWAYS),
            org.assertj.core.groups.Tuple.tuple("second", "@weekly", NotifyOn.FAILURE));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "cron: '@daily' | cron: '61 * * * *' | plans[0].cron is \"61 * * * *\" | line 4",
        "cron: '@daily' | corn: '@daily' | plans[0].cron is missing | line 3",
        "zone: UTC | zone: Mars | plans[0].zone is \"Mars\" | line 5",
        "path: data | pathh: data | plans[0].sources[0].path is missing | line 8",
        "url: postgresql://db/a | url: postgresql://u:hunter2@db/a | plans[0].sources[1].url holds"
            + " | line 11",
        "password: env:PW | password: hunter2 | plans[0].sources[1].password is not a reference |"
            + " line 12",
        "endpoint: https | endpoint: ftp | plans[0].destination.endpoint is \"ftp | line 14",
        "secretKey: env:K | keyType: ed25519 | plans[0].destination.secretKey is missing | line 13",
        "retention: DAYS 3 | retention: DAYS x | plans[0].retention is \"DAYS x\" | line 16",
        "compression: 3 | compression: 0 | plans[0].compression is 0; expected 1 to 9 | line 17",
        "select: all | select: user-data | plans[0].select is [USER_DATA] | line 18",
        "name: second | name: first | plans[1].name is \"first\", as that of plans[0] | line 19",
        "layout: mirror | layout: cloud | plans[1].layout is \"cloud\" | line 23",
        "layout: mirror | cron: '@weekly' | is malformed in line 23 | Duplicate",
        "layout: mirror | layout: [mirror | is malformed | in line 2",
      })
  void saysInWhichFileLineAndFieldAMistakeIs(String from, String to, String what, String where)
      throws IOException {
    String yaml =
        """
        # Our plans
        plans:
          - name: first
            cron: '@daily'
            zone: UTC
            sources:
              # the data
              - type: folder
                path: data
              - {type: postgres, name: a.dump,
                 url: postgresql://db/a,
                 password: env:PW}
            destination:
              endpoint: https://space.example/api/space/default/app/default/
              secretKey: env:K
            retention: DAYS 3
            compression: 3
            select: all
          - name: second
            cron: '@daily'
            sources: [{type: folder, path: data}]
            destination: {endpoint: "https://h.example", accessKey: "named:key"}
            layout: mirror
        """;
    assertThat(yaml).contains(from);
    Path file = Files.writeString(directory.resolve("plans.yaml"), yaml);
    assertThat(BackupPlan.readAll(file)).hasSize(2);
    Files.writeString(file, yaml.replace(from, to));

    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> BackupPlan.readAll(file))
        .withMessageContaining(what)
        .withMessageContaining(where)
        .withMessageContaining("plans.yaml")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
  }

  private static final String DEFAULTS =
      """
      defaults:
        zone: UTC
        cron: "@daily"
        retention: DAYS 30
        concurrency: 8
        onTrouble: {vanished: report}
        encryption: {key: "env:K"}
        destination:
          endpoint: https://space.example/api/space/default/app/default/
          secretKey: env:KEY
          appName: Shop
      plans:
        - name: a
          sources: [{type: folder, path: a}]
        - name: b
          cron: "@weekly"
          sources: [{type: folder, path: b}]
          onTrouble: {special: fail}
          encryption: {passphrase: "env:P"}
          concurrency: null
          destination: {appName: B, appDescription: Of b}
      """;

  private List<BackupPlan> readAll(String yaml) throws IOException {
    return BackupPlan.readAll(Files.writeString(directory.resolve("plans.yaml"), yaml));
  }

  @Test
  void plansOfAFileHaveTheDefaultsWhereTheySayNothingElse() throws IOException {
    List<BackupPlan> plans = readAll(DEFAULTS);

    BackupPlan a = plans.get(0);
    assertThat(a.schedule().expression()).isEqualTo("@daily");
    assertThat(a.concurrency()).isEqualTo(8);
    assertThat(a.set()).isEqualTo("a");
    assertThat(a.encryption()).isEqualTo(PlanEncryption.key(SecretRef.env("K")));
    BackupPlan b = plans.get(1);
    assertThat(b.schedule().expression()).isEqualTo("@weekly");
    assertThat(b.concurrency()).isNull();
    assertThat(b.retention()).hasToString("DAYS 30");
    assertThat(b.onTrouble())
        .containsOnly(
            Map.entry(Trouble.VANISHED, TroublePolicy.REPORT),
            Map.entry(Trouble.SPECIAL, TroublePolicy.FAIL));
    assertThat(b.encryption()).isEqualTo(PlanEncryption.passphrase(SecretRef.env("P")));
    assertThat(b.destination().address()).isEqualTo(a.destination().address());
    assertThat(b.destination().appName()).isEqualTo("B");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "concurrency: 8 | concurrency: 0 | defaults.concurrency is 0; expected 1 to 256, for the"
            + " plan \"a\" | line 5",
        "zone: UTC | zoned: UTC | defaults.zoned is unknown here | line 2",
        "zone: UTC | name: x | defaults.name would be the same for all plans | line 2",
        "zone: UTC | set: x | defaults.set would be the same for all plans | line 2",
        "secretKey: env:KEY | secretKey: hunter2 | defaults.destination.secretKey | line 10",
        "special: fail | special: no | plans[1].onTrouble.special is | line 18",
        "vanished: report | vanished: no | defaults.onTrouble.vanished is | line 6",
        "encryption: {passphrase: 'env:P'} | layout: mirror | defaults.retention is for vaults, and"
            + " the layout is MIRROR | line 4",
        "defaults: | default: | default is unknown here | line 1",
      })
  void whatIsWrongInTheDefaultsIsToldThereAndForWhichPlan(
      String from, String to, String problem, String line) throws IOException {
    String text = DEFAULTS.replace('"', '\'');
    assertThat(text).contains(from);

    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> readAll(text.replace(from, to).replace("{key: 'env:K'}", "null")))
        .withMessageContaining(problem)
        .withMessageContaining(line)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
  }

  @Test
  void aSecondDocumentInAFileIsNotPassedOver() throws IOException {
    Path yaml = Files.writeString(directory.resolve("plans.yaml"), "plans: []\n---\nplans: []\n");
    Path json = Files.writeString(directory.resolve("plans.json"), "{\"plans\": []}\n{}");

    for (Path file : List.of(yaml, json)) {
      assertThatExceptionOfType(InvalidParameterException.class)
          .isThrownBy(() -> BackupPlan.readAll(file))
          .withMessageContaining(file + " goes on in line ")
          .withMessageContaining("expected one document");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"cron\":\"0 30 1 * * *\" | \"cron\":\"99 * * * *\"    | minute",
        "\"cron\":\"0 30 1 * * *\" | \"corn\":\"0 30 1 * * *\"  | cron is missing",
        "Europe/Berlin             | Europe/Bonn                | zone",
        "\"layout\":\"vault\"      | \"layout\":\"cloud\"       | layout is \"cloud\"; expected"
            + " mirror, vault",
        "\"layout\":\"vault\"      | \"layout\":\"mirror\"      | compression is for vaults, and"
            + " the layout is MIRROR; expected layout(VAULT) beside it",
        "\"unreadable\":\"fail\"   | \"unreadable\":\"panic\"   | onTrouble.unreadable is"
            + " \"panic\"; expected fail, report, skip",
        "\"unreadable\":\"fail\"   | \"unreadible\":\"fail\"    | onTrouble.unreadible is unknown",
        "\"compression\":9         | \"compression\":10         | compression is 10; expected 1 to"
            + " 9",
        "\"compression\":9         | \"compression\":\"zstd:20\"  | compression is 20; expected 1"
            + " to 19",
        "\"compression\":9         | \"compression\":\"gzip\"     | compression is \"gzip\";"
            + " expected 1 to 9, deflate:1 to 9, zstd:1 to 19, none",
        "\"times\":2               | \"times\":101           | runRetries.times is 101; expected 0"
            + " to 100",
        "\"pause\":\"15m\"          | \"pause\":\"15\"         | runRetries.pause is \"15\","
            + " without a unit",
        "\"concurrency\":8         | \"concurrency\":257        | concurrency is 257; expected 1 to"
            + " 256",
        "\"retries\":7             | \"retries\":11             | retries is 11; expected 0 to 10",
        "\"timeLimit\":\"12h\" | \"timeLimit\":\"25d\" | timeLimit is PT600H; expected 1 second to"
            + " 24 days",
        "\"timeLimit\":\"5m\" | \"timeLimit\":\"5\" | sources[5].timeLimit is \"5\", without",
        "\"timeLimit\":\"5m\" | \"timeLimit\":\"0\" | sources[5].timeLimit is PT0S",
        "\"type\":\"folder\" | \"timeLimit\":\"1m\",\"type\":\"folder\" | sources[0].timeLimit is"
            + " for programs and databases",
        "\"symbolicLinks\":\"follow\" | \"symbolicLinks\":\"copy\" | symbolicLinks is \"copy\";"
            + " expected",
        "\"debug\":true            | \"debug\":true,\"strictSync\":true | strictSync is for"
            + " mirrors, and the layout is VAULT",
        "\"type\":\"sqlite\"       | \"type\":\"oracle\"        | sources[4].type",
        "\"type\":\"sqlite\"       | \"typo\":1,\"type\":\"sqlite\" | sources[4].typo is unknown",
        "\"expiryHours\":72        | \"expiryHours\":0          | expiryHours",
        "\"prune\":\"weekly\"    | \"prune\":\"hourly\"      | prune is \"hourly\"; expected"
            + " never, after-run, daily, weekly",
        "\"grace\":\"36h\"       | \"grace\":\"-1h\"         | grace is \"-1h\"; expected a"
            + " time such as 0, 30s, 15m, 12h or 7d",
        "\"grace\":\"36h\"       | \"grace\":36            | grace is not a text",
        "\"lockWait\":\"90s\"    | \"lockWait\":\"90\"       | lockWait is \"90\", without a"
            + " unit",
        "FILES 3                   | BYTES 3                    | retention is",
        "DAYS 2                    | DAYS 0                     | retention is",
        "\"select\":[\"database\"  | \"select\":[\"databases\"  | select",
        "env:APP_PASSWORD          | hunter2                    | sources[2].password is not a"
            + " reference",
        "app@db/app                | app:hunter2@db/app         | url holds a password",
        "\"name\":\"nightly\"      | \"name\":\"../nightly\"    | name is",
        "\"uploads\"               | \"../uploads\"             | sources[1].under is",
        "db/app.dump               | /db/app.dump               | sources[2].name is",
        "mysql://shop@db           | shop@db                    | sources[3].url",
        "db/app.sqlite             | db//app.sqlite             | sources[4].name is",
        "etc/packages.txt          | etc/../packages.txt        | sources[5].name is",
        "db/app.sqlite             | db/app.dump                | sources has the key",
        "cache/                    | cache[                     | exclude has the pattern",
        "cache/                    | #cache                     | exclude has the pattern",
      })
  void namesWhatIsWrongAndNeverShowsASecret(String from, String to, String expected) {
    String json = Plans.everything().toJson();
    assertThat(json).contains(from);

    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> BackupPlan.fromJson(json.replace(from, to)))
        .withMessageContaining(expected)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
  }

  @Test
  void fillsTheDescriptionInOnTheWallClockOfThePlan() {
    assertThat(Plans.everything().describe(Instant.parse("2026-11-22T00:30:00Z")))
        .isEqualTo("nightly of staging at 2026-11-22 01:30");
  }

  @Test
  void takesTheSourcesOfTheKindsItIsAskedFor() {
    BackupPlan plan = Plans.everything();

    assertThat(plan.sources(plan.selection())).hasSize(5);
    assertThat(plan.sources(java.util.Set.of(DataKind.USER_DATA)))
        .containsExactly(PlanSource.folder(DataKind.USER_DATA, Path.of("/srv/uploads"), "uploads"));
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> Plans.plan("p", "@daily").select(DataKind.DATABASE).build())
        .withMessageContaining("selection");
  }

  @Test
  void writesTheTimeInTheSameDigitsWhereverItRuns() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

      assertThat(Plans.everything().describe(Instant.parse("2026-11-22T08:05:59Z")))
          .endsWith("2026-11-22 09:05");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void leavesOutWhatAnyExclusionNames() {
    BackupPlan plan = Plans.plan("p", "@daily").exclude("*.tmp").exclude("cache/").build();

    assertThat(plan.exclude()).containsExactly("*.tmp", "cache/");
    assertThat(plan.toBuilder().exclude("*.bak").build().exclude())
        .containsExactly("*.tmp", "cache/", "*.bak");
    assertThat(plan.exclude()).hasSize(2);
  }

  @Test
  void expiresAfterWholeHoursAsItIsWritten() {
    BackupPlan plan = Plans.plan("p", "@daily").expiryHours(2).build();

    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> plan.toBuilder().expiry(Duration.ofMinutes(90)).build())
        .withMessageContaining("expiry is PT1H30M");
    BackupPlan days = plan.toBuilder().expiry(Duration.ofDays(2)).build();
    assertThat(BackupPlan.fromJson(days.toJson()).expiry()).isEqualTo(Duration.ofDays(2));
    assertThat(days.toBuilder().expiry(null).build().expiry()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"0,PT0S", "1s,PT1S", "90s,PT1M30S", "15m,PT15M", "36h,PT36H", "7d,P7D"})
  void writesTimesAsItReadsThem(String text, Duration time) {
    BackupPlan plan = Plans.plan("p", "@daily").grace(time).lockWait(time).build();

    assertThat(plan.toJson())
        .contains("\"grace\":\"" + text + "\"", "\"lockWait\":\"" + text + "\"");
    assertThat(BackupPlan.fromJson(plan.toJson())).isEqualTo(plan);
  }

  @Test
  void takesNoTimeThatIsNegativeOrNoneOfWholeSeconds() {
    for (Duration time : List.of(Duration.ofSeconds(-1), Duration.ofMillis(1500))) {
      assertThatExceptionOfType(InvalidParameterException.class)
          .isThrownBy(() -> Plans.plan("p", "@daily").grace(time))
          .withMessageContaining("grace is " + time);
      assertThatExceptionOfType(InvalidParameterException.class)
          .isThrownBy(() -> Plans.plan("p", "@daily").lockWait(time))
          .withMessageContaining("lockWait is " + time);
    }
  }

  @Test
  void aMirrorIsNotPruned() {
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(
            () -> Plans.plan("p", "@daily").layout(Layout.MIRROR).prune(Pruning.NEVER).build())
        .withMessageContaining("prune is for vaults, and the layout is MIRROR");
    BackupPlan mirror = Plans.plan("p", "@daily").layout(Layout.MIRROR).build();
    assertThat(BackupPlan.fromJson(mirror.toJson())).isEqualTo(mirror);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"DAYS 30 HOURS 48", "HOURS 48 DAYS 30", "DAILY 7 DAILY 9", "FILES 3 LAST 5"})
  void keepsNothingShorterThanARuleThatAnotherWouldReplace(String text) {
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> Retention.parse(text))
        .withMessageContaining("retention is \"" + text + "\"")
        .withMessageContaining("twice");
  }

  @Test
  void writesEveryNumberOfHoursSoThatItCanBeRead() {
    Retention most = Retention.hours(2_399_999);

    assertThat(Retention.parse(most.toString())).isEqualTo(most);
  }

  @ParameterizedTest
  @CsvSource({"ALL", "FILES 7", "HOURS 25", "DAYS 30", "DAILY 7 WEEKLY 4 MONTHLY 12 YEARLY 3"})
  void writesRetentionAsItReadsIt(String text) {
    assertThat(Retention.parse(text)).hasToString(text);
    assertThat(Retention.parse(text.toLowerCase(Locale.ROOT))).isEqualTo(Retention.parse(text));
    assertThat(Retention.parse(text).zone(java.time.ZoneOffset.UTC)).isNotNull();
  }

  @Test
  void looksSecretsUpOnlyWhenAsked() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), " s3cret \n");
    SecretResolver resolver = SecretResolver.standard(Map.of("a", "b"));

    assertThat(resolver.resolve(SecretRef.parse("file:" + file))).isEqualTo("s3cret");
    assertThat(resolver.resolve(SecretRef.named("a"))).isEqualTo("b");
    assertThat(resolver.resolve(SecretRef.env("PATH"))).isEqualTo(System.getenv("PATH"));
    UnaryOperator<String> failure =
        text ->
            org.assertj.core.api.Assertions.catchThrowableOfType(
                    InvalidParameterException.class, () -> resolver.resolve(SecretRef.parse(text)))
                .getMessage();
    assertThat(failure.apply("named:c")).contains("named:c");
    assertThat(failure.apply("env:NOT_THERE_AT_ALL")).contains("env:NOT_THERE_AT_ALL");
    assertThat(failure.apply("file:/not/there")).contains("file:/not/there");
    assertThat(failure.apply("file:a\0b")).contains("expected a path");
  }
}
