package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.schedule.notify.Webhook;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;

/**
 * Tells a web server how jobs ended: sends a {@code POST} with a JSON object, signed so that the
 * receiver knows it is from here and new. An attempt takes 30 seconds at the most, all in all,
 * however slowly it is answered; a scheduler makes another one as long as the server is not there
 * or answers with 408, 425, 429 or 500 and above (see {@link Notifier}). Any other answer but 200
 * to 299 is a refusal for good.
 *
 * <p>The object has {@code id}, {@code event} (see {@link Notification.Event}), {@code plan},
 * {@code environment}, {@code jobId}, {@code strategy}, {@code status}, {@code description}, {@code
 * dueAt}, {@code startedAt}, {@code endedAt} (ISO 8601), {@code node}, {@code destination}, {@code
 * count}, {@code size}, {@code errorCount}, {@code snapshotId}, {@code message}, {@code warnings}
 * and {@code dropped} (see {@link Notification#dropped}); what is not known is left out.
 *
 * <p>The header {@code x-spaces-timestamp} has the seconds since 1970, {@code x-spaces-signature}
 * {@code sha256=} and, in hex, the HMAC-SHA256 (RFC 2104) of the timestamp, a dot, and the body,
 * under the shared secret's UTF-8 bytes. A receiver compares that and refuses old timestamps.
 * {@code x-spaces-delivery} is the object's {@code id}: the same in each attempt. What arrived
 * although its answer got lost comes once more, by which a receiver knows it.
 *
 * @since 0.1.0
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
    webhook =
        new Webhook(required("address", address), required("secret", secret), Clock.systemUTC());
  }

  /**
   * Sends that a job has ended, once.
   *
   * @param plan the job's plan
   * @param job how it ended
   * @throws ReceiverAwayException when it may arrive another time
   * @throws IOException when it is refused
   */
  @Override
  public void jobEnded(BackupPlan plan, BackupJob job) throws IOException {
    deliver(new Notification(job.id(), Notification.Event.ENDED, Instant.now(), plan, job, 0));
  }

  /**
   * Sends a notification, once.
   *
   * @param notification what to tell
   * @throws ReceiverAwayException when it may arrive another time
   * @throws IOException when it is refused
   */
  @Override
  public void deliver(Notification notification) throws IOException {
    webhook.send(notification);
  }

  /** Returns {@code webhook-}, and the address's host and port. */
  @Override
  public String name() {
    return webhook.name();
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
