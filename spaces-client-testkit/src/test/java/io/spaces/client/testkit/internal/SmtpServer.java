package io.spaces.client.testkit.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A mail server on this machine (RFC 5321, with RFC 3207 and AUTH PLAIN), as far as a client that
 * hands mails in needs one. What it replies to a command can be said.
 */
public final class SmtpServer implements AutoCloseable {
  private final ServerSocket listening;
  private final SelfSigned identity = SelfSigned.of("localhost");
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Map<String, String> replies = new ConcurrentHashMap<>();
  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
  private final List<String> mails = Collections.synchronizedList(new ArrayList<>());
  private final boolean tlsFromTheBeginning;
  private volatile boolean offersTls = true;
  private volatile @Nullable String stallsAt;

  /** One that listens, in plain text at first or in TLS. */
  public SmtpServer(boolean tlsFromTheBeginning) throws IOException {
    this.tlsFromTheBeginning = tlsFromTheBeginning;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** What a client has to trust. */
  public X509Certificate certificate() {
    return identity.certificate();
  }

  /** Replies so to the command of that name, or to one that begins so, instead of doing it. */
  public SmtpServer reply(String command, String reply) {
    replies.put(command, reply);
    return this;
  }

  /** Does again what it is asked for. */
  public SmtpServer behave() {
    replies.clear();
    stallsAt = null;
    return this;
  }

  /** Says nothing any more after that command; "" is the greeting. */
  public SmtpServer stallAt(String command) {
    stallsAt = command;
    return this;
  }

  /** Knows no STARTTLS. */
  public SmtpServer withoutTls() {
    offersTls = false;
    return this;
  }

  /** The commands that came, those in plain text with "plain " before them. */
  public List<String> heard() {
    return List.copyOf(heard);
  }

  /** The mails that were taken, headers and all. */
  public List<String> mails() {
    return List.copyOf(mails);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "smtp");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        open.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private void serve(Socket plain) {
    try (plain) {
      Socket socket = tlsFromTheBeginning ? secured(plain) : plain;
      boolean secure = tlsFromTheBeginning;
      BufferedReader in = reader(socket);
      say(socket, "", "220 localhost here");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        heard.add((secure ? "" : "plain ") + line);
        String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        switch (verb) {
          case "EHLO" ->
              say(
                  socket,
                  line,
                  "250-localhost\r\n250-8BITMIME\r\n"
                      + (offersTls && !secure ? "250-STARTTLS\r\n" : "")
                      + "250 AUTH PLAIN");
          case "STARTTLS" -> {
            say(socket, line, "220 go on");
            socket = secured(plain);
            secure = true;
            in = reader(socket);
          }
          case "AUTH" -> say(socket, line, "235 welcome");
          case "DATA" -> {
            if (say(socket, line, "354 let me hear").startsWith("354")) {
              takeMail(in);
              say(socket, "END", "250 taken");
            }
          }
          case "QUIT" -> {
            say(socket, line, "221 bye");
            return;
          }
          default -> say(socket, line, "250 well");
        }
      }
    } catch (IOException e) {
      // The client has gone.
    } finally {
      open.remove(plain);
    }
  }

  private void takeMail(BufferedReader in) throws IOException {
    StringBuilder mail = new StringBuilder();
    for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
      if (line == null) {
        throw new IOException("the client has gone");
      }
      mail.append(line).append('\n');
    }
    if (!replies.containsKey("END")) {
      mails.add(mail.toString());
    }
  }

  private Socket secured(Socket plain) throws IOException {
    SSLSocket secured =
        (SSLSocket) identity.context().getSocketFactory().createSocket(plain, null, false);
    secured.setUseClientMode(false);
    secured.startHandshake();
    return secured;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private String say(Socket socket, String command, String reply) throws IOException {
    String stalls = stallsAt;
    if (stalls != null && (stalls.isEmpty() ? command.isEmpty() : command.startsWith(stalls))) {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream()); // until it goes
      throw new IOException("the client has gone");
    }
    String said = reply;
    for (Map.Entry<String, String> other : replies.entrySet()) {
      if (command.startsWith(other.getKey())) {
        said = other.getValue();
      }
    }
    OutputStream out = socket.getOutputStream();
    out.write((said + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
    return said;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
