package io.spaces.client.internal.http;

import static java.util.Objects.requireNonNull;

import io.spaces.client.internal.http.socket.LowestRate;
import io.spaces.client.internal.http.socket.NoDelaySocketFactory;
import io.spaces.client.internal.http.socket.StallWatch;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.net.ProtocolException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okio.Buffer;

/**
 * The connections of one client, shared by all its runs. Requests run on their callers' threads.
 * Safe for use by several threads.
 */
public final class HttpEngine implements AutoCloseable {
  /** As many as the largest concurrency, so that no worker has to connect anew. */
  private static final int IDLE_CONNECTIONS = 256;

  /**
   * Shorter than the five seconds after which Node's server drops an idle connection: a request
   * sent just then would break.
   */
  private static final int IDLE_SECONDS = 4;

  private final ConnectionPool connections =
      new ConnectionPool(IDLE_CONNECTIONS, IDLE_SECONDS, TimeUnit.SECONDS);
  private final StallWatch stallWatch;
  private final Calls calls;
  private final PublicAddresses addresses = new PublicAddresses();
  private final Cancellation closing = new Cancellation();
  private final Proxies proxies = new Proxies();

  private HttpEngine(HttpTimeouts timeouts, List<X509Certificate> trusted) {
    stallWatch = new StallWatch(timeouts.write());
    calls =
        new Calls(
            new OkHttpClient.Builder()
                .connectTimeout(timeouts.connect())
                // The sockets themselves keep these times, at less cost.
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                // Not HTTP/2, where parallel uploads share the window of one TCP connection.
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(connections)
                .socketFactory(
                    new NoDelaySocketFactory(
                        millis(timeouts.read()),
                        stallWatch,
                        LowestRate.of(timeouts.lowestRate(), timeouts.read())))
                .dns(addresses)
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                // Addresses are tried one after the other, which takes no threads.
                .fastFallback(false)
                .cookieJar(CookieJar.NO_COOKIES)
                .proxyAuthenticator(new ProxyCredentials())
                .addInterceptor(chain -> keepTimeBehindSocks(chain, timeouts))
                .addNetworkInterceptor(HttpEngine::keepFromOkHttp),
            trusted);
  }

  /**
   * Opens an engine; connections are made when needed.
   *
   * @param timeouts how long to wait for the other side
   * @return an engine to close
   */
  public static HttpEngine open(HttpTimeouts timeouts) {
    return open(timeouts, List.of());
  }

  /**
   * Opens an engine; connections are made when needed.
   *
   * @param timeouts how long to wait for the other side
   * @param trusted certificates to trust beside those of the JVM
   * @return an engine to close
   */
  public static HttpEngine open(HttpTimeouts timeouts, List<X509Certificate> trusted) {
    // Where Okio is missing, now is the time to notice: OkHttp would at the first request.
    requireNonNull(Buffer.class);
    return new HttpEngine(timeouts, trusted);
  }

  /**
   * Returns a transport for one run, which makes single attempts.
   *
   * @param cancellation breaks off its requests; none starts afterwards
   * @return a transport
   */
  public Transport transport(Cancellation cancellation) {
    return new OkHttpTransport(calls, connections, proxies, cancellation, closing);
  }

  /**
   * Returns which hosts are on the public internet, for what connects from here.
   *
   * @return those of this engine
   */
  public PublicHosts hosts() {
    return addresses;
  }

  /**
   * Breaks off all requests and closes all connections. No request starts afterwards. What OkHttp
   * shares among all clients of the JVM, two daemon threads, ends by itself within a minute.
   */
  @Override
  public void close() {
    closing.cancel();
    connections.evictAll();
    stallWatch.close();
  }

  private static int millis(Duration time) {
    return (int) Math.min(Integer.MAX_VALUE, time.toMillis());
  }

  int idleConnections() {
    return connections.idleConnectionCount();
  }

  /** Sockets to a SOCKS proxy are not of our making: OkHttp has to keep their times. */
  private Response keepTimeBehindSocks(Interceptor.Chain chain, HttpTimeouts timeouts)
      throws IOException {
    Interceptor.Chain timed =
        proxies.leadToSocks(chain.request().url())
            ? chain
                .withReadTimeout(millis(timeouts.read()), TimeUnit.MILLISECONDS)
                .withWriteTimeout(millis(timeouts.write()), TimeUnit.MILLISECONDS)
            : chain;
    return timed.proceed(chain.request());
  }

  /**
   * Keeps from OkHttp what it must not see. A negative length, by which it reads on and fails in a
   * way that is for mistakes in programs; and a 503's {@code Retry-After: 0}, after which it asks
   * again by itself.
   */
  private static Response keepFromOkHttp(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    long length = response.body().contentLength();
    if (length < -1) {
      chain.call().cancel(); // closing the body would read it first
      throw new ProtocolException("Content-Length is " + length);
    }
    String retryAfter = response.code() == 503 ? response.header("Retry-After") : null;
    return retryAfter == null
        ? response
        : response
            .newBuilder()
            .removeHeader("Retry-After")
            .header(OkHttpResponse.RETRY_AFTER, retryAfter)
            .build();
  }
}
