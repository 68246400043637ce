package io.spaces.client.internal.schedule.plan;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Did;
import io.spaces.client.internal.http.HttpTimeouts;
import io.spaces.client.internal.protocol.Endpoint;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.protocol.StatusHeaders;
import io.spaces.client.internal.protocol.object.ListLimits;
import io.spaces.client.internal.protocol.object.RemoteObjectVisitor;
import io.spaces.client.internal.run.Client;
import io.spaces.client.internal.run.ClientConfig;
import io.spaces.client.internal.spec.SpaceAccess;
import io.spaces.client.internal.waiting.Waiter;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.DestinationProblem;
import io.spaces.client.schedule.DestinationProblem.Kind;
import io.spaces.client.schedule.SecretResolver;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a space whether backups could go there. */
public final class DestinationCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A folder that nobody has: its list is short. */
  private static final String NOWHERE = ".spaces-client-check/";

  private DestinationCheck() {}

  /** Takes no note of a list. */
  private static final class Nothing implements RemoteObjectVisitor<Boolean> {
    @Override
    public void visit(
        String key,
        long size,
        long lastModified,
        byte @Nullable [] hash,
        @Nullable String mimeType) {
      // That it was let in is all there is to know.
    }

    @Override
    public Boolean result() {
      return Boolean.TRUE;
    }
  }

  /** What is wrong with an endpoint; empty when nothing is. */
  public static List<DestinationProblem> check(Destination endpoint, SecretResolver secrets) {
    SpaceAccess target;
    try {
      target = target(endpoint, endpoint.credentials(secrets));
    } catch (InvalidParameterException e) {
      Kind kind = e.parameter().equals("endpoint") ? Kind.WRONG_SPACE : Kind.SECRET;
      return List.of(new DestinationProblem(kind, String.valueOf(e.getMessage())));
    }
    ClientConfig config =
        new ClientConfig(
            PATIENCE,
            PATIENCE,
            HttpTimeouts.LOWEST_RATE,
            ListLimits.DEFAULTS,
            ClientConfig.CLOSING_TIMEOUT,
            true,
            null,
            List.of(),
            Clock.systemUTC(),
            null,
            Waiter.system());
    try (Client client = new Client(config)) {
      SpaceApi api = client.connect(target);
      DestinationProblem wrong = wrongSpace(endpoint, api.endpoint());
      List<DestinationProblem> problems =
          wrong != null ? List.of(wrong) : judge(endpoint, api.status());
      if (problems.isEmpty()) {
        // How a space is, it tells everybody; what is in it, only those whom it accepts.
        api.list(NOWHERE, Nothing::new);
      }
      return problems;
    } catch (SpaceResponseException e) {
      return List.of(refused(endpoint, e));
    } catch (SpaceConnectionException e) {
      return List.of(
          new DestinationProblem(
              Kind.UNREACHABLE,
              "Nobody answers at "
                  + endpoint.address()
                  + ": "
                  + e.getMessage()
                  + ". Check the address and the network."));
    } catch (SpaceException e) {
      return List.of(new DestinationProblem(Kind.UNAVAILABLE, String.valueOf(e.getMessage())));
    }
  }

  /** The connection that an endpoint names: the endpoint itself, or the host that knows it. */
  public static SpaceAccess target(Destination endpoint, Credentials credentials) {
    boolean host =
        !(credentials instanceof Credentials.Signed) && !endpoint.address().contains("/api/space/");
    return host
        ? new SpaceAccess(null, endpoint.address(), credentials)
        : new SpaceAccess(Endpoint.parse(endpoint.address()), null, credentials);
  }

  /** Which space a key or token opens, an address without its DID does not say. */
  private static @Nullable DestinationProblem wrongSpace(Destination endpoint, Endpoint real) {
    String expected = endpoint.spaceDid();
    if (expected == null
        || real.spaceDid().equals(Endpoint.DEFAULT_DID)
        || Did.parse(expected).address().equals(real.spaceDid())) {
      return null;
    }
    return new DestinationProblem(
        Kind.WRONG_SPACE,
        "The address is of the space " + real.spaceDid() + "; expected the space " + expected);
  }

  private static List<DestinationProblem> judge(Destination endpoint, StatusHeaders status) {
    String said = status.errorMessage().isEmpty() ? "" : ": " + status.errorMessage();
    if (status.isUnavailable()) {
      return List.of(
          new DestinationProblem(
              Kind.UNAVAILABLE, "The space at " + endpoint.address() + " is not available" + said));
    }
    if (status.isFull()) {
      return List.of(
          new DestinationProblem(
              Kind.FULL,
              "The space at "
                  + endpoint.address()
                  + " is full"
                  + said
                  + ". Make room in it, or give it more."));
    }
    return List.of();
  }

  private static DestinationProblem refused(Destination endpoint, SpaceResponseException e) {
    String at = " at " + endpoint.address();
    return switch (e.statusCode()) {
      case 401, 403 ->
          new DestinationProblem(
              Kind.NOT_AUTHORISED,
              "The space"
                  + at
                  + " does not accept the credentials ("
                  + e.statusCode()
                  + "). Check "
                  + endpoint.secret()
                  + " and that the app is connected to the space.");
      case 404 ->
          new DestinationProblem(Kind.WRONG_SPACE, "There is no such space" + at + " (404).");
      case 402, 413, 507 ->
          new DestinationProblem(Kind.FULL, "The space" + at + " has no room: " + e.getMessage());
      default ->
          new DestinationProblem(
              Kind.UNAVAILABLE, "The space" + at + " cannot be used: " + e.getMessage());
    };
  }
}
