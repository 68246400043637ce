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
public final class TrustedCertificates {
  private final List<X509Certificate> more;

  TrustedCertificates(List<X509Certificate> more) {
    this.more = more;
  }

  void applyTo(OkHttpClient.Builder settings) {
    X509TrustManager manager = manager(more);
    settings.sslSocketFactory(context(manager).getSocketFactory(), manager);
  }

  /**
   * Returns what makes connections for which these certificates are trusted, too.
   *
   * @param more certificates beside those of the JVM
   * @return a context for clients
   */
  public static SSLContext context(List<X509Certificate> more) {
    return context(manager(more));
  }

  private static SSLContext context(X509TrustManager manager) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has TLS", e);
    }
  }

  private static X509TrustManager manager(List<X509Certificate> more) {
    try {
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      for (X509Certificate anchor : manager((KeyStore) null).getAcceptedIssuers()) {
        all.setCertificateEntry("jvm-" + all.size(), anchor);
      }
      for (X509Certificate anchor : more) {
        all.setCertificateEntry("more-" + all.size(), anchor);
      }
      return manager(all);
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
