package io.spaces.client.testkit.internal.route;

import io.spaces.client.identity.Did;
import io.spaces.client.internal.protocol.sign.RejectedRequestException;
import io.spaces.client.internal.protocol.sign.RequestVerifier;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.RefusedException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Decides who may do anything at all, and in which app's area. */
final class Gatekeeper {
  /** Reading a DID costs as much as all else about a small request. */
  private static final int MOST_APPS = 10_000;

  /** Where a key is in the path, the header says how it is written there. */
  private static final Set<Route> KEYED = EnumSet.of(Route.LISTS, Route.LIST, Route.OBJECT);

  private final Space space;
  private final ConcurrentHashMap<String, Did> apps = new ConcurrentHashMap<>();

  Gatekeeper(Space space) {
    this.space = space;
  }

  /** Returns the app whose area a call is about, or refuses the call. */
  Did admit(Call call) {
    boolean byDefault = isByDefault(call);
    Did app = app(call, byDefault);
    if (space.rules().checked()) {
      authorize(call, app, byDefault);
    }
    return app;
  }

  /**
   * Refuses whoever may not ask how the space is. Below an app's area everybody may, as Blocklet
   * Server does it without a signature; above it, where the official client asks, who signs.
   */
  void admitToStatus(Call call) {
    if (call.resolved().app().isEmpty()) {
      boolean byDefault = call.resolved().space().equals(Space.DEFAULT);
      if (!byDefault) {
        checkSpace(call.resolved().space());
      }
      if (space.rules().checked()) {
        authorizeAnyApp(call, byDefault);
      }
    } else if (call.path().endsWith("/object/") || call.path().endsWith("/object")) {
      Did unused = app(call, isByDefault(call));
    } else if (space.rules().readings().officialHeads()) {
      throw new RefusedException(404, "There is no " + call.path() + " here.");
    } else if (space.rules().strict()) {
      Did unused = admit(call);
    } else {
      Did unused = app(call, isByDefault(call));
    }
  }

  private void authorizeAnyApp(Call call, boolean byDefault) {
    if (call.header("x-authorization") != null) {
      checkToken(call, byDefault);
      return;
    }
    RequestVerifier.Sender sender = verified(call);
    if (call.header("x-access-key") != null || byDefault) {
      checkAccessKey(call, sender, byDefault);
    }
  }

  private static boolean isByDefault(Call call) {
    return call.resolved().app().equals(Space.DEFAULT)
        && call.resolved().space().equals(Space.DEFAULT);
  }

  private Did app(Call call, boolean byDefault) {
    if (byDefault) {
      return space.identity().app();
    }
    checkSpace(call.resolved().space());
    return app(call.resolved().app());
  }

  private void checkSpace(String named) {
    String own = space.identity().space().address();
    if (!named.equals(own) && !did("space", named).address().equals(own)) {
      throw new RefusedException(404, "There is no space " + named + " here.");
    }
  }

  private Did app(String named) {
    Did known = apps.get(named);
    if (known == null) {
      known = did("app", named);
      if (apps.size() < MOST_APPS) {
        apps.put(named, known);
      }
    }
    return known;
  }

  private static Did did(String what, String text) {
    if (!Did.isValid(text)) {
      throw RefusedException.badRequest("The " + what + " in the path is not a DID: " + text);
    }
    return Did.parse(text);
  }

  private void authorize(Call call, Did app, boolean byDefault) {
    if (call.header("x-authorization") != null) {
      checkToken(call, byDefault);
      return;
    }
    RequestVerifier.Sender sender = verified(call);
    if (call.header("x-access-key") != null || byDefault) {
      checkAccessKey(call, sender, byDefault);
    } else if (!mayActFor(call, sender, app)) {
      throw new RefusedException(
          403, sender.app() + " may not use the area of the app " + app + " in this space.");
    }
  }

  private RequestVerifier.Sender verified(Call call) {
    checkVersion(call);
    try {
      return RequestVerifier.verify(
          call.method(), call.target(), call::header, space.rules().clock().instant());
    } catch (RejectedRequestException e) {
      throw new RefusedException(401, String.valueOf(e.getMessage()));
    }
  }

  private void checkVersion(Call call) {
    String version = call.header("x-signature-version");
    boolean asked = space.rules().strict() || KEYED.contains(call.route());
    if (asked && !"2".equals(version)) {
      throw new RefusedException(
          401,
          "The header x-signature-version is "
              + (version == null ? "missing" : version)
              + "; expected 2.");
    }
  }

  private void checkToken(Call call, boolean byDefault) {
    checkVersion(call);
    String token = withoutScheme(call.header("x-authorization"));
    if (!token.equals(withoutScheme(call.header("authorization")))) {
      throw new RefusedException(401, "The headers authorization and x-authorization differ.");
    }
    if (!space.rules().tokens().contains(token)) {
      throw new RefusedException(401, "The authorization token is not known to this space.");
    }
    requireDefault(byDefault, "An authorization token");
  }

  private static String withoutScheme(@Nullable String header) {
    if (header == null) {
      return "";
    }
    return header.startsWith("Bearer ") ? header.substring("Bearer ".length()) : header;
  }

  private void checkAccessKey(Call call, RequestVerifier.Sender sender, boolean byDefault) {
    if (call.header("x-access-key") == null) {
      throw new RefusedException(
          403, "The default space is for access keys and authorization tokens, not for wallets.");
    }
    if (!space.rules().accessKeys().contains(sender.actor().address())) {
      throw new RefusedException(
          403, "The access key " + sender.actor() + " is not known to this space.");
    }
    requireDefault(byDefault, "An access key");
  }

  private static void requireDefault(boolean byDefault, String what) {
    if (!byDefault) {
      throw new RefusedException(403, what + " is for /api/space/default/app/default/ only.");
    }
  }

  private boolean mayActFor(Call call, RequestVerifier.Sender sender, Did app) {
    return space.rules().anyApp() || sender.app().equals(app) || isSameKey(call, sender, app);
  }

  /** One key has an address for each role it plays: they are one identity. */
  private static boolean isSameKey(Call call, RequestVerifier.Sender sender, Did app) {
    String key = call.header("x-app-pk");
    return key != null
        && sender.app().equals(sender.actor())
        && app.matches(HexFormat.of().parseHex(key.startsWith("0x") ? key.substring(2) : key));
  }
}
