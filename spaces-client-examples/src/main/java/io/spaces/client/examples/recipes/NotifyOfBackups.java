package io.spaces.client.examples.recipes;

import com.sun.net.httpserver.HttpServer;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.Notifier;
import io.spaces.client.schedule.Slf4jNotifier;
import io.spaces.client.schedule.WebhookNotifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tells a log, a web server and the application itself how backups ended. */
public final class NotifyOfBackups {
  private static final String SECRET = "shared by sender and receiver";

  private NotifyOfBackups() {}

  /**
   * Runs the recipe.
   *
   * @param args nothing, or an endpoint and a folder
   * @throws IOException when the sample files cannot be made, or the receiver cannot listen
   */
  public static void main(String[] args) throws IOException {
    HttpServer receiver = receiver();
    int port = receiver.getAddress().getPort();
    CompletableFuture<String> told = new CompletableFuture<>();
    Notifier own = (plan, job) -> told.complete("own: " + plan.name() + " " + job.status());
    try (PracticeSpace space = PracticeSpace.of(args);
        WebhookNotifier webhook =
            new WebhookNotifier(URI.create("http://localhost:" + port + "/"), SECRET);
        BackupScheduler scheduler =
            BackupScheduler.builder()
                .secrets(space.secrets())
                .notifier(new Slf4jNotifier()) // the log io.spaces.client.schedule
                .notifier(webhook)
                .notifier(own)
                .build()
                .start()) {
      scheduler.add(space.plan("nightly")); // its notifyOn is ALWAYS
      scheduler.trigger("nightly", "");
      System.out.println(told.join());
    } finally {
      receiver.stop(0);
    }
  }

  /** What a receiver has to do: refuse what is not signed by who shares the secret. */
  private static HttpServer receiver() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String timestamp = exchange.getRequestHeaders().getFirst("x-spaces-timestamp");
          String signature = exchange.getRequestHeaders().getFirst("x-spaces-signature");
          boolean genuine = isGenuine(timestamp, body, signature); // and not too old
          System.out.println("webhook: " + (genuine ? "genuine " + body : "forged"));
          exchange.sendResponseHeaders(genuine ? 204 : 401, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  static boolean isGenuine(String timestamp, String body, String signature) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] hash = mac.doFinal((timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
      String expected = "sha256=" + HexFormat.of().formatHex(hash);
      return MessageDigest.isEqual(
          expected.getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
