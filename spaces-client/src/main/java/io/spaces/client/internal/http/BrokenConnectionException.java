package io.spaces.client.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * A connection could not be made, or broke, or stalled. Apart from other {@link IOException}s,
 * which are about local files: a request body that cannot be read, an answer that cannot be stored.
 */
public final class BrokenConnectionException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Whether some of the request may have reached the server. */
  private final boolean sent;

  /**
   * An error for one connection.
   *
   * @param message what happened
   * @param sent whether some of the request may have reached the server
   * @param cause what went wrong below, or null
   */
  public BrokenConnectionException(String message, boolean sent, @Nullable Throwable cause) {
    super(message, cause);
    this.sent = sent;
  }

  /**
   * Tells whether some of the request may have reached the server, which may then have carried it
   * out.
   *
   * @return false when surely nothing did
   */
  public boolean wasSent() {
    return sent;
  }

  /**
   * Tells whether a second attempt would surely fail alike.
   *
   * @return true when the server is untrusted, or the proxy does not let us through
   */
  public boolean isFinal() {
    return getCause() instanceof ProxyCredentials.RefusedException || isUntrusted();
  }

  /**
   * Tells whether the other side failed to prove who it is, which no second attempt will change. A
   * handshake that was merely cut off is not meant.
   *
   * @return true for a bad certificate or no common ground in TLS
   */
  public boolean isUntrusted() {
    for (Throwable t = getCause(); t != null; t = t.getCause()) {
      if (t instanceof CertificateException || t instanceof SSLPeerUnverifiedException) {
        return true;
      }
      if (t instanceof SSLHandshakeException && !(t.getCause() instanceof EOFException)) {
        return true;
      }
    }
    return false;
  }
}
