package io.spaces.client.internal.schedule.notify;

import io.spaces.client.error.SpaceException;
import io.spaces.client.schedule.MailTls;
import io.spaces.client.schedule.ReceiverAwayException;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sends mails; what is Jakarta Mail's about it is apart, since that may be missing. */
public final class MailSender {
  private final Server server;
  private final JakartaMail mail;
  private final Duration attemptLimit;

  /**
   * Where mails are handed in.
   *
   * @param trusted certificates beside those of the JVM
   */
  public record Server(String host, int port, MailTls tls, List<X509Certificate> trusted) {
    /** Copies the certificates. */
    public Server {
      trusted = List.copyOf(trusted);
    }
  }

  /** Checks the addresses. */
  public MailSender(
      Server server,
      @Nullable String user,
      @Nullable String password,
      String from,
      List<String> to,
      Duration attemptLimit) {
    requireLibrary();
    this.server = server;
    this.attemptLimit = attemptLimit;
    mail = new JakartaMail(server, user, password, from, to);
  }

  /** Checks that Jakarta Mail is there, and something that speaks SMTP for it. */
  public static void requireLibrary() {
    try {
      JakartaMail.requireSmtp();
    } catch (LinkageError | IllegalStateException e) {
      throw new SpaceException(
          "Mail is sent by Jakarta Mail: add org.eclipse.angus:angus-mail (2.0 or later) to the"
              + " application, and \"requires jakarta.mail\" to its module if it is one",
          e);
    }
  }

  /**
   * Sends a mail, once.
   *
   * @throws ReceiverAwayException when the server is not there, or busy: another attempt may help
   * @throws IOException when it is refused
   */
  public void send(String id, String subject, String text) throws IOException {
    MailSockets sockets = new MailSockets();
    try {
      LimitedCall.run(
          "The mail server " + server.host,
          attemptLimit,
          () -> {
            mail.send(id, subject, text, sockets);
            return null;
          },
          sockets::breakOff);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReceiverAwayException(
          "The mail server " + server.host + " was not waited for any longer", e);
    } finally {
      sockets.breakOff();
    }
  }

  /** What a notifier is called that sends there. */
  public String name() {
    return "mail-" + server.host.toLowerCase(Locale.ROOT);
  }

  /** Where it sends to, and nothing of the login. */
  @Override
  public String toString() {
    return server.host + ":" + server.port + ", " + server.tls;
  }
}
