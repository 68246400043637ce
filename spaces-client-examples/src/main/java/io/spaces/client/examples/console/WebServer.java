package io.spaces.client.examples.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.RateLimitException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.VaultBusyException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Routes on the JDK's HTTP server: who may, what is answered, how errors are told. */
final class WebServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WebServer.class);
  private static final int THREADS = 48;
  private static final int QUEUED = 256;
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

  static {
    // Without it each small answer waits for the acknowledgement of the one before.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final HttpServer server;
  private final ExecutorService threads;

  /** Listens, but answers nobody before {@link #start}. */
  WebServer(String host, int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(host, port), QUEUED);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUED),
            task -> {
              Thread thread = new Thread(task, "spaces-console");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    threads = pool;
    server.setExecutor(pool);
  }

  int port() {
    return server.getAddress().getPort();
  }

  void start(Doorkeeper doorkeeper, List<Route> routes) {
    server.createContext("/", exchange -> answer(exchange, doorkeeper, routes));
    server.start();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void answer(HttpExchange exchange, Doorkeeper doorkeeper, List<Route> routes)
      throws IOException {
    try (exchange) {
      Reply reply;
      try {
        reply = reply(exchange, doorkeeper, routes);
      } catch (Exception e) {
        reply = told(exchange, e);
      }
      send(exchange, reply);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Reply reply(HttpExchange exchange, Doorkeeper doorkeeper, List<Route> routes)
      throws Exception {
    doorkeeper.checkName(exchange.getRequestHeaders());
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    TreeSet<String> methods = new TreeSet<>();
    for (Route route : routes) {
      Optional<String> id = route.match(path);
      if (id.isPresent() && (route.isExact() || !isExactElsewhere(routes, path))) {
        if (!route.open()) {
          doorkeeper.checkAdmin(exchange.getRequestHeaders());
        }
        if (route.method().equals(method)) {
          return route.handler().handle(new Call(exchange, id.get()));
        }
        methods.add(route.method());
      }
    }
    if (methods.isEmpty()) {
      throw RefusedRequestException.notFound("There is nothing at this address");
    }
    exchange.getResponseHeaders().set("Allow", String.join(", ", methods));
    throw new RefusedRequestException(
        405, "method_not_allowed", "Expected " + String.join(" or ", methods));
  }

  /** {@code /backup/restore} is no backup with the id {@code restore}. */
  private static boolean isExactElsewhere(List<Route> routes, String path) {
    return routes.stream().anyMatch(route -> route.isExact() && route.path().equals(path));
  }

  private static Reply told(HttpExchange exchange, Exception e) throws IOException {
    if (e instanceof RefusedRequestException refusal) {
      if (refusal.status() == 401) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"spaces console\"");
      }
      return Reply.error(refusal.status(), refusal.error(), message(e));
    }
    if (e instanceof InvalidParameterException) {
      return Reply.error(400, "invalid_parameter", message(e));
    }
    if (e instanceof RateLimitException) {
      exchange.getResponseHeaders().set("Retry-After", "60");
      return Reply.error(429, "too_many_requests", message(e));
    }
    if (e instanceof VaultBusyException) {
      return Reply.error(409, "conflict", message(e));
    }
    if (e instanceof SpaceException) {
      return Reply.error(502, "space_failed", message(e));
    }
    log.warn("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI().getPath(), e);
    return Reply.error(500, "internal_error", "That did not work; the console's log says why");
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }

  private static void send(HttpExchange exchange, Reply reply)
      throws IOException, InterruptedException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
    if (reply instanceof Reply.Whole whole) {
      headers.set("Content-Type", whole.type());
      if (whole.body().length == 0 || exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(whole.status(), -1);
        return;
      }
      exchange.sendResponseHeaders(whole.status(), whole.body().length);
      exchange.getResponseBody().write(whole.body());
    } else if (reply instanceof Reply.Events events) {
      headers.set("Content-Type", "text/event-stream");
      try (Reply.Feed feed = events.feed()) {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
          feed.writeTo(out);
        }
      }
    }
  }
}
