package io.spaces.client.internal.http;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Certificates that are trusted beside those of the JVM. Names are verified as ever. */
final class TrustedCertificates {
  private final List<X509Certificate> more;

  TrustedCertificates(List<X509Certificate> more) {
    this.more = more;
  }

  void applyTo(OkHttpClient.Builder settings) {
    try {
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      for (X509Certificate anchor : manager(null).getAcceptedIssuers()) {
        all.setCertificateEntry("jvm-" + all.size(), anchor);
      }
      for (X509Certificate anchor : more) {
        all.setCertificateEntry("more-" + all.size(), anchor);
      }
      X509TrustManager manager = manager(all);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager}, null);
      settings.sslSocketFactory(context.getSocketFactory(), manager);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The certificates to trust cannot be used", e);
    }
  }

  private static X509TrustManager manager(@Nullable KeyStore anchors)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
