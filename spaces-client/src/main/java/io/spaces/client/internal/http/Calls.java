package io.spaces.client.internal.http;

import java.security.cert.X509Certificate;
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
  private final List<X509Certificate> trusted;
  private @Nullable OkHttpClient secure;

  Calls(OkHttpClient.Builder settings) {
    this(settings, List.of());
  }

  Calls(OkHttpClient.Builder settings, List<X509Certificate> trusted) {
    this.trusted = trusted;
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
      OkHttpClient.Builder settings =
          plain
              .newBuilder()
              .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT));
      if (!trusted.isEmpty()) {
        new TrustedCertificates(trusted).applyTo(settings);
      }
      secure = settings.build();
    }
    return secure;
  }
}
