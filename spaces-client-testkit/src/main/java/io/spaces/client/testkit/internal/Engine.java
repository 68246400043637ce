package io.spaces.client.testkit.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.spaces.client.testkit.internal.http.Interceptor;
import io.spaces.client.testkit.internal.http.Observer;
import io.spaces.client.testkit.internal.http.Resolver;
import io.spaces.client.testkit.internal.http.SpaceHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The JDK's HTTP server and its threads. */
public final class Engine {
  private static final int BACKLOG = 1024;

  static {
    // Without this every answer to a small body waits some 40 ms for an acknowledgement.
    defaultTo("sun.net.httpserver.nodelay", "true");
    // Beyond this many idle connections the JDK's server closes those that clients mean to reuse.
    defaultTo("sun.net.httpserver.maxIdleConnections", "2000");
  }

  private final SpaceHandler handler;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final @Nullable SelfSigned tls;
  private @Nullable HttpServer server;
  private @Nullable ThreadPoolExecutor threads;

  /**
   * An engine that has not started.
   *
   * @param tlsHost for which host to serve TLS, or null for none
   */
  public Engine(
      String mount,
      @Nullable String tlsHost,
      Interceptor interceptor,
      Interceptor.Next routes,
      Observer observer) {
    tls = tlsHost == null ? null : SelfSigned.of(tlsHost);
    this.handler = new SpaceHandler(new Resolver(mount), interceptor, routes, observer);
  }

  private static void defaultTo(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Listens. */
  public synchronized void start(String host, int port) {
    if (server != null) {
      throw new IllegalStateException("The server was started before");
    }
    try {
      HttpServer fresh = create(new InetSocketAddress(host, port));
      ThreadPoolExecutor pool = ServerThreads.pool(fresh.getAddress().getPort());
      fresh.createContext("/", this::handle);
      fresh.setExecutor(pool);
      ServerThreads.startAsDaemon(fresh::start);
      threads = pool;
      server = fresh;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on " + host + ":" + port, e);
    }
  }

  private HttpServer create(InetSocketAddress address) throws IOException {
    if (tls == null) {
      return HttpServer.create(address, BACKLOG);
    }
    HttpsServer secure = HttpsServer.create(address, BACKLOG);
    secure.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
    return secure;
  }

  /** Returns what the server shows to clients to prove who it is, or null without TLS. */
  public @Nullable X509Certificate certificate() {
    return tls == null ? null : tls.certificate();
  }

  private void handle(HttpExchange exchange) throws IOException {
    inFlight.incrementAndGet();
    try {
      handler.handle(exchange);
    } finally {
      inFlight.decrementAndGet();
    }
  }

  /** Returns the port that is listened on. */
  public synchronized int port() {
    if (server == null) {
      throw new IllegalStateException("The server has not started");
    }
    return server.getAddress().getPort();
  }

  /** Returns how many requests are being dealt with. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Breaks all connections and waits until all threads have ended. */
  public synchronized void close() {
    if (server == null || threads == null) {
      return;
    }
    threads.shutdownNow();
    server.stop(0);
    try {
      threads.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
