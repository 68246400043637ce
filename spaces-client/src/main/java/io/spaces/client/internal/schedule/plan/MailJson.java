package io.spaces.client.internal.schedule.plan;

import io.spaces.client.schedule.MailNotifier;
import io.spaces.client.schedule.MailNotifierBuilder;
import io.spaces.client.schedule.MailTls;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whom a file of plans tells by mail.
 *
 * @param port 0 for the usual one
 */
record MailJson(
    JsonFields fields,
    String host,
    int port,
    MailTls tls,
    @Nullable String user,
    @Nullable SecretRef password,
    String from,
    List<String> to,
    @Nullable Duration timeout) {

  /** Reads the fields, and refuses others; a file that is only looked at needs no library. */
  static MailJson read(JsonFields fields) {
    int[] port = new int[1];
    fields.ifPresent("port", () -> port[0] = fields.number("port"));
    MailTls[] tls = {MailTls.STARTTLS};
    fields.ifPresent("tls", () -> tls[0] = fields.word("tls", MailTls.class));
    Duration[] timeout = new Duration[1];
    fields.ifPresent("timeout", () -> timeout[0] = fields.duration("timeout"));
    String user = fields.textOrNull("user");
    SecretRef password = fields.secretOrNull("password");
    if ((user == null) != (password == null)) {
      throw fields.wrong(
          user == null ? "user" : "password", "is missing; expected user and password, or neither");
    }
    MailJson mail =
        new MailJson(
            fields,
            fields.text("host"),
            port[0],
            tls[0],
            user,
            password,
            fields.text("from"),
            fields.texts("to"),
            timeout[0]);
    fields.nothingElse();
    return mail;
  }

  MailNotifier notifier(SecretResolver secrets) {
    String secret = password == null ? "" : SecretLookup.of(password, secrets);
    return fields.make(() -> notifier(secret), Map.of());
  }

  private MailNotifier notifier(String secret) {
    MailNotifierBuilder mail =
        MailNotifier.builder(host).tls(tls).from(from).to(to.toArray(String[]::new));
    if (port != 0) {
      mail.port(port);
    }
    if (user != null) {
      mail.login(user, secret);
    }
    if (timeout != null) {
      mail.timeout(timeout);
    }
    return mail.build();
  }
}
