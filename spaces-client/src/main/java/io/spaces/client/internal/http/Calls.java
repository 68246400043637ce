package io.spaces.client.internal.http;

import java.util.List;
import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Calls over one pool of connections, plain ones and TLS. What TLS takes (certificates, algorithms)
 * is loaded with the first call that is for https: it costs 150 ms, as much as hundreds of
 * requests.
 */
final class Calls implements Call.Factory {
  private final OkHttpClient plain;
  private @Nullable OkHttpClient secure;

  Calls(OkHttpClient.Builder settings) {
    plain = settings.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).build();
  }

  @Override
  public Call newCall(Request request) {
    return client(request).newCall(request);
  }

  OkHttpClient client(Request request) {
    return request.isHttps() ? secure() : plain;
  }

  private synchronized OkHttpClient secure() {
    if (secure == null) {
      secure =
          plain
              .newBuilder()
              .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT))
              .build();
    }
    return secure;
  }
}
