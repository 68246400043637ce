package io.spaces.client.testkit.internal.route;

import io.spaces.client.testkit.internal.http.Answer;
import io.spaces.client.testkit.internal.http.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the space is, and how it is. */
final class DiscoveryRoutes {
  /** The component that is a space, among the components of a host. */
  private static final String SPACES = "z8iZnaYxnkMD5AKRjTKiCb8pQr1ut8UantAcf";

  private static final String ANOTHER = "z8iZpky2Vc4i2MmjPBvzrvTTWBRqmRs9HoPCs";

  private final Space space;

  DiscoveryRoutes(Space space) {
    this.space = space;
  }

  Answer mounts() {
    String mount = space.identity().mount();
    return Answer.json(
        Json.bytes(
            Map.of(
                "componentMountPoints",
                List.of(
                    Map.of("did", ANOTHER, "mountPoint", "/another"),
                    Map.of("did", SPACES, "mountPoint", mount.isEmpty() ? "/" : mount)))));
  }

  Answer endpoint(Call call) {
    String other = space.serviceEndpoint();
    return Answer.text(
        200,
        other != null ? other : space.endpoint(call.resolved().space(), call.resolved().app()));
  }

  Answer status() {
    long free = space.capacity().free();
    String unavailable = space.unavailable();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-space-is-available", Boolean.toString(unavailable == null));
    headers.put("x-space-is-full", Boolean.toString(free == 0));
    headers.put("x-space-free-capacity", Long.toString(free));
    if (unavailable != null || free == 0) {
      String message = unavailable == null ? "The space is full." : unavailable;
      headers.put(
          "x-error-message",
          URLEncoder.encode(message, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return Answer.headers(200, headers);
  }
}
