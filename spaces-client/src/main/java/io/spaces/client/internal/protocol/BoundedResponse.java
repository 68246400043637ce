package io.spaces.client.internal.protocol;

import io.spaces.client.internal.http.TransportRequest;
import io.spaces.client.internal.http.TransportResponse;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** An answer whose body ends where it has to, however much it inflates to. */
record BoundedResponse(TransportResponse response, Question question) implements TransportResponse {
  @Override
  public TransportRequest request() {
    return response.request();
  }

  @Override
  public int status() {
    return response.status();
  }

  @Override
  public @Nullable String header(String name) {
    return response.header(name);
  }

  @Override
  public InputStream body() {
    return new LimitedInputStream(response.body(), question);
  }

  @Override
  public long length() {
    return response.length();
  }

  @Override
  public void close() {
    response.close();
  }
}
