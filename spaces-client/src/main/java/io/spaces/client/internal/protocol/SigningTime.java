package io.spaces.client.internal.protocol;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time that dates signatures: this machine's, until a server that has refused one shows that
 * its clock is another; then the server's, as far as that is within a day. A server that lies gets
 * signatures that are valid a day from now at the most, of requests that it was sent anyway. Safe
 * for use by several threads.
 */
public final class SigningTime {
  /** How far a server's clock is followed, either way. */
  static final Duration MOST = Duration.ofDays(1);

  /** Tokens are valid for an hour: a clock that is behind by less has no part in a refusal. */
  private static final Duration MOST_BEHIND = Duration.ofMinutes(1);

  /** Verifiers take a token that comes from the future by so much, and no more. */
  private static final Duration MOST_AHEAD = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(SigningTime.class);

  private final Clock clock;
  private volatile Duration correction = Duration.ZERO;
  private boolean told;

  /** The time by a clock, not yet corrected. */
  public SigningTime(Clock clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant().plus(correction);
  }

  /** What is added to this machine's time: more than zero where its clock is behind. */
  public Duration correction() {
    return correction;
  }

  /** What a person should know while there is a correction. */
  public String describe() {
    Duration off = correction;
    return "This machine's clock is "
        + off.abs().toSeconds()
        + " seconds "
        + (off.isNegative() ? "ahead of" : "behind")
        + " the server's, which refused its signatures: they are dated by the server's clock"
        + " instead. Set this machine's clock: schedules, retention and expiries go by it.";
  }

  /** Learns from a refusal what time it is for the server. */
  synchronized void learn(Instant server) {
    if (mayPass(now(), server)) {
      return;
    }
    Instant own = clock.instant();
    Duration off = Duration.between(own, server);
    if (mayPass(own, server)) {
      correction = Duration.ZERO; // somebody has set the clock meanwhile
    } else if (off.abs().compareTo(MOST) <= 0) {
      correction = off;
      if (!told) {
        told = true;
        log.warn("{}", describe());
      }
    }
  }

  /** Whether a signature of one time may be valid at another. */
  static boolean mayPass(Instant signed, Instant server) {
    Duration ahead = Duration.between(server, signed);
    return ahead.compareTo(MOST_AHEAD) <= 0 && ahead.negated().compareTo(MOST_BEHIND) <= 0;
  }
}
