package io.spaces.client.internal.schedule;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.resilience4j.core.IntervalFunction;
import io.spaces.client.error.CancelledException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.http.Cancellation;
import io.spaces.client.internal.http.HttpEngine;
import io.spaces.client.internal.http.HttpTimeouts;
import io.spaces.client.internal.http.RequestBody;
import io.spaces.client.internal.http.TransportRequest;
import io.spaces.client.internal.http.TransportResponse;
import io.spaces.client.internal.http.Urls;
import io.spaces.client.internal.http.Waiter;
import io.spaces.client.internal.secret.SecretText;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Sends signed notifications over the library's own transport, which retries. Whoever knows the
 * whole address can post to it, so that it is named by its scheme and host alone.
 */
public final class Webhook implements AutoCloseable {
  /** How long one that is not there is asked again, from the first attempt on. */
  private static final Duration PERSEVERANCE = Duration.ofHours(1);

  /** How long one attempt may take: an answer that trickles is always about to go on. */
  private static final Duration ATTEMPT = Duration.ofSeconds(30);

  private static final IntervalFunction BACKOFF =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofSeconds(1), 2, 0.3, Duration.ofMinutes(1));
  private static final int SHORTEST_SECRET = 16;
  private static final String ALGORITHM = "HmacSHA256";

  private final URI address;
  private final SecretKeySpec key;
  private final Clock clock;
  private final Waiter waiter;
  private final Duration attemptLimit;
  private final HttpEngine http = HttpEngine.open(HttpTimeouts.DEFAULTS);
  private final Cancellation closing = new Cancellation();

  /** Sends to the address, signed with the secret. */
  public Webhook(URI address, String secret, Clock clock, Waiter waiter) {
    this(address, secret, clock, waiter, ATTEMPT);
  }

  Webhook(URI address, String secret, Clock clock, Waiter waiter, Duration attemptLimit) {
    boolean web =
        "http".equalsIgnoreCase(address.getScheme())
            || "https".equalsIgnoreCase(address.getScheme());
    if (!web || address.getHost() == null) {
      throw new InvalidParameterException("address", "is not an http or https address");
    }
    if (address.getRawUserInfo() != null) {
      throw new InvalidParameterException(
          "address", "has a user name before its host, which is not supported");
    }
    SecretText.check("secret", "", secret);
    if (secret.length() < SHORTEST_SECRET) {
      throw new InvalidParameterException(
          "secret", "has " + secret.length() + " characters; expected 16 or more");
    }
    this.address = address;
    if (!Urls.isExact(origin(), target())) {
      throw new InvalidParameterException(
          "address", "has a path or query that is not in its normal form (percent-encoded)");
    }
    this.clock = clock;
    this.waiter = waiter;
    this.attemptLimit = attemptLimit;
    key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** Sends one notification, again as long as the receiver is not there. */
  public void send(BackupPlan plan, BackupJob job) throws IOException {
    byte[] body = json(plan, job).toString().getBytes(StandardCharsets.UTF_8);
    Instant giveUp = waiter.now().plus(PERSEVERANCE);
    for (int attempt = 1; ; attempt++) {
      try {
        attempt(request(job, body));
        return;
      } catch (Refused e) {
        throw e;
      } catch (IOException e) {
        // Unlike other requests it may be sent again in any case: the receiver knows it by its id.
        if (!waiter.now().isBefore(giveUp)) {
          throw new IOException(
              "The webhook " + this + " was not delivered in " + attempt + " attempts", e);
        }
        waiter.await(Duration.ofMillis(BACKOFF.apply(attempt)), closing);
      }
    }
  }

  /** Signed anew for each attempt: receivers refuse what is old. */
  private TransportRequest request(BackupJob job, byte[] body) {
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    return new TransportRequest(
        "POST",
        origin(),
        target(),
        Map.of(
            "x-spaces-timestamp",
            timestamp,
            "x-spaces-signature",
            "sha256=" + sign(timestamp, body),
            "x-spaces-delivery",
            job.id()),
        new JsonBytes(body));
  }

  private void attempt(TransportRequest request) throws IOException {
    Cancellation call = new Cancellation();
    CompletableFuture<Void> limit =
        CompletableFuture.runAsync(
            call::cancel,
            CompletableFuture.delayedExecutor(attemptLimit.toNanos(), TimeUnit.NANOSECONDS));
    Cancellation.Registration registration = closing.onCancel(call::cancel);
    try {
      http.transport(call).send(request, this::judge);
    } catch (CancelledException e) {
      closing.throwIfCancelled();
      throw new IOException(
          "The webhook " + this + " did not answer within " + attemptLimit.toSeconds() + " s", e);
    } finally {
      registration.close();
      limit.cancel(false);
    }
  }

  private int judge(TransportResponse response) throws IOException {
    int status = response.status();
    if (status < 300) {
      return status;
    }
    String message = "The webhook " + this + " answered with " + status;
    boolean mayPass = status == 408 || status == 425 || status == 429 || status >= 500;
    throw mayPass ? new IOException(message) : new Refused(message);
  }

  private String sign(String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HMAC-SHA256", e);
    }
  }

  private static ObjectNode json(BackupPlan plan, BackupJob job) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("plan", plan.name());
    node.put("environment", JsonFields.word(plan.environment()));
    putText(node, "set", job.set());
    node.put("jobId", job.id());
    node.put("strategy", job.strategy().name().toLowerCase(Locale.ROOT));
    node.put("status", job.status().name().toLowerCase(Locale.ROOT));
    node.put("description", job.description());
    putMoment(node, "dueAt", job.dueAt());
    putMoment(node, "startedAt", job.startedAt());
    putMoment(node, "endedAt", job.endedAt());
    putText(node, "node", job.node());
    node.put("destination", job.destination());
    putNumber(node, "count", job.count());
    putNumber(node, "size", job.size());
    putNumber(node, "errorCount", job.errorCount());
    putText(node, "snapshotId", job.snapshotId());
    node.put("message", job.message());
    ArrayNode warnings = node.putArray("warnings");
    for (Warning warning : job.warnings()) {
      warnings.addObject().put("code", JsonFields.word(warning.code())).put("text", warning.text());
    }
    return node;
  }

  private static void putMoment(ObjectNode node, String name, @Nullable Instant moment) {
    if (moment != null) {
      node.put(name, moment.toString());
    }
  }

  private static void putText(ObjectNode node, String name, @Nullable String text) {
    if (text != null) {
      node.put(name, text);
    }
  }

  private static void putNumber(ObjectNode node, String name, long number) {
    if (number >= 0) {
      node.put(name, number);
    }
  }

  @Override
  public void close() {
    closing.cancel();
    http.close();
  }

  private String origin() {
    int port = address.getPort();
    return address.getScheme() + "://" + address.getHost() + (port < 0 ? "" : ":" + port);
  }

  private String target() {
    String path = address.getRawPath() == null ? "" : address.getRawPath();
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    return (path.isEmpty() ? "/" : path) + query;
  }

  /** Where it sends to, as far as that is no secret: its path and query are, with many services. */
  @Override
  public String toString() {
    return address.getScheme() + "://" + address.getHost();
  }

  /** An answer that asking again does not change. */
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private static final class JsonBytes implements RequestBody {
    private final byte[] bytes;

    JsonBytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public String contentType() {
      return "application/json";
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(bytes);
    }
  }
}
