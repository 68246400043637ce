package io.spaces.client.internal.protocol;

import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.http.BrokenConnectionException;
import io.spaces.client.internal.http.HttpDate;
import io.spaces.client.internal.http.NoSuccessException;
import io.spaces.client.internal.http.Transport;
import io.spaces.client.internal.http.TransportRequest;
import io.spaces.client.internal.http.TransportResponse;
import io.spaces.client.internal.http.Urls;
import io.spaces.client.internal.http.retry.RetryPolicy;
import io.spaces.client.internal.protocol.object.PlainYes;
import io.spaces.client.internal.protocol.sign.Authenticator;
import io.spaces.client.internal.protocol.sign.SigningTime;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One question and its answer: signs, follows redirects, makes errors of refusals. */
final class Exchange {
  private static final int MOST_REDIRECTS = 5;

  private final Transport transport;
  private final String origin;
  private final Authenticator authenticator;
  private final Clock clock;

  /**
   * Exchanges with one origin.
   *
   * @param origin scheme, host and port; nothing is ever sent elsewhere
   * @param authenticator signs each URL anew; one that returns nothing leaves requests unsigned
   */
  Exchange(Transport transport, String origin, Authenticator authenticator, Clock clock) {
    this.transport = transport;
    this.origin = origin;
    this.authenticator = authenticator;
    this.clock = clock;
  }

  /** Sends a question; the handler sees successful answers only. */
  <T> T send(Question question, Transport.ResponseHandler<T> handler) throws IOException {
    return following(
        question,
        true,
        request ->
            transport.send(
                request,
                response -> {
                  check(question, response);
                  return handler.handle(new BoundedResponse(response, question));
                }));
  }

  /** The same, where the handler sees final refusals, too: their headers may say something. */
  <T> T look(Question question, Transport.ResponseHandler<T> handler) throws IOException {
    return following(
        question,
        false,
        request ->
            transport.send(
                request,
                response -> {
                  int status = response.status();
                  // A server that does not know the question has said all that it will ever say.
                  if (RetryPolicy.mayPass(status) && status != 501) {
                    check(question, response);
                  }
                  if (status == 401 || status == 403) {
                    learnTime(response);
                  }
                  return handler.handle(new BoundedResponse(response, question));
                }));
  }

  /** Sends a question and returns its successful answer, open. */
  TransportResponse open(Question question) throws IOException {
    return following(
        question,
        true,
        request -> {
          TransportResponse response = transport.open(request);
          try {
            check(question, response);
            return new BoundedResponse(response, question);
          } catch (IOException | RuntimeException e) {
            response.close();
            throw e;
          }
        });
  }

  @FunctionalInterface
  private interface Sender<T> {
    T send(TransportRequest request) throws IOException;
  }

  /**
   * Sends a question on wherever a redirect leads, and once more when its time was wrong.
   *
   * @param proves whether what the sender returns is a success, so that its signature was taken
   */
  private <T> T following(Question question, boolean proves, Sender<T> sender) throws IOException {
    String target = question.target();
    int redirects = 0;
    Misdated first = null;
    while (true) {
      Duration correction = correction();
      try {
        T answer = sender.send(request(question, target));
        SigningTime time = authenticator.time();
        if (proves && time != null) {
          time.prove(correction);
        }
        return answer;
      } catch (Misdated misdated) {
        if (first != null) {
          // The time was not the reason, so what was learned of it may be wrong.
          misdated.time.forget(correction);
          throw first.refusal;
        }
        if (!misdated.learns(correction)) {
          throw misdated.refusal;
        }
        first = misdated;
      } catch (Redirect redirect) {
        target = redirect.target;
        if (++redirects > MOST_REDIRECTS) {
          throw redirect.refused(question, "that is more than " + MOST_REDIRECTS + " in a row");
        }
      } catch (NoSuccessException e) {
        throw e.failure();
      } catch (BrokenConnectionException e) {
        throw new SpaceConnectionException(failed(question, e), e);
      }
    }
  }

  private TransportRequest request(Question question, String target) {
    Supplier<Map<String, String>> headers = () -> headers(question, target);
    return new TransportRequest(
        question.method(), origin, target, headers.get(), question.body(), headers);
  }

  private Map<String, String> headers(Question question, String target) {
    Map<String, String> headers = authenticator.headers(question.method(), target);
    if (!question.headers().isEmpty()) {
      headers = new HashMap<>(headers);
      headers.putAll(question.headers());
    }
    return headers;
  }

  private void check(Question question, TransportResponse response) throws IOException {
    int status = response.status();
    if (PlainYes.isStatus(status)) {
      return;
    }
    if (status < 300) {
      throw ResponseErrors.noSuccess(question.describe(), response, new byte[0], clock.instant());
    }
    if (status >= 300 && status < 400) {
      throw redirect(question, response);
    }
    SpaceException refusal = ResponseErrors.of(question.describe(), response, clock.instant());
    SigningTime time = authenticator.time();
    if (time != null && ResponseErrors.mayBeOfTime(refusal)) {
      throw new Misdated(refusal, time, HttpDate.parse(response.header("Date")));
    }
    throw refusal;
  }

  private Duration correction() {
    SigningTime time = authenticator.time();
    return time == null ? Duration.ZERO : time.correction();
  }

  private void learnTime(TransportResponse response) {
    SigningTime time = authenticator.time();
    Instant server = HttpDate.parse(response.header("Date"));
    if (time != null && server != null) {
      time.learn(server);
    }
  }

  /**
   * Each URL needs its own signature, so redirects are followed here: only at home, and only to the
   * same route and key. Of its path a server may choose where the space is mounted, and no more.
   */
  private Redirect redirect(Question question, TransportResponse response) {
    int status = response.status();
    String location = response.header("Location");
    URI to =
        location == null || location.isBlank() ? null : resolve(response.request().url(), location);
    if (to == null) {
      throw refused(question, status, "somewhere", "it does not say where to in a usable way");
    }
    String toOrigin = Endpoint.origin(to);
    if (!toOrigin.equals(origin)) {
      throw refused(question, status, toOrigin, "credentials are sent to " + origin + " only");
    }
    boolean reading = question.method().equals("GET") || question.method().equals("HEAD");
    boolean sameMethod = status == 307 || status == 308;
    if (!sameMethod && !(reading && (status == 301 || status == 302 || status == 303))) {
      throw refused(question, status, toOrigin, "it would have to be sent as another request");
    }
    String path = to.getRawPath().isEmpty() ? "/" : to.getRawPath();
    String target = to.getRawQuery() == null ? path : path + "?" + to.getRawQuery();
    if (!Urls.isExact(origin, target)) {
      throw refused(question, status, toOrigin, "it does not say where to in a usable way");
    }
    if (!isSameQuestion(question.target(), path, to.getRawQuery())) {
      throw refused(
          question,
          status,
          toOrigin,
          "it leads to another path than the same one below another mount path, which is all that"
              + " is signed on a server's word");
    }
    return new Redirect(status, origin, target);
  }

  private static boolean isSameQuestion(String asked, String path, @Nullable String query) {
    int mark = asked.indexOf('?');
    String askedPath = mark < 0 ? asked : asked.substring(0, mark);
    String askedQuery = mark < 0 ? null : asked.substring(mark + 1);
    String route = MountPath.routeOf(askedPath);
    if (!Objects.equals(query, askedQuery) || !path.endsWith(route)) {
      return false;
    }
    String mount = path.substring(0, path.length() - route.length());
    return mount.equals(MountPath.of(askedPath)) || MountPath.isPlain(mount);
  }

  private static @Nullable URI resolve(String base, String location) {
    try {
      URI from = URI.create(base);
      String reference = location.strip();
      if (reference.startsWith("?")) {
        // By RFC 3986 the path stays; URI goes by an older RFC and drops its last part.
        reference = from.getRawPath() + reference;
      }
      URI to = URI.create(from.resolve(reference).normalize().toASCIIString());
      boolean usable =
          ("http".equalsIgnoreCase(to.getScheme()) || "https".equalsIgnoreCase(to.getScheme()))
              && to.getHost() != null
              && to.getRawUserInfo() == null;
      return usable ? to : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static SpaceResponseException refused(
      Question question, int status, String to, String why) {
    return new SpaceResponseException(
        question.describe()
            + " was redirected ("
            + status
            + ") to "
            + to
            + ", which is not followed: "
            + why
            + ". Check the endpoint.",
        status,
        "");
  }

  private String failed(Question question, BrokenConnectionException e) {
    return question.describe()
        + " at "
        + origin
        + " failed: "
        + e.getMessage()
        + (e.isUntrusted()
            ? ". The server has not proved who it is: check the endpoint. Its certificate has to be"
                + " trusted by the JVM or by the client's trust(…), and it has to speak TLS 1.2 or"
                + " later."
            : ". Check the network and the endpoint, then try again.");
  }

  /** Carries a refusal that may be for the signature's time past the transport. */
  private static final class Misdated extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient SpaceException refusal;
    private final transient SigningTime time;
    private final transient @Nullable Instant server;

    Misdated(SpaceException refusal, SigningTime time, @Nullable Instant server) {
      super(refusal);
      this.refusal = refusal;
      this.time = time;
      this.server = server;
    }

    /** Whether there is another time to sign by than the one that was used. */
    boolean learns(Duration used) {
      if (server != null) {
        time.learn(server);
      }
      return !time.correction().equals(used) || time.forgetUnproven(used);
    }
  }

  /** Carries a redirect past the transport. */
  private static final class Redirect extends IOException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String origin;
    private final String target;

    Redirect(int status, String origin, String target) {
      this.status = status;
      this.origin = origin;
      this.target = target;
    }

    SpaceException refused(Question question, String why) {
      return Exchange.refused(question, status, origin, why);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
