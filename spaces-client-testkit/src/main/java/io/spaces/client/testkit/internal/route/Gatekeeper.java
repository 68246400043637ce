package io.spaces.client.testkit.internal.route;

import io.spaces.client.identity.Did;
import io.spaces.client.internal.protocol.RejectedRequestException;
import io.spaces.client.internal.protocol.RequestVerifier;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.Refusal;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Decides who may do anything at all, and in which app's area. */
final class Gatekeeper {
  /** Reading a DID costs as much as all else about a small request. */
  private static final int MOST_APPS = 10_000;

  private final Space space;
  private final ConcurrentHashMap<String, Did> apps = new ConcurrentHashMap<>();

  Gatekeeper(Space space) {
    this.space = space;
  }

  /** Returns the app whose area a call is about, or refuses the call. */
  Did admit(Call call) {
    String named = call.resolved().app();
    boolean byDefault =
        named.equals(Space.DEFAULT) && call.resolved().space().equals(Space.DEFAULT);
    if (!byDefault) {
      checkSpace(call.resolved().space());
    }
    Did app = byDefault ? space.identity().app() : app(named);
    if (space.rules().verification()) {
      authorize(call, app, byDefault);
    }
    return app;
  }

  private void checkSpace(String named) {
    String own = space.identity().space().address();
    if (!named.equals(own) && !did("space", named).address().equals(own)) {
      throw new Refusal(404, "There is no space " + named + " here.");
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
      throw Refusal.badRequest("The " + what + " in the path is not a DID: " + text);
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
      throw new Refusal(
          403, sender.app() + " may not use the area of the app " + app + " in this space.");
    }
  }

  private RequestVerifier.Sender verified(Call call) {
    try {
      return RequestVerifier.verify(
          call.method(), call.target(), call::header, space.rules().clock().instant());
    } catch (RejectedRequestException e) {
      throw new Refusal(401, String.valueOf(e.getMessage()));
    }
  }

  private void checkToken(Call call, boolean byDefault) {
    String version = call.header("x-signature-version");
    if (!"2".equals(version)) {
      throw new Refusal(
          401,
          "The header x-signature-version is "
              + (version == null ? "missing" : version)
              + "; expected 2.");
    }
    String token = withoutScheme(call.header("x-authorization"));
    if (!token.equals(withoutScheme(call.header("authorization")))) {
      throw new Refusal(401, "The headers authorization and x-authorization differ.");
    }
    if (!space.rules().tokens().contains(token)) {
      throw new Refusal(401, "The authorization token is not known to this space.");
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
      throw new Refusal(
          403, "The default space is for access keys and authorization tokens, not for wallets.");
    }
    if (!space.rules().accessKeys().contains(sender.actor().address())) {
      throw new Refusal(403, "The access key " + sender.actor() + " is not known to this space.");
    }
    requireDefault(byDefault, "An access key");
  }

  private static void requireDefault(boolean byDefault, String what) {
    if (!byDefault) {
      throw new Refusal(403, what + " is for /api/space/default/app/default/ only.");
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
