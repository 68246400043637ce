package io.spaces.client.internal.protocol;

import io.spaces.client.error.CancelledException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.http.PublicHosts;
import io.spaces.client.internal.http.Transport;
import io.spaces.client.internal.protocol.sign.Authenticator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a space for the endpoint that backups and restores should use, which bypasses a CDN and its
 * limits. Where the answer may lead is restricted: whoever can forge it must not get signed
 * requests sent into the caller's own network.
 */
final class ServiceEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceEndpoint.class);
  private static final String ROUTE = "endpoint?useServiceUrl=true";
  private static final int LONGEST_ANSWER = 4096;

  private final Transport transport;
  private final PublicHosts hosts;
  private final Clock clock;

  ServiceEndpoint(Transport transport, PublicHosts hosts, Clock clock) {
    this.transport = transport;
    this.hosts = hosts;
    this.clock = clock;
  }

  /** The endpoint to use; the configured one when anything about the answer is not right. */
  Endpoint find(Endpoint configured) {
    try {
      Endpoint named = ask(configured);
      if (named == null || named.equals(configured)) {
        return configured;
      }
      String objection = objection(configured, named);
      if (objection == null) {
        LOG.debug("Using the service endpoint {}", named);
        return named;
      }
      LOG.warn("Not using the service endpoint {}: {}", named, objection);
    } catch (CancelledException e) {
      throw e;
    } catch (SpaceException | IOException e) {
      LOG.debug("No service endpoint, keeping the configured one: {}", e.getMessage());
    }
    return configured;
  }

  private @Nullable Endpoint ask(Endpoint configured) throws IOException {
    Exchange unsigned = new Exchange(transport, configured.origin(), Authenticator.UNSIGNED, clock);
    String answer =
        unsigned.send(
            new Question(
                "GET", configured.path() + ROUTE, ROUTE, "", Map.of(), null, LONGEST_ANSWER),
            response -> new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
    return answer.isBlank() ? null : Endpoint.parse(answer);
  }

  /** Why an endpoint is not used, or null when it may be. */
  private @Nullable String objection(Endpoint configured, Endpoint named) throws IOException {
    if (!named.isSameArea(configured)) {
      return "it is another space's or another app's";
    }
    String mount = MountPath.of(named.path());
    if (!mount.equals(MountPath.of(configured.path())) && !MountPath.isPlain(mount)) {
      return "its mount path is none that a space would have";
    }
    if (configured.isSecure() && !named.isSecure()) {
      return "it is not protected by TLS";
    }
    if (named.host().equals(configured.host())) {
      return null;
    }
    if (!configured.isSecure() || !named.isSecure()) {
      return "another host must be reached by TLS from an endpoint with TLS";
    }
    // Someone whose space is in a private network may well have its service there too.
    if (!hosts.isPublic(configured.host())) {
      return null;
    }
    if (!hosts.isPublic(named.host())) {
      return "its address is not a public one";
    }
    hosts.keepPublic(named.host());
    return null;
  }
}
