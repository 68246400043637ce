package io.spaces.client.testkit.internal.route;

import io.spaces.client.identity.Did;
import io.spaces.client.testkit.Verification;
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
  private volatile @Nullable Outage outage;
  private volatile Permissions permissions = new Permissions(true, true, true);

  /**
   * Who a space is.
   *
   * @param space the space's DID
   * @param app the app whose area {@code default} means
   * @param mount where the space is mounted on its host: empty, or a path that begins with a slash
   *     and does not end in one
   * @param name what it calls itself
   * @param owner whose it is
   */
  public record Identity(Did space, Did app, String mount, String name, Did owner) {}

  /**
   * What a space asks of its clients.
   *
   * @param verification how much is checked
   * @param readings what the official core leaves open
   * @param anyApp whether every valid signature may act on every app's area
   * @param accessKeys the addresses of access keys
   * @param tokens authorization tokens
   * @param clock the time that tokens are checked against
   */
  public record Rules(
      Verification verification,
      Readings readings,
      boolean anyApp,
      Set<String> accessKeys,
      Set<String> tokens,
      Clock clock) {

    /** Tells whether anything is checked at all. */
    boolean checked() {
      return verification != Verification.NONE;
    }

    /** Tells whether more is checked than the official server does. */
    boolean strict() {
      return verification == Verification.STRICT;
    }
  }

  /** What may be done in a space. */
  record Permissions(boolean list, boolean read, boolean write) {}

  /** Why a space cannot be used, in words and by a code, or 0. */
  record Outage(String why, int code) {}

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
  public void unavailable(@Nullable String why, int code) {
    outage = why == null ? null : new Outage(why, code);
  }

  @Nullable Outage outage() {
    return outage;
  }

  /** Says what may be done. */
  public void permit(boolean list, boolean read, boolean write) {
    permissions = new Permissions(list, read, write);
  }

  Permissions permissions() {
    return permissions;
  }
}
