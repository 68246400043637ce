package io.spaces.client.internal.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's proxies. Each host is asked for once: that takes longer than all else that is done for
 * a request here.
 */
final class Proxies {
  private final Map<String, Way> plain = new ConcurrentHashMap<>();
  private final Map<String, Way> secure = new ConcurrentHashMap<>();

  /** How a host is reached. */
  private record Way(boolean socks, String mention) {}

  boolean leadToSocks(HttpUrl url) {
    return wayTo(url).socks;
  }

  /** Words to put behind a failure, since it may be the proxy's; empty without one. */
  String mention(HttpUrl url) {
    return wayTo(url).mention;
  }

  static String name(Proxy proxy) {
    return proxy.address() instanceof InetSocketAddress address
        ? address.getHostString() + ":" + address.getPort()
        : String.valueOf(proxy.address());
  }

  private Way wayTo(HttpUrl url) {
    Map<String, Way> known = url.isHttps() ? secure : plain;
    return known.computeIfAbsent(url.host(), host -> ask(url));
  }

  private static Way ask(HttpUrl url) {
    @Nullable ProxySelector selector = ProxySelector.getDefault();
    List<Proxy> proxies = selector == null ? null : selector.select(url.uri());
    if (proxies == null) {
      return new Way(false, "");
    }
    String mention =
        proxies.stream()
            .filter(proxy -> proxy.type() != Proxy.Type.DIRECT)
            .findFirst()
            .map(proxy -> ", by way of the proxy " + name(proxy))
            .orElse("");
    return new Way(proxies.stream().anyMatch(proxy -> proxy.type() == Proxy.Type.SOCKS), mention);
  }
}
