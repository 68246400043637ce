package io.spaces.client.internal.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.http.Transport;
import io.spaces.client.internal.protocol.sign.Authenticator;
import io.spaces.client.internal.protocol.wire.WireJson;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the endpoint behind a base URL, as it goes with an access key or an authorization token:
 * the server tells where on it the space is mounted.
 */
public final class MountPoint {
  private static final String SPACE_COMPONENT = "z8iZnaYxnkMD5AKRjTKiCb8pQr1ut8UantAcf";
  private static final String TARGET = "/__blocklet__.js?type=json";
  private static final long LONGEST_ANSWER = 4 << 20;

  private MountPoint() {}

  /**
   * Finds the endpoint.
   *
   * @param url any URL of the server; one that is an endpoint already is kept
   * @throws InvalidParameterException when it is not a URL, or the server has no space
   * @throws SpaceResponseException when the server refuses
   * @throws SpaceConnectionException when it cannot be reached
   */
  public static Endpoint discover(Transport transport, String url) {
    if (url.contains("/api/space/")) {
      return Endpoint.parse(url);
    }
    String origin = Endpoint.origin(Endpoint.webUri(url));
    Exchange unsigned = new Exchange(transport, origin, Authenticator.UNSIGNED, Clock.systemUTC());
    String what = "The answer to GET " + origin + TARGET;
    Optional<String> mountPoint;
    try {
      mountPoint =
          unsigned.send(
              new Question("GET", TARGET, TARGET, "", Map.of(), null, LONGEST_ANSWER),
              response -> WireJson.read(response.body(), what, MountPoint::find));
    } catch (IOException e) {
      throw new SpaceException("Unexpected failure to read " + what + ": " + e.getMessage(), e);
    }
    if (mountPoint.isEmpty()) {
      throw new InvalidParameterException(
          "baseUrl",
          "is \"" + origin + "\", where no DID Space is mounted; expected a server with one");
    }
    String mount = stripped(mountPoint.get());
    if (!MountPath.isPlain(mount)) {
      throw new SpaceException(
          what + " says that the space is mounted where none would be. Check the base URL.");
    }
    String area = "/api/space/" + Endpoint.DEFAULT_DID + "/app/" + Endpoint.DEFAULT_DID + "/";
    return Endpoint.parse(origin + mount + area);
  }

  /** With a slash in front and none behind, as far as there is anything. */
  private static String stripped(String mountPoint) {
    String path = mountPoint.replaceAll("^/+|/+$", "");
    return path.isEmpty() ? "" : "/" + path;
  }

  private static Optional<String> find(JsonParser json) throws IOException {
    if (WireJson.next(json) != JsonToken.START_OBJECT) {
      throw WireJson.unexpected(json, "expected an object");
    }
    String found = null;
    while (WireJson.next(json) != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = WireJson.next(json);
      if (name.equals("componentMountPoints") && value == JsonToken.START_ARRAY) {
        while (WireJson.next(json) != JsonToken.END_ARRAY) {
          String mountPoint = readComponent(json);
          found = found == null ? mountPoint : found;
        }
      }
      json.skipChildren();
    }
    return Optional.ofNullable(found);
  }

  /** The mount point if the component is the space. */
  private static @Nullable String readComponent(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return null;
    }
    boolean space = false;
    String mountPoint = null;
    while (WireJson.next(json) != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = WireJson.next(json);
      if (name.equals("did")) {
        space = value == JsonToken.VALUE_STRING && SPACE_COMPONENT.equals(json.getText());
      } else if (name.equals("mountPoint") && value == JsonToken.VALUE_STRING) {
        mountPoint = json.getText();
      }
      json.skipChildren();
    }
    return space ? mountPoint : null;
  }
}
