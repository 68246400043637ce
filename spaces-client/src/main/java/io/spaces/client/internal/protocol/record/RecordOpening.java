package io.spaces.client.internal.protocol.record;

import io.spaces.client.error.CancelledException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.http.retry.Retries;
import io.spaces.client.internal.http.retry.RetryPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a record exactly once, as far as the protocol lets one: when the answer to a POST is lost,
 * the audit log tells whether the record is there, and only if not is the POST sent again. Two runs
 * about the same app that both lose the answer in the same seconds might still take one record for
 * both.
 */
public final class RecordOpening {
  private static final Logger log = LoggerFactory.getLogger(RecordOpening.class);

  /** How many of the latest records are looked through for a lost one. */
  public static final int LOOK_BACK = 20;

  /** Servers may stamp a record a little before they take in the request, by their own clock. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final ActionType type;
  private final Map<String, String> about;
  private final Supplier<SpaceRecord> post;
  private final Supplier<AuditLogPage> latest;
  private final Retries retries;
  private final Clock clock;

  /**
   * An opening of one record.
   *
   * @param about fields that a record has in common with this one if it is this one
   * @param post opens the record
   * @param latest the latest records of that type
   * @param retries of the opening, beyond those of each request
   */
  public RecordOpening(
      ActionType type,
      Map<String, String> about,
      Supplier<SpaceRecord> post,
      Supplier<AuditLogPage> latest,
      Retries retries,
      Clock clock) {
    this.type = type;
    this.about = about;
    this.post = post;
    this.latest = latest;
    this.retries = retries;
    this.clock = clock;
  }

  public SpaceRecord open() {
    Instant started = clock.instant();
    for (int attempt = 1; ; attempt++) {
      try {
        return post.get();
      } catch (SpaceConnectionException | SpaceResponseException e) {
        // What surely failed has been tried again below.
        if (!RetryPolicy.mayHaveHappened(e)) {
          throw e;
        }
        SpaceRecord lost = find(started);
        if (lost != null) {
          return lost;
        }
        if (attempt > retries.most()) {
          throw e;
        }
        retries.backOff(attempt);
      }
    }
  }

  private @Nullable SpaceRecord find(Instant started) {
    AuditLogPage page;
    try {
      page = latest.get();
    } catch (CancelledException e) {
      throw e;
    } catch (SpaceException e) {
      // A server without an audit log, or with one that makes no sense: nothing to be learnt.
      log.warn(
          "{} may be there twice, once as pending: its answer was lost, and the log that would"
              + " tell cannot be read ({}).",
          type.wire(),
          e.getMessage());
      return null;
    }
    Instant now = clock.instant();
    Instant serverNow = page.serverTime() == null ? now : page.serverTime();
    Instant since = serverNow.minus(Duration.between(started, now)).minus(TOLERANCE);
    for (SpaceRecord record : page.records()) {
      if (isThisOne(record, since)) {
        return record;
      }
    }
    return null;
  }

  private boolean isThisOne(SpaceRecord record, Instant since) {
    return record.actionType() == type
        && record.status() != null
        && record.status().isOpen()
        && record.createdAt() != null
        && !record.createdAt().isBefore(since)
        && about.entrySet().stream().allMatch(field -> agrees(record, field));
  }

  /** A server need not repeat what it was told, but must not say anything else. */
  private static boolean agrees(SpaceRecord record, Map.Entry<String, String> field) {
    String name = field.getKey();
    String user = name.equals("userDid") ? "userId" : name; // what the log calls it
    return Stream.of(name, user, "data." + name)
        .map(record.fields()::get)
        .allMatch(told -> told == null || told.equals(field.getValue()));
  }
}
