package io.spaces.client.testkit.internal.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.spaces.client.testkit.JournalEntry.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what the JDK's server receives into calls, and answers into what it sends. */
public final class SpaceHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SpaceHandler.class);

  /** A refused body is read up to here, so that its sender lives to see why. */
  private static final long DRAIN_LIMIT = 64L << 20;

  private final Resolver resolver;
  private final Interceptor interceptor;
  private final Interceptor.Next routes;
  private final Observer observer;

  /** A handler that shows each call to the interceptor, and then to the routes. */
  public SpaceHandler(
      Resolver resolver, Interceptor interceptor, Interceptor.Next routes, Observer observer) {
    this.resolver = resolver;
    this.interceptor = interceptor;
    this.routes = routes;
    this.observer = observer;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Call call = new Call(exchange);
    new Handling(exchange, call, observer.begun(), observer.now()).run();
  }

  private Answer answer(Call call) throws IOException {
    try {
      call.resolved(resolver.resolve(call.method(), call.path()));
      return interceptor.intercept(call, this::route);
    } catch (RefusedException refusal) {
      call.note(refusal.text());
      return Answer.text(refusal.status(), refusal.text());
    }
  }

  private Answer route(Call call) throws IOException {
    try {
      return routes.proceed(call);
    } catch (RefusedException refusal) {
      call.note(refusal.text());
      return Answer.text(refusal.status(), refusal.text());
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", call.method(), call.path(), e);
      call.note(e.toString());
      return Answer.text(500, "The server failed: " + e);
    }
  }

  private final class Handling {
    private final HttpExchange exchange;
    private final Call call;
    private final long sequence;
    private final @Nullable Instant started;
    private int status;
    private @Nullable HeldBackOutput body;
    private boolean observed;

    Handling(HttpExchange exchange, Call call, long sequence, @Nullable Instant started) {
      this.exchange = exchange;
      this.call = call;
      this.sequence = sequence;
      this.started = started;
    }

    void run() throws IOException {
      try {
        send(answer(call));
      } catch (ConnectionCut e) {
        observe(Outcome.CUT);
        throw e;
      } catch (IOException | RuntimeException e) {
        observe(Outcome.BROKEN);
        throw e;
      }
    }

    private void send(Answer answer) throws IOException {
      if (!call.bodyEnded()) {
        call.drainQuietly(DRAIN_LIMIT);
      }
      Headers headers = exchange.getResponseHeaders();
      for (Map.Entry<String, String> header : answer.headers().entrySet()) {
        headers.set(header.getKey(), header.getValue());
      }
      if (!call.bodyEnded()) {
        headers.set("Connection", "close");
      }
      status = answer.status();
      if (answer.length() == 0 || call.method().equals("HEAD")) {
        observe(Outcome.ANSWERED);
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      exchange.sendResponseHeaders(status, Math.max(0, answer.length()));
      HeldBackOutput out =
          new HeldBackOutput(
              exchange.getResponseBody(), answer.length(), () -> observe(Outcome.ANSWERED));
      body = out;
      answer.body().writeTo(out);
      // Not closed when that throws: the end of a chunked body would make it look complete.
      out.close();
    }

    private void observe(Outcome outcome) {
      if (!observed) {
        observed = true;
        long sent = body == null ? 0 : body.count();
        observer.ended(sequence, call, started, status, call.received(), sent, outcome);
      }
    }
  }
}
