package io.spaces.client.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupPlanBuilder;
import io.spaces.client.schedule.DataKind;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.PlanEncryption;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.testkit.SpaceServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A console over a real space, with a folder of a database, uploads and documents. */
final class RunningConsole implements AutoCloseable {
  static final String TOKEN = AdminToken.generate();

  private static final ObjectMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final SpaceServer space = SpaceServer.builder().capacity(5_000_000_000L).start();
  final Path data;
  final Path state;
  private final HttpClient http = HttpClient.newHttpClient();
  private final TokenVerifier tokens;
  private @Nullable PlanEncryption encryption;
  private Console console;

  RunningConsole(Path folder) throws IOException {
    this(folder, AdminToken.of(TOKEN));
  }

  RunningConsole(Path folder, TokenVerifier tokens) throws IOException {
    this(folder, tokens, null);
  }

  RunningConsole(Path folder, TokenVerifier tokens, @Nullable PlanEncryption encryption)
      throws IOException {
    this.tokens = tokens;
    this.encryption = encryption;
    data = Files.createDirectories(folder.resolve("data"));
    state = Files.createDirectories(folder.resolve("state"));
    for (String part : new String[] {"databases/tasks", "uploads", "documents"}) {
      Files.createDirectories(data.resolve(part));
    }
    Files.writeString(data.resolve("databases/tasks/tasks.jsonl"), "{\"task\": 1}\n");
    Files.writeString(data.resolve("uploads/photo.jpg"), "as good as a photo");
    for (int i = 1; i <= 5; i++) {
      Files.writeString(data.resolve("documents/note " + i + ".md"), "This is note " + i + ".\n");
    }
    console = start();
  }

  private Console start() throws IOException {
    return Console.start(
        new ConsoleSettings(
            ConsoleSettings.LOOPBACK,
            0,
            Set.of("backups.example"),
            tokens,
            plan(),
            "Test space",
            SecretResolver.standard(Map.of("wallet", space.wallet().exportSecretKey())),
            data,
            state,
            5));
  }

  /** As after a restart of the program with a key. */
  void restart(PlanEncryption with) throws IOException {
    encryption = with;
    restart();
  }

  /** As after a restart of the program. */
  void restart() throws IOException {
    console.close();
    console = start();
  }

  private BackupPlan plan() {
    String app = space.appDid().address();
    var plan = builder(app);
    return (encryption == null ? plan : plan.encryption(encryption)).build();
  }

  private BackupPlanBuilder builder(String app) {
    return BackupPlan.builder("nightly")
        .zone(ZoneOffset.UTC)
        .cron("30 2 1 1 *")
        .source(
            PlanSource.folder(
                DataKind.DATABASE, data.resolve("databases/tasks"), "databases/tasks"))
        .source(PlanSource.folder(DataKind.USER_DATA, data.resolve("uploads"), "uploads"))
        .source(PlanSource.folder(DataKind.FILES, data.resolve("documents"), "documents"))
        .destination(
            Destination.builder(space.endpoint())
                .wallet(SecretRef.named("wallet"))
                .appDid(app)
                .appPid(app)
                .userDid(app)
                .build());
  }

  Console console() {
    return console;
  }

  URI address() {
    return console.address();
  }

  Answer get(String path) {
    return send("GET", path, "");
  }

  Answer post(String path, String body) {
    return send("POST", path, body);
  }

  /** Asks as an admin; single quotes in the body stand for double ones. */
  Answer send(String method, String path, String body) {
    return send(method, path, body, "Authorization", "Bearer " + TOKEN);
  }

  /** Asks with these headers, and no others of its own but the content's type. */
  Answer send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address().resolve(path))
            .timeout(PATIENCE)
            .method(method, BodyPublishers.ofString(body.replace('\'', '"')));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Backs up and waits for the end. */
  JsonNode backUp(String description) {
    return await(post("/backup/create", "{'description': '" + description + "'}"));
  }

  /** Waits until what was asked for has ended. */
  JsonNode await(Answer asked) {
    assertThat(asked.status()).as(asked.body()).isEqualTo(202);
    return await("/api/operations/" + asked.json().path("id").asText(), RunningConsole::hasEnded);
  }

  private static boolean hasEnded(JsonNode state) {
    return !Set.of("waiting", "running").contains(state.path("status").asText());
  }

  /** Asks again and again until the answer is as wanted. */
  JsonNode await(String path, Predicate<JsonNode> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonNode answer;
    do {
      Answer got = get(path);
      assertThat(got.status()).as(got.body()).isEqualTo(200);
      answer = got.json();
      if (wanted.test(answer)) {
        return answer;
      }
      Thread.onSpinWait();
    } while (System.nanoTime() < end);
    throw new AssertionError("Still not as wanted: " + answer);
  }

  @Override
  public void close() {
    console.close();
    space.close();
  }

  /** What was answered. */
  record Answer(int status, String body, HttpResponse<String> response) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError(body, e);
      }
    }

    String error() {
      return json().path("error").asText();
    }
  }
}
