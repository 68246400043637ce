package io.spaces.client.testkit.internal.route;

import io.spaces.client.identity.Did;
import io.spaces.client.testkit.internal.storage.Areas;
import io.spaces.client.testkit.internal.storage.Capacity;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the routes know of the space they serve. */
public final class Space {
  /**
   * What stands for the space and for its app in the path when an access key or a token is used.
   */
  static final String DEFAULT = "default";

  private final Identity identity;
  private final Rules rules;
  private final Areas areas;
  private final Capacity capacity;
  private volatile String origin = "";
  private volatile @Nullable String serviceEndpoint;
  private volatile @Nullable String unavailable;

  /**
   * Who a space is.
   *
   * @param space the space's DID
   * @param app the app whose area {@code default} means
   * @param mount where the space is mounted on its host: empty, or a path that begins with a slash
   *     and does not end in one
   */
  public record Identity(Did space, Did app, String mount) {}

  /**
   * What a space asks of its clients.
   *
   * @param verification whether signatures, hashes and fields are checked at all
   * @param anyApp whether every valid signature may act on every app's area
   * @param accessKeys the addresses of access keys
   * @param tokens authorization tokens
   * @param clock the time that tokens are checked against
   */
  public record Rules(
      boolean verification,
      boolean anyApp,
      Set<String> accessKeys,
      Set<String> tokens,
      Clock clock) {}

  /** A space. */
  public Space(Identity identity, Rules rules, Areas areas, Capacity capacity) {
    this.identity = identity;
    this.rules = rules;
    this.areas = areas;
    this.capacity = capacity;
  }

  Identity identity() {
    return identity;
  }

  Rules rules() {
    return rules;
  }

  Areas areas() {
    return areas;
  }

  Capacity capacity() {
    return capacity;
  }

  /** Says where the server listens, such as {@code http://127.0.0.1:1234}. */
  public void origin(String value) {
    origin = value;
  }

  /** Returns the endpoint of an app. */
  public String endpoint(String space, String app) {
    return origin + identity.mount() + "/api/space/" + space + "/app/" + app + "/";
  }

  /** Says what to answer to those who ask for the service endpoint; null for the usual one. */
  public void serviceEndpoint(@Nullable String value) {
    serviceEndpoint = value;
  }

  @Nullable String serviceEndpoint() {
    return serviceEndpoint;
  }

  /** Says that the space is not available and why; null when it is. */
  public void unavailable(@Nullable String why) {
    unavailable = why;
  }

  @Nullable String unavailable() {
    return unavailable;
  }
}
