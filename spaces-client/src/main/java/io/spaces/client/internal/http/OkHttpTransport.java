package io.spaces.client.internal.http;

import io.spaces.client.error.CancelledException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** Requests over OkHttp: one attempt each, on the caller's thread. */
final class OkHttpTransport implements Transport {
  private final HttpEngine engine;
  private final OkHttpClient client;
  private final PublicAddresses addresses;
  private final Cancellation cancellation;

  OkHttpTransport(
      HttpEngine engine,
      OkHttpClient client,
      PublicAddresses addresses,
      Cancellation cancellation) {
    this.engine = engine;
    this.client = client;
    this.addresses = addresses;
    this.cancellation = cancellation;
  }

  @Override
  public TransportResponse open(TransportRequest request) throws IOException {
    cancellation.throwIfCancelled();
    engine.throwIfClosed();
    Body body = request.body() == null ? null : new Body(request.body());
    Call call = client.newCall(toOkHttp(request, body));
    Cancellation.Registration registration = cancellation.onCancel(call::cancel);
    try {
      Response response = call.execute();
      if (engine.isClosed()) {
        response.close();
        engine.throwIfClosed();
      }
      return new OkHttpResponse(response, this, registration);
    } catch (SourceFailure e) {
      registration.close();
      throw e.failure;
    } catch (IOException e) {
      registration.close();
      throw broken(e, body == null ? !isAboutConnecting(e) : body.begun);
    } catch (RuntimeException | Error e) {
      registration.close();
      throw e;
    }
  }

  @Override
  public void keepPublic(String host) {
    addresses.keepPublic(host);
  }

  /** Names what became of a connection; being told to stop is not its fault. */
  BrokenConnectionException broken(IOException e, boolean sent) {
    if (cancellation.isCancelled()) {
      throw new CancelledException("The run was cancelled.", e);
    }
    if (engine.isClosed()) {
      throw new CancelledException("The client was closed.", e);
    }
    String message = e.getMessage();
    return new BrokenConnectionException(
        message == null ? e.getClass().getSimpleName() : message, sent, e);
  }

  private static boolean isAboutConnecting(IOException e) {
    return e instanceof java.net.ConnectException || e instanceof java.net.UnknownHostException;
  }

  private static Request toOkHttp(TransportRequest request, @Nullable Body body) {
    HttpUrl url = HttpUrl.get(request.url());
    // The signature covers the target's very characters, so a URL that OkHttp would write in
    // another way cannot be sent.
    if (!url.toString().endsWith(request.target())) {
      throw new IllegalArgumentException("Not a URL in its canonical form: " + request.url());
    }
    Request.Builder builder = new Request.Builder().url(url).method(request.method(), body);
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      builder.header(header.getKey(), header.getValue());
    }
    return builder.build();
  }

  /** A body in OkHttp's terms. */
  private static final class Body extends okhttp3.RequestBody {
    private final RequestBody body;
    private final MediaType type;
    private boolean begun;

    Body(RequestBody body) {
      this.body = body;
      this.type = MediaType.get(body.contentType());
    }

    @Override
    public MediaType contentType() {
      return type;
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
