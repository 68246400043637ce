package io.spaces.client.examples.cli;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.schedule.MailNotifier;
import io.spaces.client.schedule.MailNotifierBuilder;
import io.spaces.client.schedule.MailTls;
import io.spaces.client.schedule.WebhookNotifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whom to tell of jobs, as the plans ask for it. */
final class NotifierOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @ArgGroup(exclusive = false)
  private @Nullable Webhook webhook;

  @ArgGroup(exclusive = false)
  private @Nullable Mail mail;

  static final class Webhook {
    @Option(
        names = "--webhook",
        required = true,
        paramLabel = "URL",
        description = "Tell this address of jobs, as the plans' notify says.")
    String address;

    @Option(
        names = "--webhook-secret-file",
        required = true,
        paramLabel = "FILE",
        description = "A file with the secret, one line, that signs what is told.")
    Path secret;
  }

  static final class Mail {
    @Option(
        names = "--mail-host",
        required = true,
        paramLabel = "HOST",
        description = "Tell of jobs by mail, through this server, as the plans' notify says.")
    String host;

    @Option(
        names = "--mail-from",
        required = true,
        paramLabel = "ADDRESS",
        description = "From whom the mails are.")
    String from;

    @Option(
        names = "--mail-to",
        required = true,
        paramLabel = "ADDRESS",
        description = "Who gets the mails. May be given several times.")
    List<String> to;

    @Option(
        names = "--mail-tls",
        paramLabel = "HOW",
        description =
            "starttls (default; port 587), tls (port 465), or none (port 25, without a login).")
    @Nullable String tls;

    @Option(
        names = "--mail-port",
        paramLabel = "PORT",
        description = "The server's port, when it is not the usual one.")
    @Nullable Integer port;

    @Option(
        names = "--mail-user",
        paramLabel = "NAME",
        description = "Who sends, as the server knows it.")
    @Nullable String user;

    @Option(
        names = "--mail-password-file",
        paramLabel = "FILE",
        description = "A file with that user's password, one line.")
    @Nullable Path password;
  }

  @Nullable WebhookNotifier webhook() {
    if (webhook == null) {
      return null;
    }
    char[] secret = new SecretFiles(command).line("--webhook-secret-file", webhook.secret);
    try {
      return new WebhookNotifier(new URI(webhook.address), new String(secret));
    } catch (URISyntaxException e) {
      // Its message repeats the address, which is as good as a secret.
      throw mistake("--webhook: the address is not valid.");
    } catch (InvalidParameterException e) {
      throw mistake("--webhook: the " + e.getMessage() + ".");
    }
  }

  @Nullable MailNotifier mail() {
    if (mail == null) {
      return null;
    }
    if ((mail.user == null) != (mail.password == null)) {
      throw mistake("--mail-user and --mail-password-file go together.");
    }
    try {
      MailNotifierBuilder builder =
          MailNotifier.builder(mail.host)
              .from(mail.from)
              .to(mail.to.toArray(String[]::new))
              .tls(tls(mail.tls));
      if (mail.port != null) {
        builder.port(mail.port);
      }
      if (mail.user != null && mail.password != null) {
        char[] password = new SecretFiles(command).line("--mail-password-file", mail.password);
        builder.login(mail.user, new String(password));
      }
      return builder.build();
    } catch (InvalidParameterException e) {
      throw mistake("--mail-" + e.getMessage() + ".");
    }
  }

  private MailTls tls(@Nullable String how) {
    for (MailTls each : MailTls.values()) {
      if (how == null ? each == MailTls.STARTTLS : each.name().equalsIgnoreCase(how)) {
        return each;
      }
    }
    throw mistake("--mail-tls is \"" + how + "\"; expected starttls, tls or none.");
  }

  private ParameterException mistake(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
