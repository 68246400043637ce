package io.spaces.client.internal.http;

import io.spaces.client.error.CancelledException;
import io.spaces.client.internal.http.socket.LowestRate;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Map;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** Requests over OkHttp: one attempt each, on the caller's thread. */
final class OkHttpTransport implements Transport {
  private static final String USER_AGENT = "spaces-client";

  private final Call.Factory calls;
  private final ConnectionPool connections;
  private final Proxies proxies;
  private final Cancellation cancellation;
  private final Cancellation closing;
  private volatile @Nullable Origin origin;

  /**
   * A transport for one run.
   *
   * @param connections those of the calls
   * @param cancellation cancelled with the run
   * @param closing cancelled with the engine
   */
  OkHttpTransport(
      Call.Factory calls,
      ConnectionPool connections,
      Proxies proxies,
      Cancellation cancellation,
      Cancellation closing) {
    this.calls = calls;
    this.connections = connections;
    this.proxies = proxies;
    this.cancellation = cancellation;
    this.closing = closing;
  }

  @Override
  public TransportResponse open(TransportRequest request) throws IOException {
    cancellation.throwIfCancelled();
    closing.throwIfCancelled();
    Body body = request.body() == null ? null : new Body(request.body());
    if (!request.isIdempotent()) {
      // On a connection that the other side has just closed it would be lost, and not repeated.
      closeIdle();
    }
    Call call = calls.newCall(toOkHttp(request, body));
    // From here on a cancellation breaks the call off, even one that has yet to begin.
    Cancellation.Registration onCancel = cancellation.onCancel(call::cancel);
    Cancellation.Registration onClose = closing.onCancel(call::cancel);
    Cancellation.Registration registration =
        () -> {
          onCancel.close();
          onClose.close();
        };
    try {
      return new OkHttpResponse(request, call.execute(), this, registration);
    } catch (SourceFailure e) {
      registration.close();
      throw e.failure;
    } catch (IOException e) {
      registration.close();
      if (!(e instanceof ConnectException)) {
        // The server may have closed the idle ones too: the next attempt must not meet one of them.
        closeIdle();
      }
      throw broken(e, body == null || body.begun, byWay(e, call.request().url()));
    } catch (RuntimeException | Error e) {
      registration.close();
      throw e;
    }
  }

  private String byWay(IOException e, HttpUrl url) {
    return e instanceof ProxyCredentials.RefusedException ? "" : proxies.mention(url);
  }

  /** Connections that are in use stay. */
  void closeIdle() {
    connections.evictAll();
  }

  /** Names what became of a connection; being told to stop is not its fault. */
  BrokenConnectionException broken(IOException e, boolean sent) {
    return broken(e, sent, "");
  }

  private BrokenConnectionException broken(IOException e, boolean sent, String byWay) {
    if (cancellation.isCancelled()) {
      throw new CancelledException("The run was cancelled.", e);
    }
    if (closing.isCancelled()) {
      throw new CancelledException("The client was closed.", e);
    }
    if (e instanceof LowestRate.TooSlowException) {
      return new BrokenConnectionException(e.getMessage() + byWay, true, e);
    }
    if (e instanceof SocketTimeoutException && sent) {
      return new BrokenConnectionException("the server stalled" + byWay, true, e);
    }
    if (e instanceof InterruptedIOException && Thread.currentThread().isInterrupted()) {
      throw new CancelledException("The thread was interrupted.", e);
    }
    return new BrokenConnectionException(words(e) + byWay, sent, e);
  }

  private static String words(IOException e) {
    String message = e.getMessage();
    String words = message == null ? e.getClass().getSimpleName() : message;
    if (e instanceof UnknownHostException) {
      // Java's words may be nothing but the name.
      words = "no address is known for " + words;
    }
    for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
      if (t instanceof CertificateExpiredException
          || t instanceof CertificateNotYetValidException) {
        words += " (" + t.getMessage() + ")";
      }
    }
    return words.replaceAll("\\s+", " ");
  }

  private Request toOkHttp(TransportRequest request, @Nullable Body body) {
    HttpUrl url = urlOf(request);
    // The signature covers the target's very characters, so a URL that OkHttp would write in
    // another way cannot be sent.
    if (!url.toString().endsWith(request.target())) {
      throw new IllegalArgumentException("Not a URL in its canonical form, at " + request.origin());
    }
    Request.Builder builder =
        new Request.Builder()
            .url(url)
            .method(request.method(), body)
            .addHeader("user-agent", USER_AGENT);
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      addHeader(builder, header.getKey(), header.getValue());
    }
    if (request.body() != null) {
      builder.addHeader("content-type", request.body().contentType());
    }
    return builder.build();
  }

  private static void addHeader(Request.Builder builder, String name, String value) {
    try {
      builder.addHeader(name, value);
    } catch (IllegalArgumentException e) {
      // Not as the cause: it quotes the value, which may be a secret.
      throw new IllegalArgumentException("The header " + name + " cannot carry its value");
    }
  }

  /** A run asks one origin nearly always: to read its host once is to read it fast. */
  private HttpUrl urlOf(TransportRequest request) {
    Origin known = origin;
    if (known == null || !known.name.equals(request.origin())) {
      known = new Origin(request.origin(), HttpUrl.get(request.origin()));
      origin = known;
    }
    HttpUrl url = known.url.resolve(request.target());
    if (url == null) {
      throw new IllegalArgumentException("Not a URL, at " + request.origin());
    }
    return url;
  }

  private record Origin(String name, HttpUrl url) {}

  /** A body in OkHttp's terms. */
  private static final class Body extends okhttp3.RequestBody {
    private final RequestBody body;
    private boolean begun;

    Body(RequestBody body) {
      this.body = body;
    }

    /** None, since a header says it: OkHttp would parse it with a regular expression. */
    @Override
    public @Nullable MediaType contentType() {
      return null;
    }

    @Override
    public long contentLength() {
      return body.length();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      begun = true;
      Out out = new Out(sink);
      try {
        body.writeTo(out);
      } catch (IOException e) {
        throw out.broken ? e : new SourceFailure(e);
      }
    }
  }

  /** Remembers whether it is the connection that broke, or what was to be sent. */
  private static final class Out extends OutputStream {
    private final BufferedSink sink;
    private boolean broken;

    Out(BufferedSink sink) {
      this.sink = sink;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        sink.write(bytes, offset, length);
      } catch (IOException e) {
        broken = true;
        throw e;
      }
    }
  }

  /** Carries a failure to read what was to be sent through OkHttp. */
  private static final class SourceFailure extends IOException {
    private static final long serialVersionUID = 1L;
    private final IOException failure;

    SourceFailure(IOException failure) {
      super(failure);
      this.failure = failure;
    }
  }
}
