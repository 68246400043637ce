package io.spaces.client.internal.schedule.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.error.CancelledException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.http.HttpEngine;
import io.spaces.client.internal.http.HttpTimeouts;
import io.spaces.client.internal.http.RequestBody;
import io.spaces.client.internal.http.TransportRequest;
import io.spaces.client.internal.http.TransportResponse;
import io.spaces.client.internal.http.Urls;
import io.spaces.client.internal.http.retry.RetryPolicy;
import io.spaces.client.internal.schedule.plan.JsonFields;
import io.spaces.client.internal.secret.SecretText;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.Notification;
import io.spaces.client.schedule.ReceiverAwayException;
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
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Sends signed notifications over the library's own transport. Whoever knows the whole address can
 * post to it, so that it is named by its scheme and host alone.
 */
public final class Webhook implements AutoCloseable {
  /** How long one attempt may take: an answer that trickles is always about to go on. */
  private static final Duration ATTEMPT = Duration.ofSeconds(30);

  private static final int SHORTEST_SECRET = 16;
  private static final String ALGORITHM = "HmacSHA256";

  private final URI address;
  private final SecretKeySpec key;
  private final Clock clock;
  private final Duration attemptLimit;
  private final HttpEngine http = HttpEngine.open(HttpTimeouts.DEFAULTS);
  private final Cancellation closing = new Cancellation();

  /** Sends to the address, signed with the secret. */
  public Webhook(URI address, String secret, Clock clock) {
    this(address, secret, clock, ATTEMPT);
  }

  Webhook(URI address, String secret, Clock clock, Duration attemptLimit) {
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
    this.attemptLimit = attemptLimit;
    key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /**
   * Sends one notification, once.
   *
   * @throws ReceiverAwayException when the receiver is not there, or busy: sending it again may
   *     help
   * @throws IOException when it is refused
   */
  public void send(Notification notification) throws IOException {
    byte[] body = json(notification).toString().getBytes(StandardCharsets.UTF_8);
    TransportRequest request = request(notification.id(), body);
    Cancellation call = new Cancellation();
    Cancellation.Registration registration = closing.onCancel(call::cancel);
    try {
      LimitedCall.run(
          "The webhook " + this,
          attemptLimit,
          () -> http.transport(call).send(request, this::judge),
          call::cancel);
    } catch (ReceiverAwayException | Refused e) {
      throw e;
    } catch (CancelledException e) {
      throw new ReceiverAwayException("The webhook " + this + " was closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReceiverAwayException("The webhook " + this + " was interrupted", e);
    } catch (IOException e) {
      // Unlike other requests it may be sent again in any case: the receiver knows it by its id.
      throw new ReceiverAwayException("The webhook " + this + " cannot be reached", e);
    } finally {
      registration.close();
    }
  }

  /** Signed anew for each attempt: receivers refuse what is old. */
  private TransportRequest request(String id, byte[] body) {
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
            id),
        new JsonBytes(body));
  }

  private int judge(TransportResponse response) throws IOException {
    int status = response.status();
    if (status < 300) {
      return status;
    }
    String message = "The webhook " + this + " answered with " + status;
    throw RetryPolicy.mayPass(status)
        ? new ReceiverAwayException(message, null)
        : new Refused(message);
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

  private static ObjectNode json(Notification notification) {
    BackupPlan plan = notification.plan();
    BackupJob job = notification.job();
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
    node.put("id", notification.id());
    node.put("event", JsonFields.word(notification.event()));
    if (notification.dropped() > 0) {
      node.put("dropped", notification.dropped());
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

  /** What a notifier is called that sends there: the address's host and port. */
  public String name() {
    int port = address.getPort();
    String host = "webhook-" + address.getHost();
    return host.toLowerCase(Locale.ROOT) + (port < 0 ? "" : "-" + port);
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
