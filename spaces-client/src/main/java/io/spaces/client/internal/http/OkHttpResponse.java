package io.spaces.client.internal.http;

import io.spaces.client.internal.waiting.Cancellation;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** An answer of OkHttp's. */
final class OkHttpResponse implements TransportResponse {
  /** Where the engine hides {@code Retry-After} from OkHttp. */
  static final String RETRY_AFTER = "x-spaces-client-retry-after";

  private final TransportRequest request;
  private final Response response;
  private final OkHttpTransport transport;
  private final Cancellation.Registration registration;

  OkHttpResponse(
      TransportRequest request,
      Response response,
      OkHttpTransport transport,
      Cancellation.Registration registration) {
    this.request = request;
    this.response = response;
    this.transport = transport;
    this.registration = registration;
  }

  @Override
  public TransportRequest request() {
    return request;
  }

  @Override
  public int status() {
    return response.code();
  }

  @Override
  public @Nullable String header(String name) {
    String value = response.header(name);
    return value == null && name.equalsIgnoreCase("Retry-After")
        ? response.header(RETRY_AFTER)
        : value;
  }

  @Override
  public InputStream body() {
    return new Body(response.body().byteStream());
  }

  @Override
  public long length() {
    return response.body().contentLength();
  }

  @Override
  public void close() {
    response.close();
    if (isLastOfItsConnection()) {
      transport.closeIdle();
    }
    registration.close();
  }

  /** By RFC 9112, section 9.3, which OkHttp does not know of HTTP/1.0. */
  private boolean isLastOfItsConnection() {
    return response.protocol() == Protocol.HTTP_1_0
        && !"keep-alive".equalsIgnoreCase(response.header("Connection"));
  }

  private final class Body extends FilterInputStream {
    Body(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (IOException e) {
        throw transport.broken(e, true);
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return in.read(bytes, offset, length);
      } catch (IOException e) {
        throw transport.broken(e, true);
      }
    }

    @Override
    public long skip(long n) throws IOException {
      try {
        return in.skip(n);
      } catch (IOException e) {
        throw transport.broken(e, true);
      }
    }
  }
}
