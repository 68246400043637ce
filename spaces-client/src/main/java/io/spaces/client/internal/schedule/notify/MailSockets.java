package io.spaces.client.internal.schedule.notify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one attempt, so that it can be broken off: closing its transport would wait.
 */
final class MailSockets {
  private static final Logger log = LoggerFactory.getLogger(MailSockets.class);

  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean broken;

  private Socket keep(Socket socket) throws IOException {
    open.add(socket);
    if (broken) {
      socket.close();
    }
    return socket;
  }

  /** Closes all of them, also those to come. */
  void breakOff() {
    broken = true;
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        log.trace("A connection to a mail server cannot be closed: {}", e.toString());
      }
    }
  }

  /** Connections in plain text. */
  SocketFactory plain() {
    SocketFactory factory = SocketFactory.getDefault();
    return new SocketFactory() {
      @Override
      public Socket createSocket() throws IOException {
        return keep(factory.createSocket());
      }

      @Override
      public Socket createSocket(String host, int port) throws IOException {
        return keep(factory.createSocket(host, port));
      }

      @Override
      public Socket createSocket(String host, int port, InetAddress local, int localPort)
          throws IOException {
        return keep(factory.createSocket(host, port, local, localPort));
      }

      @Override
      public Socket createSocket(InetAddress host, int port) throws IOException {
        return keep(factory.createSocket(host, port));
      }

      @Override
      public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
          throws IOException {
        return keep(factory.createSocket(host, port, local, localPort));
      }
    };
  }

  /** Connections in TLS. */
  SSLSocketFactory secure(SSLSocketFactory factory) {
    return new SSLSocketFactory() {
      @Override
      public String[] getDefaultCipherSuites() {
        return factory.getDefaultCipherSuites();
      }

      @Override
      public String[] getSupportedCipherSuites() {
        return factory.getSupportedCipherSuites();
      }

      @Override
      public Socket createSocket() throws IOException {
        return keep(factory.createSocket());
      }

      @Override
      public Socket createSocket(Socket below, String host, int port, boolean autoClose)
          throws IOException {
        return keep(factory.createSocket(below, host, port, autoClose));
      }

      @Override
      public Socket createSocket(String host, int port) throws IOException {
        return keep(factory.createSocket(host, port));
      }

      @Override
      public Socket createSocket(String host, int port, InetAddress local, int localPort)
          throws IOException {
        return keep(factory.createSocket(host, port, local, localPort));
      }

      @Override
      public Socket createSocket(InetAddress host, int port) throws IOException {
        return keep(factory.createSocket(host, port));
      }

      @Override
      public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
          throws IOException {
        return keep(factory.createSocket(host, port, local, localPort));
      }
    };
  }
}
