package io.spaces.client.internal.protocol.sign;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time that dates signatures: this machine's, until a server that has refused one shows that
 * its clock is another; then the server's, as far as that is within a day. A server that lies gets
 * signatures that are valid a day from now at the most, of requests that it was sent anyway. A time
 * that does not help is forgotten: a refusal may have another reason, and its date be that of
 * something between here and the server. Safe for use by several threads.
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

  /** Whether a signature dated with the correction has been taken. */
  private volatile boolean proven;

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

  /** Whether this machine's clock is off: a signature that was dated otherwise has been taken. */
  public boolean isOff() {
    return proven;
  }

  /** What a person should know while the clock is off. */
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
  public synchronized void learn(Instant server) {
    if (isValidAt(now(), server)) {
      return;
    }
    Instant own = clock.instant();
    Duration off = Duration.between(own, server);
    if (isValidAt(own, server)) {
      set(Duration.ZERO); // somebody has set the clock meanwhile
    } else if (off.abs().compareTo(MOST) <= 0) {
      set(off);
    }
  }

  /** A signature dated with a correction has been taken. */
  public void prove(Duration used) {
    if (used.isZero() || proven) {
      return;
    }
    synchronized (this) {
      if (!correction.equals(used)) {
        return;
      }
      proven = true;
      if (!told) {
        told = true;
        log.warn("{}", describe());
      }
    }
  }

  /** Forgets a correction that has not helped, unless it is another one by now. */
  public synchronized void forget(Duration used) {
    if (correction.equals(used)) {
      set(Duration.ZERO);
    }
  }

  /** Forgets a correction that has never helped yet, and tells whether there was one. */
  public synchronized boolean forgetUnproven(Duration used) {
    if (used.isZero() || proven) {
      return false;
    }
    forget(used);
    return true;
  }

  private synchronized void set(Duration newCorrection) {
    correction = newCorrection;
    proven = false;
  }

  /** Whether a signature of one time may be valid at another. */
  public static boolean isValidAt(Instant signed, Instant server) {
    Duration ahead = Duration.between(server, signed);
    return ahead.compareTo(MOST_AHEAD) <= 0 && ahead.negated().compareTo(MOST_BEHIND) <= 0;
  }
}
