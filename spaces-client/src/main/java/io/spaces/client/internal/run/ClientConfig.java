package io.spaces.client.internal.run;

import io.spaces.client.internal.protocol.object.ListLimits;
import io.spaces.client.internal.waiting.Waiter;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** What all operations of a client share; the components are those of its builder. */
public record ClientConfig(
    Duration connectTimeout,
    Duration idleTimeout,
    long lowestRate,
    ListLimits lists,
    Duration closingTimeout,
    boolean followServiceEndpoint,
    @Nullable String componentDid,
    List<X509Certificate> trusted,
    Clock clock,
    @Nullable ThreadFactory threads,
    Waiter waiter) {
  /** How long a record's closing may take by default. */
  public static final Duration CLOSING_TIMEOUT = Duration.ofSeconds(30);
}
