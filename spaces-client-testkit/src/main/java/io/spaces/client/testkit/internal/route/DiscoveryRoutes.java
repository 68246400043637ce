package io.spaces.client.testkit.internal.route;

import io.spaces.client.testkit.internal.http.Answer;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.storage.Capacity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the space is, and how it is. */
final class DiscoveryRoutes {
  /** The component that is a space, among the components of a host. */
  private static final String SPACES = "z8iZnaYxnkMD5AKRjTKiCb8pQr1ut8UantAcf";

  /** The version of the official core that this server does as. */
  private static final String VERSION = "1.3.0";

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

  /** Says how the space is; each header has its default in the official server's words. */
  Answer status() {
    Space.Permissions permissions = space.permissions();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-space-name", encoded(space.identity().name()));
    headers.put("x-listable", Boolean.toString(permissions.list()));
    headers.put("x-readable", Boolean.toString(permissions.read()));
    headers.put("x-writeable", Boolean.toString(permissions.write()));
    if (space.rules().readings().extras()) {
      extras(headers);
    }
    return Answer.headers(200, headers);
  }

  private void extras(Map<String, String> headers) {
    Capacity capacity = space.capacity();
    Space.Outage outage = space.outage();
    headers.put("x-space-version", VERSION);
    headers.put("x-space-owner-did", space.identity().owner().address());
    headers.put("x-space-is-full", Boolean.toString(capacity.isFull()));
    headers.put(
        "x-space-free-capacity",
        capacity.total() == 0 ? "Infinity" : Long.toString(capacity.total() - capacity.used()));
    headers.put("x-space-is-available", Boolean.toString(outage == null));
    headers.put("x-error-code", Integer.toString(outage == null ? 0 : outage.code()));
    headers.put("x-error-message", outage == null ? "" : encoded(outage.why()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
