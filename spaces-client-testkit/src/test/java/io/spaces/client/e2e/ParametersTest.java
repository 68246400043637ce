package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.BlockletBackup;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.Wallet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mistake is told where it is made, by name and value, before anything is sent. */
class ParametersTest extends SpaceTest {
  private BlockletBackup backup;

  @BeforeEach
  void start() {
    backup = Backups.full(client, server).source(temporary);
  }

  @AfterEach
  void nothingWasSent() {
    assertThat(server.journal().entries()).isEmpty();
  }

  @Test
  void everyParameterIsChecked() {
    Path readOnly = Path.of(URI.create("jrt:/java.base")); // of every JDK, for whatever user
    refused("appDid", "not-a-did", () -> backup.appDid("not-a-did"));
    refused("appPid", "not-a-did", () -> backup.appPid("not-a-did"));
    refused("userDid", "", () -> backup.userDid(""));
    refused("serverDid", "x", () -> backup.serverDid("x"));
    refused("signerDid", "x", () -> backup.signerDid("x"));
    refused("referrer", "ftp://a", () -> backup.referrer("ftp://a"));
    refused("referrer", "no uri at all", () -> backup.referrer("no uri at all"));
    refused("appName", "blank", () -> backup.appName(" "));
    refused("appDescription", "blank", () -> backup.appDescription(""));
    refused("concurrency", "0", () -> backup.concurrency(0));
    refused("concurrency", "257", () -> backup.concurrency(257));
    refused("retries", "-1", () -> backup.retries(-1));
    refused("retries", "11", () -> backup.retries(11));
    refused("source", "missing", () -> backup.source(temporary.resolve("missing")));
    refused("temporaryDirectory", "no", () -> backup.temporaryDirectory(temporary.resolve("no")));
    refused("temporaryDirectory", "written", () -> backup.temporaryDirectory(readOnly));
    refused("exclude", "[", () -> backup.exclude("a[b"));
    refused("endpoint", "https://x/y", () -> backup.endpoint("https://x/y"));
    refused(
        "stateDirectory",
        "inside the source",
        () -> backup.stateDirectory(temporary.resolve("s")).run());
    refused("connectTimeout", "PT0S", () -> SpaceClient.builder().connectTimeout(Duration.ZERO));
    refused("idleTimeout", "-", () -> SpaceClient.builder().idleTimeout(Duration.ofMillis(-1)));
  }

  @Test
  void whatIsMissingIsNamed() {
    refused("userDid", "missing", () -> client.backup().blocklet().appDid(did()).run());
    refused("appDid", "missing", () -> client.backup().blocklet().userDid(did()).run());
    refused("appPid", "missing", () -> client.incrementalBackup().blocklet().appDid(did()).run());
    refused(
        "source",
        "missing",
        () -> Backups.described(client.backup().blocklet().appDid(did()), server).run());
    try (SpaceClient nowhere = SpaceClient.builder().wallet(server.wallet()).build()) {
      refused("endpoint", "missing", () -> Backups.full(nowhere, server).source(temporary).run());
    }
    try (SpaceClient nobody = SpaceClient.builder().endpoint(server.endpoint()).build()) {
      refused("wallet", "missing", () -> Backups.full(nobody, server).source(temporary).run());
    }
  }

  @Test
  void rulesForFilesAreRefusedWhereTheSourceHasNoFolder() {
    Source objects = Source.objects(List.of(SourceObject.of("a", new byte[1])));

    refused("exclude", "the source has none", () -> full().source(objects).exclude("*").run());
    refused(
        "exclude",
        "the source has none",
        () -> full().source(Source.sqlite("a.db", temporary)).exclude(path -> true).check());
    refused("filter", "the source has none", () -> full().source(objects).filter(p -> true).run());
    full().source(Source.of(objects, Source.folder(temporary))).exclude("*.tmp").check();
    full().source(objects).exclude().check();
  }

  private BlockletBackup full() {
    return Backups.full(client, server);
  }

  @Test
  void keysOfObjectsAreRelativePathsAndComeOnce() {
    for (String key : List.of("", "/a", "a/", "a//b", "../a", "a/./b", "a/..", "a\0b")) {
      refused("key", "expected", () -> SourceObject.of(key, new byte[0]));
    }
    SourceObject object = SourceObject.of("a", new byte[0]);
    refused("source", "\"a\" twice", () -> Source.objects(List.of(object, object)));
  }

  private String did() {
    return server.appDid().address();
  }

  private static void refused(String parameter, String part, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageStartingWith(parameter + " ")
        .hasMessageContaining(part)
        .satisfies(
            e -> assertThat(((InvalidParameterException) e).parameter()).isEqualTo(parameter));
  }

  @Test
  void timesThatNoSocketCanKeepAreRefused() {
    refused("connectTimeout", "PT", () -> builder().connectTimeout(Duration.ofDays(25)));
    refused("connectTimeout", "PT0", () -> builder().connectTimeout(Duration.ofNanos(999_999)));
    refused("idleTimeout", "PT", () -> builder().idleTimeout(ChronoUnit.FOREVER.getDuration()));
    refused("idleTimeout", "PT0", () -> builder().idleTimeout(Duration.ofNanos(1)));
    refused("closingTimeout", "PT0", () -> builder().closingTimeout(Duration.ZERO));
    builder().connectTimeout(Duration.ofMillis(1)).idleTimeout(Duration.ofDays(24)).build().close();
  }

  @Test
  void limitsThatAreNoneAreRefused() {
    refused("lowestRate", "-1", () -> builder().lowestRate(-1));
    refused("objects", "is 0", () -> builder().listLimits(0, 1));
    refused("bytes", "is 0", () -> builder().listLimits(1, 0));
    refused("listLag", "PT-1S", () -> builder().listLag(Duration.ofSeconds(-1)));
    builder().lowestRate(0).listLimits(1, 1).listLag(Duration.ZERO).build().close();
  }

  @Test
  void aSecretInAnAddressIsRefusedAndNotRepeated() {
    for (String address : List.of("https://me:s3cret@host/", "ftp://me:s3cret@host/")) {
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> builder().baseUrl(address), () -> backup.referrer(address))) {
        assertThatThrownBy(call)
            .isInstanceOf(InvalidParameterException.class)
            .hasMessageNotContaining("s3cret");
      }
    }
  }

  @Test
  void aKeyAndItsExtraSaltAreChecked() {
    refused("key", "hexadecimal", () -> backup.key("zz"));
    refused("iv", "hexadecimal", () -> backup.iv("zz"));
    refused("iv", "bytes", () -> backup.iv("00"));
    refused("iv", "none", () -> backup.iv("00".repeat(12)).run());
    refused("passphrase", "is empty", () -> backup.passphrase(new char[0]));
  }

  @Test
  void whoAsksForACipherWithoutAKeyIsNotBackedUpInTheClear() {
    refused("algorithm", "none", () -> backup.algorithm("AES-256-GCM").run());
    assertThat(server.journal().entries()).isEmpty();
  }

  @Test
  void aDelegationGoesWithAWallet() {
    Wallet agent = Wallet.random();
    Delegation delegation = Delegation.issue(server.wallet(), agent.did(), Duration.ofDays(1));
    Credentials token = Credentials.authorizationToken("t");
    refused("delegation", "wallet", () -> backup.credentials(token).delegation(delegation));
    refused(
        "delegation",
        "issued to",
        () -> backup.credentials(Credentials.wallet(server.wallet())).delegation(delegation).run());
  }

  @Test
  @SuppressWarnings("NullAway") // what plain Java allows
  void whatIsNotThereIsNamed() {
    refused("userDid", "missing", () -> backup.userDid(null));
    refused("endpoint", "missing", () -> backup.endpoint(null));
    refused("wallet", "missing", () -> backup.wallet(null));
    refused("credentials", "missing", () -> backup.credentials(null));
    refused("source", "missing", () -> backup.source((Path) null));
    refused("filter", "missing", () -> backup.filter(null));
    refused("listener", "missing", () -> backup.listener(null));
    refused("onProgress", "missing", () -> backup.onProgress(null));
    refused("stateDirectory", "missing", () -> backup.stateDirectory(null));
    refused("symbolicLinks", "missing", () -> backup.symbolicLinks(null));
    refused("compression", "missing", () -> backup.compression(null));
    refused("encryption", "missing", () -> backup.encryption(null));
    refused("overwrite", "missing", () -> client.restore().blocklet().overwrite(null));
    refused("target", "missing", () -> client.restore().blocklet().target(null));
    try (Snapshots snapshots = client.snapshots(server.appDid().address())) {
      refused("encryption", "missing", () -> snapshots.encryption(null));
      refused("stateDirectory", "missing", () -> snapshots.stateDirectory(null));
    }
  }

  @Test
  void aStateDirectoryIsInsideTheSourceWhateverLinksLeadThere() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary);
    Path folder = Files.createDirectory(temporary.resolve("source"));
    backup.source(folder);

    refused(
        "stateDirectory",
        "inside the source",
        () -> backup.stateDirectory(link.resolve("source/new/state")).run());
  }

  @Test
  void thePlaceOfAFolderIsARelativePath() {
    for (String under : List.of("/a", "../a", "a//b/", "/")) {
      refused("under", "expected", () -> new Source.Folder(temporary, under));
      refused("under", "expected", () -> Source.folder(temporary, under));
    }
    assertThat(new Source.Folder(temporary, "a/b")).isEqualTo(Source.folder(temporary, "a/b"));
  }

  @Test
  void theKeyOfAProgramsOutputOrADatabaseIsARelativePathByTheNameOfTheParameter() {
    refused("name", "/a", () -> Source.command("/a", "true"));
    refused("name", "a//b", () -> Source.postgres("a//b", "postgresql://db/a", null));
    refused("name", "../a", () -> Source.mysql("../a", "mysql://db/a", null));
    refused("name", "", () -> Source.sqlite("", temporary));
  }

  @Test
  void sourcesMeetHoweverTheyAreNested() {
    Source folder = Source.folder(temporary);
    Source object = Source.objects(List.of(SourceObject.of("a", new byte[1])));
    Source nested = new Source.All(List.of(folder, object));

    refused("source", "two folders", () -> new Source.All(List.of(nested, folder)));
    refused("source", "\"a\" twice", () -> new Source.All(List.of(object, nested)));
    refused("source", "is empty", () -> Source.of());
    assertThat(new Source.All(List.of(nested)).parts()).containsExactly(folder, object);
    assertThat(Source.of(nested)).isEqualTo(nested);
    assertThat(Source.of(folder)).isSameAs(folder);
  }

  private static SpaceClient.Builder builder() {
    return SpaceClient.builder();
  }
}
