package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;

import io.spaces.client.testkit.SpaceServer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a client takes for its space: it hands requests on to an honest one, but for those that it
 * is told to answer otherwise. It writes its answers byte by byte, so that they need not be HTTP.
 */
final class HostileFront implements AutoCloseable {
  private final SpaceServer honest;
  private final Accomplices accomplices;
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Plan plan = new Plan(null);

  /** Spaces of the same identity that hold something else, and a server that nothing leads to. */
  record Accomplices(
      SpaceServer old,
      SpaceServer other,
      SpaceServer evil,
      SpaceServer sink,
      SpaceServer elsewhere) {}

  /**
   * What is to be answered otherwise.
   *
   * @param route such as {@code GET object packs/}
   * @param from the first request of the route that is, from 1
   * @param once whether it is the only one
   */
  record Attack(String route, int from, boolean once, HostileAnswer answer) {
    @Override
    public String toString() {
      return answer + " to " + route + (once ? " at " : " from ") + from;
    }
  }

  private static final class Plan {
    final @Nullable Attack attack;
    final CountDownLatch released = new CountDownLatch(1);
    final Map<String, AtomicInteger> requests = new ConcurrentSkipListMap<>();
    final AtomicInteger struck = new AtomicInteger();

    Plan(@Nullable Attack attack) {
      this.attack = attack;
    }

    /** Counts a request, and tells whether it is to be answered otherwise. */
    boolean strikes(String route) {
      int number = requests.computeIfAbsent(route, r -> new AtomicInteger()).incrementAndGet();
      boolean strikes =
          attack != null
              && attack.route.equals(route)
              && (attack.once ? number == attack.from : number >= attack.from);
      if (strikes) {
        struck.incrementAndGet();
      }
      return strikes;
    }
  }

  HostileFront(SpaceServer honest, Accomplices accomplices) throws IOException {
    this.honest = honest;
    this.accomplices = accomplices;
    server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** Where a client finds it. */
  String endpoint() {
    return honest.endpoint().replace(":" + honest.port() + "/", ":" + server.getLocalPort() + "/");
  }

  SpaceServer honest() {
    return honest;
  }

  Accomplices accomplices() {
    return accomplices;
  }

  /** From now on answers so; null for honestly. What is still being answered is broken off. */
  void attack(@Nullable Attack attack) {
    Plan before = plan;
    plan = new Plan(attack);
    before.released.countDown();
    open.forEach(HostileFront::close);
    awaitTheEndOf(open);
  }

  /** How often each route was asked for since the last {@link #attack}. */
  Map<String, AtomicInteger> requests() {
    return plan.requests;
  }

  /** How many requests were answered otherwise since the last {@link #attack}. */
  int struck() {
    return plan.struck.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  @SuppressWarnings("EmptyCatch")
  private void serve(Socket socket) {
    open.add(socket);
    try (socket) {
      BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
      BufferedOutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
      while (true) {
        Plan now = plan;
        HostileExchange exchange = HostileExchange.read(in, out, now.released, this);
        if (exchange == null) {
          return;
        }
        if (!now.strikes(exchange.route())) {
          exchange.send(exchange.honest());
        } else {
          requireNonNull(now.attack).answer.send(exchange);
          return;
        }
      }
    } catch (IOException e) {
      // The other side has had enough.
    } finally {
      synchronized (open) {
        open.remove(socket);
        open.notifyAll();
      }
    }
  }

  /** Nothing of a request that has been broken off reaches the honest space later. */
  private static void awaitTheEndOf(Set<Socket> connections) {
    synchronized (connections) {
      while (!connections.isEmpty()) {
        try {
          connections.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    attack(null);
    threads.shutdown();
  }
}
