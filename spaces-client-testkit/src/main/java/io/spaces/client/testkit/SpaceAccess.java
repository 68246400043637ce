package io.spaces.client.testkit;

import io.spaces.client.identity.Did;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.internal.route.Space;
import io.spaces.client.testkit.internal.storage.Storage;
import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link SpaceServer} that say whose space it is, and what is asked of those who
 * use it.
 *
 * @param <B> the builder
 */
public abstract sealed class SpaceAccess<B extends SpaceAccess<B>> extends SpaceReadings<B>
    permits SpaceServerBuilder {
  private static final String SPACE = "space";

  private String name = "A space";
  private @Nullable Did owner;
  private Verification verification = Verification.CORE;
  private boolean anyApp;
  private @Nullable Did space;
  private @Nullable Did app;
  private @Nullable Wallet wallet;
  private final Set<String> accessKeys = new HashSet<>();
  private final Set<String> tokens = new HashSet<>();

  SpaceAccess() {}

  /**
   * Sets the name that the space gives itself. Default: {@code A space}.
   *
   * @param text any text
   * @return this
   */
  public final B name(String text) {
    name = text;
    return self();
  }

  /**
   * Sets whose space it is. Default: the DID of the server's own app.
   *
   * @param did a user's DID
   * @return this
   */
  public final B owner(Did did) {
    owner = did;
    return self();
  }

  /**
   * Sets whether anything is checked at all. The same as {@link #verify} with {@link
   * Verification#CORE} or {@link Verification#NONE}.
   *
   * @param on false to believe everything
   * @return this
   */
  public final B verification(boolean on) {
    return verify(on ? Verification.CORE : Verification.NONE);
  }

  /**
   * Sets how much of what clients send is checked. Default: {@link Verification#CORE}.
   *
   * @param level {@link Verification#STRICT} for the tests of a client
   * @return this
   */
  public final B verify(Verification level) {
    verification = level;
    return self();
  }

  /**
   * Lets everybody with a valid signature use the area of every app, as suits a server that one
   * starts by hand. Default: an app's area is for its wallet, and for those to whom that wallet
   * delegated.
   *
   * @return this
   */
  public final B anyApp() {
    anyApp = true;
    return self();
  }

  /**
   * Sets the space's DID. Default: the one that the storage remembers, else a random one.
   *
   * @param did any DID
   * @return this
   */
  public final B space(Did did) {
    space = did;
    return self();
  }

  /**
   * Sets the app that {@link SpaceServer#endpoint} is for, by its wallet. Default: a random one.
   *
   * @param appWallet the app's wallet
   * @return this
   */
  public final B app(Wallet appWallet) {
    wallet = appWallet;
    app = appWallet.did();
    return self();
  }

  /**
   * Sets the app that {@link SpaceServer#endpoint} is for, by its DID.
   *
   * @param did the app's DID
   * @return this
   */
  public final B app(Did did) {
    wallet = null;
    app = did;
    return self();
  }

  /**
   * Lets an access key use this server's own app's area, by way of the {@code default} space.
   *
   * @param key the key's wallet
   * @return this
   */
  public final B accessKey(Wallet key) {
    accessKeys.add(key.address());
    return self();
  }

  /**
   * Lets an authorization token use this server's own app's area, by way of the {@code default}
   * space.
   *
   * @param token the token
   * @return this
   */
  public final B authorizationToken(String token) {
    tokens.add(token);
    return self();
  }

  final SpaceServer server(SpaceServerBuilder settings) {
    if (app == null) {
      Wallet own = Wallet.random();
      return new SpaceServer(settings, own.did(), own);
    }
    return new SpaceServer(settings, app, wallet);
  }

  final Did identify(Storage opened) throws IOException {
    String known = opened.identity().get(SPACE);
    if (space == null && known != null) {
      return Did.parse(known);
    }
    Did did = space == null ? Wallet.random().did() : space;
    opened.identify(Map.of(SPACE, did.address()));
    return did;
  }

  final Space.Identity identity(Did spaceDid, Did appDid, String mountPath) {
    return new Space.Identity(spaceDid, appDid, mountPath, name, owner == null ? appDid : owner);
  }

  final Space.Rules rules(Clock clock) {
    return new Space.Rules(
        verification, readings(), anyApp, Set.copyOf(accessKeys), Set.copyOf(tokens), clock);
  }
}
