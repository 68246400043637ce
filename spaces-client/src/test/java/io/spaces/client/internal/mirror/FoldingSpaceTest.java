package io.spaces.client.internal.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.protocol.object.ObjectKeys;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A space on a file system that takes names for one that differ in case or in form alone. */
final class FoldingSpaceTest {
  private static final String AREA = "/api/space/default/app/default/";

  private final Wallet wallet = Wallet.random();
  private final MockWebServer server = new MockWebServer();
  private final Map<String, Stored> objects = new ConcurrentSkipListMap<>();
  private boolean exact;

  @BeforeEach
  void start() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"Readme.md, README.md", "Docs/a, docs/a", "u\u0308ber, \u00fcber"})
  void anObjectThatIsRespelledIsNotDeletedUnderItsOldName(String before, String after) {
    assertThat(backUp(before, "other").status()).isEqualTo(TransferStatus.SUCCEEDED);

    BackupResult result = backUp(after);

    assertThat(names()).containsExactly(before);
    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.key()).isEqualTo(before));
  }

  @Test
  void aSpaceThatTellsThemApartKeepsTheNewOneOnly() {
    exact = true;
    backUp("Readme.md", "other").orElseThrow();

    backUp("README.md").orElseThrow();

    assertThat(names()).containsExactly("README.md");
  }

  @ParameterizedTest
  @ValueSource(strings = {".Vault/config", ".VAULT/packs/00/x", ".vAult"})
  void whatIsAVaultsOwnNeedNotBeSpelledAsItIs(String key) {
    Stored config = new Stored(".vault/config", "hash");
    objects.put(fold(config.name()), config);

    BackupResult result = backUp("other", key);

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.key()).isEqualTo(key);
              assertThat(failure.message()).contains("vault");
            });
    assertThat(objects.values()).contains(config);
    assertThat(names()).containsExactlyInAnyOrder(".vault/config", "other");
  }

  /** In a space that keeps the spelling of whoever made the folder first. */
  @Test
  void aStrictSyncDeletesNoVaultHoweverItIsSpelled() {
    backUp("other").orElseThrow();
    Stored config = new Stored(".Vault/config", "hash");
    objects.put(fold(config.name()), config);

    backUp("other").orElseThrow();

    assertThat(objects.values()).contains(config);
  }

  private BackupResult backUp(String... keys) {
    try (SpaceClient client =
        SpaceClient.builder().endpoint(server.url(AREA).toString()).wallet(wallet).build()) {
      return client
          .backup()
          .blocklet()
          .appDid(wallet.address())
          .userDid(wallet.address())
          .referrer("https://my.app/settings/backup")
          .appName("My app")
          .appDescription("Tasks")
          .source(Arrays.stream(keys).map(key -> SourceObject.of(key, new byte[] {1})).toList())
          .strictSync(true)
          .run();
    }
  }

  private List<String> names() {
    return objects.values().stream().map(Stored::name).toList();
  }

  private MockResponse answer(RecordedRequest request) {
    if (request.getMethod().equals("HEAD")) {
      return new MockResponse.Builder().build(); // how the space is, it leaves unsaid
    }
    String route = request.getTarget().substring(AREA.length());
    String folder = ".did-objects/" + wallet.address() + "/";
    if (route.startsWith("backup")) {
      return json("{\"id\":\"1\",\"status\":\"pending\"}");
    }
    if (route.startsWith("lists/")) {
      return json(
          objects.values().stream().map(Stored::json).collect(Collectors.joining(",", "[", "]")));
    }
    if (route.startsWith("object/")) {
      String name =
          ObjectKeys.decode(route.substring("object/".length())).substring(folder.length());
      String hash = request.getHeaders().get("x-hash");
      if (hash == null) {
        objects.remove(fold(name));
      } else {
        objects.merge(
            fold(name), new Stored(name, hash), (old, fresh) -> new Stored(old.name(), hash));
      }
      return json("");
    }
    return new MockResponse.Builder().code(404).build();
  }

  private String fold(String name) {
    return exact ? name : Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  private static MockResponse json(String body) {
    return new MockResponse.Builder().body(body).build();
  }

  private record Stored(String name, String hash) {
    String json() {
      return "{\"key\":\"/" + name + "\",\"size\":1,\"isDir\":false,\"hash\":\"" + hash + "\"}";
    }
  }
}
