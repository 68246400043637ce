package io.spaces.client.schedule;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.http.Waiter;
import io.spaces.client.internal.schedule.Webhook;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;

/**
 * Tells a web server how jobs ended: sends a {@code POST} with a JSON object, signed so that the
 * receiver knows it is from here and new, and again for an hour, at least every minute, as long as
 * the server is not there. One attempt takes 30 seconds at the most, however slowly it is answered.
 *
 * <p>The object has {@code plan}, {@code environment}, {@code jobId}, {@code strategy}, {@code
 * status}, {@code description}, {@code dueAt}, {@code startedAt}, {@code endedAt} (ISO 8601),
 * {@code node}, {@code destination}, {@code count}, {@code size}, {@code errorCount}, {@code
 * snapshotId} and {@code message}; what is not known is left out.
 *
 * <p>The header {@code x-spaces-timestamp} has the seconds since 1970, {@code x-spaces-signature}
 * {@code sha256=} and, in hex, the HMAC-SHA256 (RFC 2104) of the timestamp, a dot, and the body,
 * under the shared secret's UTF-8 bytes. A receiver compares that and refuses old timestamps.
 * {@code x-spaces-delivery} is the job's id: the same in each attempt.
 */
public final class WebhookNotifier implements Notifier, AutoCloseable {
  private final Webhook webhook;

  /**
   * A notifier that sends to an address.
   *
   * @param address an http or https address, which is as good as a secret: it is named nowhere but
   *     by its scheme and host
   * @param secret what sender and receiver share, 16 characters at least
   * @throws InvalidParameterException when the address is not one, has a user name, or is not in
   *     its normal form, or the secret is too short or no text
   */
  public WebhookNotifier(URI address, String secret) {
    webhook = new Webhook(address, secret, Clock.systemUTC(), Waiter.system());
  }

  /**
   * Sends a notification, and waits until it has arrived, for an hour at the most. A scheduler does
   * that on a thread of its own.
   *
   * @param plan the job's plan
   * @param job how it ended
   * @throws IOException when it could not be delivered
   */
  @Override
  public void jobEnded(BackupPlan plan, BackupJob job) throws IOException {
    webhook.send(plan, job);
  }

  /** Closes the connections; what is being sent is broken off. */
  @Override
  public void close() {
    webhook.close();
  }

  /** Returns the scheme and host that it sends to. */
  @Override
  public String toString() {
    return "WebhookNotifier[" + webhook + "]";
  }
}
