package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Fault.bytes;
import static io.spaces.client.testkit.faults.Requests.any;
import static io.spaces.client.testkit.faults.Requests.get;
import static io.spaces.client.testkit.faults.Requests.lists;
import static io.spaces.client.testkit.faults.Requests.put;
import static io.spaces.client.testkit.faults.Requests.updateBackup;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.Wallet;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.PlanEncryption;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.schedule.WebhookNotifier;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.testkit.TestWallets;
import io.spaces.client.testkit.faults.Reply;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that logs all it can, meets every fault, and crashes: its secrets stay its own. */
class SecretsTest {
  private static final String PASSPHRASE = "correct horse battery staple 4711";
  private static final String VAULT_KEY = "c0ffee00".repeat(8);
  private static final String TOKEN = "an-authorization-token-0815";

  @TempDir Path temporary;

  @Test
  void noOutputOrFileOfAWholeRunHoldsASecret() throws Exception {
    FileTree tree = FileTree.in(temporary.resolve("data")).random(8, 40);
    tree.file("large", 2_000_000, 9);
    Path scanned = Files.createDirectories(temporary.resolve("scanned"));
    Files.createDirectories(scanned.resolve("copies"));
    Path output = scanned.resolve("output");
    Wallet agent = TestWallets.random();
    Wallet accessKey = TestWallets.random();
    try (SpaceServer server =
        SpaceServer.builder().accessKey(accessKey).authorizationToken(TOKEN).start()) {
      planEveryFault(server);
      String delegation = TestWallets.delegation(server.wallet(), agent).token();
      int exit =
          BackupProgram.java(
                  List.of(
                      "-Xmx256m",
                      "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                      "-Djava.io.tmpdir=" + Files.createDirectories(scanned.resolve("tmp")),
                      "-Djava.util.logging.config.file=" + everything(),
                      "-XX:ErrorFile=" + scanned.resolve("crash")),
                  NoisyProgram.class,
                  output,
                  Map.of(
                      "SPACES_ENDPOINT", server.endpoint(),
                      "SPACES_BASE", server.baseUrl(),
                      "SPACES_KEY", server.wallet().exportSecretKey(),
                      "SPACES_AGENT", agent.exportSecretKey(),
                      "SPACES_DELEGATION", delegation,
                      "SPACES_ACCESS", accessKey.exportSecretKey(),
                      "SPACES_APP", server.appDid().address(),
                      "SPACES_FOLDER", temporary.toString()))
              .waitFor();

      assertThat(Files.readString(output, ISO_8859_1))
          .contains("all runs are done", "DEBUG", "FINE: ");
      assertThat(exit).as("the program ends with an uncaught exception").isEqualTo(1);
      assertThat(server.records()).as("runs that came to a record").hasSizeGreaterThan(5);
      List<String> secrets = new ArrayList<>(List.of(PASSPHRASE, TOKEN, delegation));
      secrets.addAll(spellings(VAULT_KEY));
      for (Wallet wallet : List.of(server.wallet(), agent, accessKey)) {
        secrets.addAll(spellings(wallet.exportSecretKey()));
      }
      // How every token of a request begins: {"alg":
      secrets.add("eyJhbGciOi");
      assertNowhere(scanned, secrets);
      for (StoredObject object : server.objects().below("")) {
        assertNoSecret(object.key(), object.bytes(), secrets);
      }
    }
  }

  /** Ways for a secret to come in. */
  private enum Way {
    NAMED(secret -> SecretResolver.standard(Map.of("x", secret)).resolve(SecretRef.named("x"))),
    WALLET(Wallet::fromSecretKey),
    ACCESS_KEY(Credentials::accessKey),
    AUTHORIZATION_TOKEN(Credentials::authorizationToken),
    DELEGATION(Delegation::parse),
    VAULT_KEY(Encryption::key),
    EXTRA_SALT(secret -> Encryption.key(SecretsTest.VAULT_KEY).iv(secret)),
    RECOVERY_KEY(Encryption::recovery),
    VARIABLE(secret -> Source.command("a", List.of("true"), Map.of("X", secret))),
    POSTGRES(secret -> Source.postgres("a", "postgresql://u@h/d", secret)),
    MYSQL(secret -> Source.mysql("a", "mysql://u@h/d", secret)),
    WEBHOOK_SECRET(secret -> new WebhookNotifier(URI.create("http://h/"), secret)),
    PLAN_DESTINATION(
        secret ->
            Destination.builder("http://h/")
                .authorizationToken(SecretRef.named("x"))
                .build()
                .credentials(any -> secret)),
    PLAN_KEY(secret -> PlanEncryption.key(SecretRef.named("x")).resolve(any -> secret)),
    PLAN_PASSPHRASE(
        secret -> PlanEncryption.passphrase(SecretRef.named("x")).resolve(any -> secret)),
    PLAN_IN_JSON(secret -> BackupPlan.fromJson("{\"name\": " + secret + "}")),
    REFERENCE(SecretRef::parse);

    @SuppressWarnings("ImmutableEnumChecker") // it keeps nothing
    private final Consumer<String> in;

    Way(Consumer<String> in) {
      this.in = in;
    }
  }

  /** A NUL, half a character, and what a decoder leaves of bytes that are none. */
  @ParameterizedTest
  @EnumSource
  void aSecretThatIsNoTextIsRefusedWithoutBeingShown(Way way) {
    String planted = "Planted-4711-" + way.name().length();
    for (String bad : List.of("\0", "\ud83d", "\ufffd", "\0\0")) {
      for (String secret : List.of(bad + planted, planted + bad, planted + bad + planted)) {
        assertThatThrownBy(() -> way.in.accept(secret))
            .isInstanceOf(InvalidParameterException.class)
            .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("lanted", "4711"));
      }
    }
  }

  /** As PowerShell writes it, and in Latin-1. */
  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16", "ISO-8859-1"})
  void aFileThatIsNotInUtf8IsRefusedWithoutBeingShown(String charset) throws IOException {
    Path file = temporary.resolve("secret");
    Files.write(file, "Pläntéd-4711".getBytes(Charset.forName(charset)));

    assertThatThrownBy(() -> SecretResolver.standard().resolve(SecretRef.file(file)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("file:" + file)
        .satisfies(e -> assertThat(stackTrace(e).replace("\0", "")).doesNotContain("4711"));
  }

  /** What the JDK and others say of what they could not read is little else than a quotation. */
  @Test
  void whatAnErrorOfOthersQuotesIsToldToNobody() {
    List<Function<String, @Nullable Object>> troubles =
        List.of(
            Integer::valueOf,
            planted -> URI.create("http:// " + planted),
            planted -> Path.of(planted + "\0"),
            Instant::parse,
            planted -> new ProcessBuilder().environment().put("X", planted + "\0"));
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client = Backups.client(server)) {
      for (Function<String, @Nullable Object> trouble : troubles) {
        List<SourceObject> source =
            List.of(
                SourceObject.of(
                    "a",
                    () -> {
                      throw new AssertionError(trouble.apply("Planted-4711"));
                    }));

        BackupResult result = Backups.full(client, server).source(source).run();

        assertThat(result.status()).isNotEqualTo(TransferStatus.SUCCEEDED);
        assertThat(result.statusMessage()).isNotBlank().doesNotContain("Planted");
        assertThat(result.failures()).noneMatch(each -> each.message().contains("Planted"));
      }
      assertThat(server.records()).noneMatch(record -> record.toString().contains("Planted"));
      for (StoredObject object : server.objects().below("")) {
        assertNoSecret(object.key(), object.bytes(), List.of("Planted"));
      }
    }
  }

  private static String stackTrace(Throwable e) {
    StringWriter told = new StringWriter();
    e.printStackTrace(new PrintWriter(told));
    return told.toString();
  }

  private static void planEveryFault(SpaceServer server) {
    server.faults().on(put()).nth(2).answer(Reply.status(503).retryAfter("1"));
    server.faults().on(put()).nth(4).answerGatewayPage();
    server.faults().on(put()).nth(6).cutAfter(bytes(100));
    server.faults().on(put()).nth(8).loseAcknowledgement();
    server.faults().on(put()).nth(10).answer(403);
    server.faults().on(put()).nth(12).redirectTo("https://localhost:1/elsewhere");
    server.faults().on(put()).nth(14).answer(401);
    server.faults().on(lists()).nth(1).truncateAnswer();
    server.faults().on(lists()).nth(3).answerGarbage();
    server.faults().on(get()).nth(2).corruptByteAt(40);
    server.faults().on(get()).nth(3).wrongHash();
    server.faults().on(updateBackup()).nth(2).answer(400);
    server.faults().on(any()).every(17).cutBeforeBody();
  }

  private Path everything() throws IOException {
    return Files.writeString(
        temporary.resolve("logging.properties"),
        """
        handlers=java.util.logging.ConsoleHandler
        .level=ALL
        java.util.logging.ConsoleHandler.level=ALL
        """);
  }

  /** A key in every spelling that a careless line of code might give it. */
  private static List<String> spellings(String hex) {
    String plain = hex.startsWith("0x") ? hex.substring(2) : hex;
    byte[] bytes = HexFormat.of().parseHex(plain);
    byte[] seed = bytes.length == 64 ? Arrays.copyOf(bytes, 32) : bytes;
    String seedHex = HexFormat.of().formatHex(seed);
    return List.of(
        seedHex,
        seedHex.toUpperCase(Locale.ROOT),
        new String(seed, ISO_8859_1),
        Base64.getEncoder().withoutPadding().encodeToString(seed).substring(0, 40),
        Base64.getUrlEncoder().withoutPadding().encodeToString(seed).substring(0, 40),
        Arrays.toString(seed));
  }

  private static void assertNowhere(Path folder, List<String> secrets) throws IOException {
    List<Path> files;
    try (var all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertThat(files).as("output, state and temporary files").hasSizeGreaterThan(1);
    for (Path file : files) {
      assertNoSecret(file.toString(), Files.readAllBytes(file), secrets);
    }
  }

  private static void assertNoSecret(String where, byte[] content, List<String> secrets) {
    String text = new String(content, ISO_8859_1);
    for (String secret : secrets) {
      boolean found =
          text.contains(secret) || text.contains(new String(secret.getBytes(UTF_8), ISO_8859_1));
      assertThat(found).as("%s holds the secret that begins with %.6s", where, secret).isFalse();
    }
  }

  /** Backups and restores of every kind, with the most secrets and the most log there can be. */
  static final class NoisyProgram {
    private NoisyProgram() {}

    public static void main(String[] args) {
      NoisyRuns.run(PASSPHRASE, VAULT_KEY, TOKEN);
      System.out.println("all runs are done");
      throw new IllegalStateException("the crash at the end");
    }
  }
}
