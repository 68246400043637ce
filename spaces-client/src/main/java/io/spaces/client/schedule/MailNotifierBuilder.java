package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.internal.schedule.notify.MailSender;
import io.spaces.client.internal.secret.SecretText;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link MailNotifier} needs. Not safe for use by several threads.
 *
 * @see MailNotifier#builder
 * @since 0.1.0
 */
public final class MailNotifierBuilder {
  private static final Duration LONGEST = Duration.ofHours(1);

  private final String host;
  private MailTls tls = MailTls.STARTTLS;
  private int port;
  private @Nullable String user;
  private @Nullable String password;
  private @Nullable String from;
  private List<String> to = List.of();
  private List<X509Certificate> trusted = List.of();
  private Duration timeout = Duration.ofMinutes(1);

  MailNotifierBuilder(String host) {
    this.host = Parameters.text("host", host).strip();
    MailSender.requireLibrary();
  }

  /**
   * How the connection is protected; {@link MailTls#STARTTLS} by default.
   *
   * @param tls a way to
   * @return this
   */
  public MailNotifierBuilder tls(MailTls tls) {
    this.tls = required("tls", tls);
    return this;
  }

  /**
   * The mail server's port; by default that of the {@linkplain MailTls#port way of protection}.
   *
   * @param port 1 to 65,535
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public MailNotifierBuilder port(int port) {
    this.port = Parameters.between("port", 1, 65_535, port);
    return this;
  }

  /**
   * Who sends, as the mail server knows it; nobody by default.
   *
   * @param user a name
   * @param password its password, which is shown nowhere
   * @return this
   * @throws InvalidParameterException when one of them is empty, or the password no text
   */
  public MailNotifierBuilder login(String user, String password) {
    this.user = Parameters.text("user", user).strip();
    if (required("password", password).isEmpty()) {
      throw new InvalidParameterException("password", "is empty");
    }
    this.password = SecretText.check("password", "", password);
    return this;
  }

  /**
   * From whom mails are.
   *
   * @param address such as {@code backups@example.com} or {@code Backups <backups@example.com>}
   * @return this
   */
  public MailNotifierBuilder from(String address) {
    from = required("from", address);
    return this;
  }

  /**
   * Who gets the mails.
   *
   * @param addresses one or more, which replace those that were given before
   * @return this
   */
  public MailNotifierBuilder to(String... addresses) {
    to = Parameters.all("to", addresses);
    return this;
  }

  /**
   * Certificates to trust beside those that the JVM trusts: of an authority of one's own, or of a
   * server that signed its own. None by default. The server's name is verified whatever they are.
   *
   * @param certificates replace those that were given before
   * @return this
   */
  public MailNotifierBuilder trust(X509Certificate... certificates) {
    trusted = Parameters.all("trust", certificates);
    return this;
  }

  /**
   * How long one attempt may take, from the connecting to the last word of the server.
   *
   * @param timeout more than 0, an hour at the most; a minute by default
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public MailNotifierBuilder timeout(Duration timeout) {
    Parameters.positive("timeout", required("timeout", timeout));
    if (timeout.compareTo(LONGEST) > 0) {
      throw new InvalidParameterException(
          "timeout", "is " + timeout + "; expected an hour at most");
    }
    this.timeout = timeout;
    return this;
  }

  /**
   * Makes the notifier. Sends nothing yet.
   *
   * @return a new notifier
   * @throws InvalidParameterException when an address is missing or malformed, or a login would go
   *     over the line in plain text
   * @throws SpaceException when Jakarta Mail is missing; the message says what to add
   */
  public MailNotifier build() {
    if (from == null) {
      throw new InvalidParameterException("from", "is missing; expected a mail address");
    }
    if (to.isEmpty()) {
      throw new InvalidParameterException("to", "is missing; expected a mail address, or several");
    }
    if (tls == MailTls.NONE && user != null) {
      throw new InvalidParameterException(
          "tls",
          "is NONE, by which everybody on the way could read the password; expected STARTTLS or"
              + " TLS, or no login");
    }
    return new MailNotifier(
        new MailSender(
            new MailSender.Server(host, port == 0 ? tls.port() : port, tls, trusted),
            user,
            password,
            from,
            to,
            timeout));
  }
}
