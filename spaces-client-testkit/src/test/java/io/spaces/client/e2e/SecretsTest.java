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

import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.testkit.TestWallets;
import io.spaces.client.testkit.faults.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
