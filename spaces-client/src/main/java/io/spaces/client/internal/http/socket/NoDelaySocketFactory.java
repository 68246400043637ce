package io.spaces.client.internal.http.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets without Nagle's algorithm: with it, a body of a few segments waits some 40 ms for the
 * server's delayed acknowledgement. TLS is layered over these sockets, so it is covered too.
 */
public final class NoDelaySocketFactory extends SocketFactory {
  private final int readMillis;
  private final StallWatch watch;
  private final LowestRate lowestRate;

  public NoDelaySocketFactory(int readMillis, StallWatch watch, LowestRate lowestRate) {
    this.readMillis = readMillis;
    this.watch = watch;
    this.lowestRate = lowestRate;
  }

  @Override
  public Socket createSocket() throws IOException {
    Socket socket = new BufferedSocket(readMillis, watch, lowestRate);
    socket.setTcpNoDelay(true);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(createSocket(), new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(createSocket(), new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(bound(localHost, localPort), new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(bound(localHost, localPort), new InetSocketAddress(host, port));
  }

  private Socket bound(InetAddress host, int port) throws IOException {
    Socket socket = createSocket();
    socket.bind(new InetSocketAddress(host, port));
    return socket;
  }

  private static Socket connected(Socket socket, InetSocketAddress to) throws IOException {
    try {
      socket.connect(to);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
