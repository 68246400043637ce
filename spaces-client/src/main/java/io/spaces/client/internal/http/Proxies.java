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
  private final Map<String, List<Proxy>> byHost = new ConcurrentHashMap<>();

  boolean leadToSocks(HttpUrl url) {
    return leadingTo(url).stream().anyMatch(proxy -> proxy.type() == Proxy.Type.SOCKS);
  }

  /** Words to put behind a failure, since it may be the proxy's; empty without one. */
  String mention(HttpUrl url) {
    return leadingTo(url).stream()
        .filter(proxy -> proxy.type() != Proxy.Type.DIRECT)
        .findFirst()
        .map(proxy -> ", by way of the proxy " + name(proxy))
        .orElse("");
  }

  static String name(Proxy proxy) {
    return proxy.address() instanceof InetSocketAddress address
        ? address.getHostString() + ":" + address.getPort()
        : String.valueOf(proxy.address());
  }

  private List<Proxy> leadingTo(HttpUrl url) {
    return byHost.computeIfAbsent(url.scheme() + ":" + url.host(), host -> ask(url));
  }

  private static List<Proxy> ask(HttpUrl url) {
    @Nullable ProxySelector selector = ProxySelector.getDefault();
    List<Proxy> proxies = selector == null ? null : selector.select(url.uri());
    return proxies == null ? List.of() : proxies;
  }
}
