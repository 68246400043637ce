package io.spaces.client.internal.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import okhttp3.Authenticator;
import okhttp3.Challenge;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/** Answers a proxy that asks who it is, once, with what the JVM's authenticator knows. */
final class ProxyCredentials implements Authenticator {
  private static final String HEADER = "Proxy-Authorization";

  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response response)
      throws IOException {
    if (response.challenges().stream().anyMatch(challenge -> is(challenge, "OkHttp-Preemptive"))) {
      return null; // OkHttp's own question, before a tunnel is opened
    }
    // What was refused once is refused again, and may lock an account.
    boolean first = response.request().header(HEADER) == null;
    if (first && route != null && route.proxy().address() instanceof InetSocketAddress proxy) {
      for (Challenge challenge : response.challenges()) {
        PasswordAuthentication known =
            is(challenge, "Basic") ? ask(proxy, challenge, response.request().url()) : null;
        if (known != null) {
          String password = new String(known.getPassword());
          String credentials =
              Credentials.basic(known.getUserName(), password, challenge.charset());
          return response.request().newBuilder().header(HEADER, credentials).build();
        }
      }
    }
    throw new RefusedException(route == null ? "" : Proxies.name(route.proxy()) + " ");
  }

  private static boolean is(Challenge challenge, String scheme) {
    return challenge.scheme().equalsIgnoreCase(scheme);
  }

  /** Not by OkHttp, which cannot do so for the unresolved addresses of the JVM's proxies. */
  private static @Nullable PasswordAuthentication ask(
      InetSocketAddress proxy, Challenge challenge, HttpUrl url) {
    return java.net.Authenticator.requestPasswordAuthentication(
        proxy.getHostString(),
        proxy.getAddress(),
        proxy.getPort(),
        url.scheme(),
        challenge.realm(),
        challenge.scheme(),
        url.url(),
        java.net.Authenticator.RequestorType.PROXY);
  }

  /** The proxy takes no request of ours. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String proxy) {
      super(
          "the proxy "
              + proxy
              + "asks for a user name and a password (407), which java.net.Authenticator has to"
              + " know");
    }
  }
}
