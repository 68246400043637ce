package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.schedule.notify.MailSender;
import io.spaces.client.internal.schedule.notify.MailText;
import io.spaces.client.internal.schedule.plan.PlanJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells people by mail how jobs ended, with Jakarta Mail, which the application brings: {@code
 * org.eclipse.angus:angus-mail}, and in a module {@code requires jakarta.mail}. Immutable, and safe
 * for use by several threads.
 *
 * <p>The subject says the plan and how the job ended; the text says why, what to do, and what was
 * counted. An attempt takes a minute at the most, all in all; a scheduler makes another one as long
 * as the server is not there, or says that it is busy (a reply of 400 to 499), see {@link
 * Notifier}. A wrong login or address (500 to 599) is a refusal for good. Where only some of
 * several receivers are refused, the others get it, and that is logged; to those that the server
 * puts off (400 to 499) it is sent again, and to nobody twice, for an hour, while others wait. What
 * a process ends before is sent to all again. The header {@code X-Spaces-Delivery} and the
 * message's id are made of the {@linkplain Notification#id notification's}, the same each time.
 *
 * @since 0.1.0
 */
public final class MailNotifier implements Notifier {
  private final MailSender sender;

  MailNotifier(MailSender sender) {
    this.sender = sender;
  }

  /**
   * A notifier in the making.
   *
   * @param host the mail server's name or address
   * @return a builder, which needs {@link MailNotifierBuilder#from} and {@link
   *     MailNotifierBuilder#to}
   * @throws SpaceException when Jakarta Mail is missing; the message says what to add
   */
  public static MailNotifierBuilder builder(String host) {
    return new MailNotifierBuilder(host);
  }

  /**
   * The notifier that a file of plans asks for, beside its plans: {@code mail} with {@code host},
   * {@code from} and {@code to} (an address, or a list), and optionally {@code port}, {@code tls}
   * ({@code starttls}, {@code tls}, {@code none}), {@code user} and {@code password} (a {@link
   * SecretRef}), and {@code timeout}.
   *
   * @param plans a file as {@link BackupPlan#readAll} reads it
   * @param secrets looks the password up, at once
   * @return the notifier, or empty where the file asks for none
   * @throws InvalidParameterException when the file or what it asks for is not right; the message
   *     names the line
   * @throws SpaceException when Jakarta Mail is missing; the message says what to add
   */
  public static Optional<MailNotifier> of(Path plans, SecretResolver secrets) {
    return PlanJson.readMail(required("plans", plans), required("secrets", secrets));
  }

  /**
   * Sends a mail that a job has ended, once.
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
   * Sends a mail, once.
   *
   * @param notification what to tell
   * @throws ReceiverAwayException when it may arrive another time
   * @throws IOException when it is refused
   */
  @Override
  public void deliver(Notification notification) throws IOException {
    sender.send(notification.id(), MailText.subject(notification), MailText.text(notification));
  }

  /** Returns {@code mail-} and the mail server's name. */
  @Override
  public String name() {
    return sender.name();
  }

  /** Returns the mail server, and nothing of the login. */
  @Override
  public String toString() {
    return "MailNotifier[" + sender + "]";
  }
}
