package io.spaces.client.internal.schedule.notify;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.http.TrustedCertificates;
import io.spaces.client.schedule.MailTls;
import io.spaces.client.schedule.ReceiverAwayException;
import jakarta.activation.DataHandler;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All of Jakarta Mail that is used, to be touched only where it is there. */
final class JakartaMail {
  private static final Logger log = LoggerFactory.getLogger(JakartaMail.class);
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration STEP = Duration.ofSeconds(20);
  private static final Pattern REPLY = Pattern.compile("\\s*([45])\\d\\d[ -].*", Pattern.DOTALL);

  /** For how long a mail is sent again to the rest, while all others wait: greylists take less. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private static final int MOST_DEFERRED = 100;
  private static final int LONGEST_REPLY = 200;

  private final MailSender.Server server;
  private final @Nullable String user;
  private final @Nullable String password;
  private final InternetAddress from;
  private final InternetAddress[] to;
  private final SSLSocketFactory secure;

  /** By the mail's id; the rest of one that is given up meanwhile makes room at some time. */
  private final Map<String, Deferred> deferred =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Deferred> eldest) {
              return size() > MOST_DEFERRED;
            }
          });

  JakartaMail(
      MailSender.Server server,
      @Nullable String user,
      @Nullable String password,
      String from,
      List<String> to) {
    this.server = server;
    this.user = user;
    this.password = password;
    this.from = address("from", from);
    this.to = to.stream().map(each -> address("to", each)).toArray(InternetAddress[]::new);
    secure = TrustedCertificates.context(server.trusted()).getSocketFactory();
  }

  private static InternetAddress address(String parameter, String text) {
    try {
      InternetAddress address = new InternetAddress(text, true);
      if (text.chars().anyMatch(Character::isISOControl) || !address.getAddress().contains("@")) {
        throw new AddressException("it is none");
      }
      return address;
    } catch (AddressException e) {
      throw new InvalidParameterException(
          parameter,
          "is \""
              + text.replaceAll("\\p{Cntrl}", "?")
              + "\"; expected a mail address such as backups@example.com");
    }
  }

  /** Fails where nothing speaks SMTP. */
  static void requireSmtp() {
    try {
      Session.getInstance(new Properties()).getTransport("smtp");
    } catch (NoSuchProviderException e) {
      throw new IllegalStateException(e);
    }
  }

  void send(String id, String subject, String text, MailSockets sockets) throws IOException {
    Session session = Session.getInstance(settings(sockets));
    Deferred before = deferred.get(id);
    Address[] now = before == null ? to : before.to();
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect(server.host(), server.port(), user, password);
      transport.sendMessage(message(session, id, subject, text), now);
      deferred.remove(id);
    } catch (AuthenticationFailedException e) {
      // Its words are the server's, which may repeat what it was sent.
      throw failure("refused the login", e, !isBusy(e));
    } catch (SendFailedException e) {
      boolean some = e.getValidSentAddresses() != null && e.getValidSentAddresses().length > 0;
      if (!some && before == null) {
        throw failure("did not take the mail" + reply(e), e, isRefusal(e) && !isDeferral(e));
      }
      Deferred later = some ? later(e, before) : before;
      if (later != null && isDeferral(e) && !later.isOver()) {
        deferred.put(id, later);
        String what = " took a mail for some only" + reply(e) + ": the others get it later";
        throw new ReceiverAwayException("The mail server " + server.host() + what, null);
      }
      deferred.remove(id);
      log.warn("The mail server {} took a mail for some only{}", server.host(), reply(e));
    } catch (MessagingException e) {
      throw failure("did not take the mail" + reply(e), e, isRefusal(e));
    }
  }

  /** Those for whom the server took it neither now nor refused it for good. */
  private static @Nullable Deferred later(SendFailedException e, @Nullable Deferred before) {
    Address[] unsent = e.getValidUnsentAddresses();
    return unsent == null || unsent.length == 0
        ? null
        : new Deferred(List.of(unsent), before == null ? System.nanoTime() : before.since());
  }

  /** Whether the server has said of one that it may take it another time. */
  private static boolean isDeferral(MessagingException error) {
    for (Exception e = error; e != null; ) {
      if (String.valueOf(e.getMessage()).strip().matches("(?s)4\\d\\d[ -].*")) {
        return true;
      }
      e = e instanceof MessagingException outer ? outer.getNextException() : null;
    }
    return false;
  }

  /** Who has not got a mail yet that others have, and since when. */
  private record Deferred(List<Address> receivers, long since) {
    Address[] to() {
      return receivers.toArray(Address[]::new);
    }

    boolean isOver() {
      return System.nanoTime() - since > PATIENCE.toNanos();
    }
  }

  private Properties settings(MailSockets sockets) {
    Properties settings = new Properties();
    settings.put("mail.smtp.socketFactory", sockets.plain());
    settings.put("mail.smtp.ssl.socketFactory", sockets.secure(secure));
    settings.put("mail.smtp.socketFactory.fallback", "false");
    settings.put("mail.smtp.ssl.enable", String.valueOf(server.tls() == MailTls.TLS));
    settings.put("mail.smtp.starttls.enable", String.valueOf(server.tls() == MailTls.STARTTLS));
    settings.put("mail.smtp.starttls.required", String.valueOf(server.tls() == MailTls.STARTTLS));
    settings.put("mail.smtp.ssl.checkserveridentity", "true");
    settings.put("mail.smtp.ssl.protocols", "TLSv1.2 TLSv1.3");
    settings.put("mail.smtp.auth", String.valueOf(user != null));
    settings.put("mail.smtp.connectiontimeout", String.valueOf(CONNECT.toMillis()));
    settings.put("mail.smtp.timeout", String.valueOf(STEP.toMillis()));
    settings.put("mail.smtp.writetimeout", String.valueOf(STEP.toMillis()));
    settings.put("mail.smtp.quitwait", "false");
    settings.put("mail.smtp.sendpartial", "true");
    return settings;
  }

  private MimeMessage message(Session session, String id, String subject, String text)
      throws MessagingException {
    String name = id.replaceAll("[^A-Za-z0-9.-]", "_");
    String domain = from.getAddress().substring(from.getAddress().lastIndexOf('@'));
    MimeMessage message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<spaces." + name + domain + ">");
          }
        };
    message.setFrom(from);
    message.setRecipients(Message.RecipientType.TO, (Address[]) to);
    message.setSubject(subject, "UTF-8");
    message.setHeader(
        "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no holiday notes, please
    message.setHeader("X-Spaces-Delivery", name);
    // With bytes nothing has to be looked up that packing an application may lose.
    message.setDataHandler(
        new DataHandler(
            new ByteArrayDataSource(
                text.getBytes(StandardCharsets.UTF_8), "text/plain; charset=UTF-8")));
    message.saveChanges();
    return message;
  }

  private IOException failure(String what, MessagingException e, boolean refused) {
    String message = "The mail server " + server.host() + " " + what;
    if (refused) {
      return new IOException(message);
    }
    boolean told = message.endsWith(")");
    return new ReceiverAwayException(
        told || e instanceof AuthenticationFailedException
            ? message
            : message + " (" + e.getClass().getSimpleName() + ": " + plain(e.getMessage()) + ")",
        null);
  }

  private static boolean isRefusal(MessagingException e) {
    return firstReply(e).startsWith("5");
  }

  private static boolean isBusy(MessagingException e) {
    return firstReply(e).startsWith("4");
  }

  /** The server's words in brackets, as far as they repeat no secret. */
  private String reply(MessagingException e) {
    String reply = plain(firstReply(e));
    return reply.isEmpty() ? "" : " (" + reply + ")";
  }

  /** What the server has said, the innermost last; empty when it has said nothing. */
  private static String firstReply(MessagingException error) {
    for (Exception e = error; e != null; ) {
      String message = String.valueOf(e.getMessage());
      Matcher reply = REPLY.matcher(message);
      if (reply.matches()) {
        return message.strip();
      }
      e = e instanceof MessagingException outer ? outer.getNextException() : null;
    }
    return "";
  }

  private String plain(@Nullable String words) {
    String line = words == null ? "" : words.replaceAll("\\p{Cntrl}+", " ").strip();
    if (password != null
        && (line.contains(password)
            || line.contains(base64(password))
            || line.contains(base64("\0" + user + "\0" + password))
            || line.contains(base64(user + "\0" + user + "\0" + password)))) {
      return "its words are left out: they repeat a secret";
    }
    return line.length() <= LONGEST_REPLY ? line : line.substring(0, LONGEST_REPLY) + "…";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
