package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.MailNotifier;
import io.spaces.client.schedule.MailNotifierBuilder;
import io.spaces.client.schedule.MailTls;
import io.spaces.client.schedule.NotifierState;
import io.spaces.client.schedule.NotifyOn;
import io.spaces.client.schedule.ReceiverAwayException;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.testkit.internal.SmtpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailNotifierTest {
  private static final String PASSWORD = "pass-4711-word";
  private static final String LOGIN =
      Base64.getEncoder()
          .encodeToString(("backups\0backups\0" + PASSWORD).getBytes(StandardCharsets.UTF_8));

  private SmtpServer server;

  @BeforeEach
  void start() throws IOException {
    server = new SmtpServer(false);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static MailNotifierBuilder to(SmtpServer server) {
    return MailNotifier.builder("localhost")
        .port(server.port())
        .trust(server.certificate())
        .from("Backups <backups@example.com>")
        .to("ops@example.com", "Päul <paul@example.com>");
  }

  private MailNotifierBuilder withLogin() {
    return to(server).login("backups", PASSWORD);
  }

  private static BackupPlan plan() {
    return BackupPlan.builder("nightly")
        .zone(ZoneId.of("UTC"))
        .cron("@yearly")
        .source(Path.of("data"))
        .notifyOn(NotifyOn.ALWAYS)
        .destination(
            Destination.builder("https://space.example/api/space/default/app/default/")
                .wallet(SecretRef.env("SPACES_SECRET_KEY"))
                .build())
        .build();
  }

  /** Runs a plan that fails, and waits until its notifier has been told, or has given up. */
  private static NotifierState runThatFails(MailNotifier notifier, String why) {
    BackupScheduler scheduler =
        BackupScheduler.builder()
            .runner(
                run -> {
                  throw new IOException(why);
                })
            .notifier(notifier)
            .build()
            .start();
    try (scheduler) {
      scheduler.add(plan());
      scheduler.trigger("nightly", "before the move");
      assertTimeoutPreemptively(
          Duration.ofSeconds(60),
          () -> {
            NotifierState state = scheduler.notifiers().get(0);
            while (state.delivered() + state.dropped() == 0 && state.lastFailure() == null) {
              Thread.onSpinWait();
              state = scheduler.notifiers().get(0);
            }
          });
      return scheduler.notifiers().get(0);
    }
  }

  @Test
  void aMailGoesOverTlsAndSaysWhatFailedWhyAndWhatToDo() {
    NotifierState state = runThatFails(withLogin().build(), "the space für alle is full");

    assertThat(state.delivered()).as(state.toString()).isEqualTo(1);
    assertThat(server.heard())
        .contains("AUTH PLAIN " + LOGIN, "MAIL FROM:<backups@example.com>")
        .contains("RCPT TO:<ops@example.com>", "RCPT TO:<paul@example.com>")
        .noneMatch(line -> line.startsWith("plain ") && !line.matches("plain (EHLO|STARTTLS).*"));
    assertThat(server.mails()).hasSize(1);
    String mail = server.mails().get(0);
    assertThat(mail)
        .contains("From: Backups <backups@example.com>")
        .contains("Subject: Backup nightly (production) failed")
        .contains("Auto-Submitted: auto-generated", "X-Spaces-Delivery: ", "Message-ID: <spaces.")
        .contains(
            "the space f=C3=BCr alle is full", "Remove the cause", "status: failed", "took: 0:00:0")
        .contains("destination: https://space.example/", "description: before the move")
        .doesNotContain(PASSWORD);
  }

  @Test
  void tlsFromTheBeginningIsSpokenWhereItIsAskedFor() throws IOException {
    try (SmtpServer secure = new SmtpServer(true)) {
      NotifierState state =
          runThatFails(
              to(secure).tls(MailTls.TLS).login("backups", PASSWORD).build(), "it is full");

      assertThat(state.delivered()).as(state.toString()).isEqualTo(1);
      assertThat(secure.heard()).noneMatch(line -> line.startsWith("plain "));
    }
  }

  @Test
  void withoutTlsNothingIsSaidUnlessThatIsAskedForWithoutALogin() {
    server.withoutTls();
    NotifierState refused = runThatFails(withLogin().build(), "it is full");
    assertThat(refused.delivered()).isZero();
    assertThat(refused.lastFailure()).contains("localhost", "STARTTLS");
    assertThat(server.heard()).allMatch(line -> line.matches("plain (EHLO|QUIT).*"));

    NotifierState plain = runThatFails(to(server).tls(MailTls.NONE).build(), "it is full");
    assertThat(plain.delivered()).isEqualTo(1);
    assertThatThrownBy(() -> withLogin().tls(MailTls.NONE).build())
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageStartingWith("tls is NONE");
  }

  @Test
  void aServerThatCannotProveWhoItIsGetsNoLogin() {
    NotifierState state = runThatFails(withLogin().trust().build(), "it is full");

    assertThat(state.delivered()).isZero();
    assertThat(server.heard()).noneMatch(line -> line.contains("AUTH") || line.contains("RCPT"));
  }

  @Test
  void aLoginThatIsRefusedIsNotTriedAgainAndNothingRepeatsThePassword() {
    server.reply("AUTH", "535 5.7.8 no such login: " + PASSWORD + " " + LOGIN);

    MailNotifier notifier = withLogin().build();
    assertThatThrownBy(() -> notifier.jobEnded(plan(), Mails.job(plan())))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(ReceiverAwayException.class)
        .hasMessage("The mail server localhost refused the login")
        .satisfies(e -> assertThat(trace(e)).doesNotContain(PASSWORD, LOGIN));
    assertThat(notifier.toString()).doesNotContain(PASSWORD, "backups");
    assertThat(server.heard()).filteredOn(line -> line.startsWith("AUTH")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAIL", "RCPT", "DATA", "END"})
  void whatIsRefusedForGoodIsNotTriedAgainAndWhatMayPassIs(String command) throws Exception {
    MailNotifier notifier = withLogin().build();
    server.reply(command, "550 5.7.1 not from you");
    assertThatThrownBy(() -> notifier.jobEnded(plan(), Mails.job(plan())))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(ReceiverAwayException.class)
        .hasMessageContaining("550 5.7.1 not from you");

    server.reply(command, "451 4.7.1 later, please");
    assertThatThrownBy(() -> notifier.jobEnded(plan(), Mails.job(plan())))
        .isInstanceOf(ReceiverAwayException.class)
        .hasMessageContaining("451 4.7.1 later, please");

    server.behave();
    notifier.jobEnded(plan(), Mails.job(plan()));
    assertThat(server.mails()).hasSize(1);
  }

  @Test
  void whereOneOfTwoIsRefusedTheOtherGetsIt() throws Exception {
    server.reply("RCPT TO:<paul", "550 nobody of that name");
    withLogin().build().jobEnded(plan(), Mails.job(plan()));

    assertThat(server.mails()).hasSize(1);
  }

  @Test
  void whereOneOfTwoIsPutOffThatOneAloneGetsItInTheEnd() throws Exception {
    MailNotifier notifier = withLogin().build();
    BackupJob job = Mails.job(plan());
    server.reply("RCPT TO:<paul", "450 4.2.0 greylisted, come again");
    assertThatThrownBy(() -> notifier.jobEnded(plan(), job))
        .isInstanceOf(ReceiverAwayException.class)
        .hasMessageContaining("450 4.2.0 greylisted");
    server.reply("MAIL", "451 4.7.1 later, please");
    assertThatThrownBy(() -> notifier.jobEnded(plan(), job))
        .isInstanceOf(ReceiverAwayException.class);
    server.behave().reply("RCPT TO:<paul", "450 4.2.0 greylisted, come again");
    assertThatThrownBy(() -> notifier.jobEnded(plan(), job))
        .isInstanceOf(ReceiverAwayException.class);
    server.behave();
    notifier.jobEnded(plan(), job);

    assertThat(server.mails()).hasSize(2);
    assertThat(server.heard())
        .filteredOn(line -> line.startsWith("RCPT TO:<ops"))
        .as("to whom has it")
        .hasSize(1);
  }

  @Test
  void ofTwoThatAreRefusedAndPutOffTheSecondGetsItInTheEnd() throws Exception {
    MailNotifier notifier = withLogin().build();
    BackupJob job = Mails.job(plan());
    server.reply("RCPT TO:<ops", "550 nobody of that name");
    server.reply("RCPT TO:<paul", "450 4.2.0 greylisted, come again");
    assertThatThrownBy(() -> notifier.jobEnded(plan(), job))
        .isInstanceOf(ReceiverAwayException.class);
    server.behave().reply("RCPT TO:<ops", "550 nobody of that name");
    notifier.jobEnded(plan(), job);

    assertThat(server.mails()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "EHLO", "STARTTLS", "AUTH", "MAIL", "DATA", "END"})
  void aServerThatStallsIsAwayAfterTheLimit(String command) {
    MailNotifier notifier = withLogin().timeout(Duration.ofMillis(700)).build();
    server.stallAt(command);

    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            assertThatThrownBy(() -> notifier.jobEnded(plan(), Mails.job(plan())))
                .isInstanceOf(ReceiverAwayException.class)
                .hasMessageContaining("localhost did not answer within"));
  }

  @Test
  void aServerThatIsNotThereIsAway() throws IOException {
    MailNotifier notifier = withLogin().build();
    server.close();

    assertThatThrownBy(() -> notifier.jobEnded(plan(), Mails.job(plan())))
        .isInstanceOf(ReceiverAwayException.class)
        .hasMessageContaining("localhost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "a@b\r\nBcc: c@d", "a@b, c@d", ""})
  void anAddressThatIsNoneIsRefused(String address) {
    assertThatThrownBy(() -> withLogin().to(address).build())
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageStartingWith("to ");
    assertThatThrownBy(() -> withLogin().from(address).build())
        .isInstanceOf(SpaceException.class)
        .hasMessageStartingWith("from ");
  }

  private static String trace(Throwable e) {
    StringWriter told = new StringWriter();
    e.printStackTrace(new PrintWriter(told));
    return told.toString();
  }
}
