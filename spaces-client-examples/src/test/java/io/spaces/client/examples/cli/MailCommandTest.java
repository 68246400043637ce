package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.SpaceServerExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SpaceServerExtension.class)
@Timeout(120)
class MailCommandTest {
  @TempDir Path work;

  private Path plans(SpaceServer server, String mail) throws IOException {
    Path data = Files.createDirectories(work.resolve("data"));
    Files.writeString(data.resolve("a.txt"), "hello");
    Path key = Files.writeString(work.resolve("key"), server.wallet().exportSecretKey());
    return Files.writeString(
        work.resolve("plans.yaml"),
        """
        %s
        plans:
          - name: nightly
            notify: always
            cron: "@yearly"
            sources: [{type: folder, path: "%s"}]
            destination: {endpoint: "%s", secretKey: "file:%s"}
        """
            .formatted(mail, data, server.endpoint(), key));
  }

  private Run run(Path plans, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("schedule", "run", "--once=nightly", "--state-dir=" + work + "/s", "" + plans));
    args.addAll(List.of(more));
    return Run.spaces(args.toArray(String[]::new));
  }

  /** Takes a mail in each connection (RFC 5321), and keeps its lines. */
  private static void serve(ServerSocket listening, BlockingQueue<String> mails) {
    try {
      while (true) {
        try (Socket socket = listening.accept();
            BufferedReader in =
                new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
          StringBuilder mail = new StringBuilder();
          String reply = "220 here";
          boolean content = false;
          while (true) {
            socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
            String line = in.readLine();
            while (content && line != null && !line.equals(".")) {
              mail.append(line).append('\n');
              line = in.readLine();
            }
            if (line == null || line.equals("QUIT")) {
              break;
            }
            content = line.equals("DATA");
            reply = content ? "354 go on" : "250 well";
          }
          mails.add(mail.toString());
        }
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  @Test
  void tellsByMailWhomTheFileAndTheCommandLineName(SpaceServer server) throws Exception {
    BlockingQueue<String> mails = new LinkedBlockingQueue<>();
    try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread serving = new Thread(() -> serve(listening, mails));
      serving.setDaemon(true);
      serving.start();
      int port = listening.getLocalPort();
      Path plans =
          plans(
              server,
              "mail: {host: 127.0.0.1, port: %d, tls: none, from: a@example.com, to: one@example.com}"
                  .formatted(port));

      Run run =
          run(
              plans,
              "--mail-host=127.0.0.1",
              "--mail-port=" + port,
              "--mail-tls=none",
              "--mail-from=a@example.com",
              "--mail-to=two@example.com");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(List.of(mails.take(), mails.take()))
          .allMatch(mail -> mail.contains("Subject: Backup nightly (production) succeeded"))
          .anyMatch(mail -> mail.contains("To: one@example.com"))
          .anyMatch(mail -> mail.contains("To: two@example.com"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{from: a@b.example, to: c@d.example} | mail.host",
        "{host: h, from: a@b.example, to: c@d.example, user: u} | mail.password",
        "{host: h, from: a@b.example, to: c@d.example, tls: maybe} | mail.tls",
        "{host: h, from: a@b.example, to: nobody} | mail.to",
        "{host: h, from: a@b.example, to: c@d.example, colour: red} | mail.colour"
      })
  void aMistakeInTheFileIsToldWithItsField(String mail, String field, SpaceServer server)
      throws Exception {
    Run run = run(plans(server, "mail: " + mail));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(field, "plans.yaml, line 1");
  }

  @Test
  void aUserWithoutAPasswordAndALoginInPlainTextAreMistakes(SpaceServer server) throws Exception {
    Path plans = plans(server, "");
    Path password = Files.writeString(work.resolve("password"), "s3cret");
    String[] mail = {"--mail-host=h", "--mail-from=a@b.example", "--mail-to=c@d.example"};

    Run alone = run(plans, mail[0], mail[1], mail[2], "--mail-user=u");
    Run plain =
        run(
            plans,
            mail[0],
            mail[1],
            mail[2],
            "--mail-user=u",
            "--mail-password-file=" + password,
            "--mail-tls=none");

    assertThat(alone.exitCode()).isEqualTo(2);
    assertThat(alone.err()).contains("--mail-password-file");
    assertThat(plain.exitCode()).isEqualTo(2);
    assertThat(plain.err()).contains("--mail-tls is NONE").doesNotContain("s3cret");
  }
}
