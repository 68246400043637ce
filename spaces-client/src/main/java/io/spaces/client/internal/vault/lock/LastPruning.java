package io.spaces.client.internal.vault.lock;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.internal.disk.LocalState;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.object.Memory;
import io.spaces.client.internal.vault.object.SealedObjects;
import io.spaces.client.snapshot.Pruning;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a vault was last pruned, or looked through for whether that would be worth it: an object
 * beside the locks, so that whoever takes one sees how old it is. What counts is when the space
 * stored it; where the space tells no times, what the object says.
 */
public final class LastPruning {
  /** Earlier releases look at no object of this name. */
  public static final String KEY = ObjectNames.LOCKS + "pruned";

  private static final Logger log = LoggerFactory.getLogger(LastPruning.class);
  private static final Duration UNEVENNESS = Duration.ofHours(4);
  private static final int MAX_LENGTH = 64;

  private final SealedObjects objects;
  private final Memory refusals;

  public LastPruning(SealedObjects objects, LocalState state) {
    this.objects = objects;
    refusals = new Memory(objects, state, "refused");
  }

  /** Notes that this machine must not prune, and why; others may. */
  public void noteRefusal(Instant now, String why) {
    refusals.keep(List.of(now.toString(), why));
  }

  /** Why this machine must not prune, if it found so less than an interval ago. */
  public Optional<String> refusal(Pruning when, Instant now) {
    List<String> lines = refusals.lines();
    if (lines.size() != 2) {
      return Optional.empty();
    }
    try {
      Duration since = Duration.between(Instant.parse(lines.get(0)), now);
      return isOver(interval(when), Optional.of(since))
          ? Optional.empty()
          : Optional.of(lines.get(1));
    } catch (DateTimeException e) {
      log.debug("When a pruning was refused cannot be read: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Notes that the vault needs none for now. A space that takes no new object gets none. */
  public void note(Instant now) {
    try {
      objects.put(KEY, now.toString().getBytes(US_ASCII));
    } catch (SpaceUnavailableException e) {
      log.debug("When the vault was pruned could not be noted: {}", e.getMessage());
    }
  }

  /**
   * Tells whether another pruning is due, as far as a lock has shown.
   *
   * @return true also when that would have to be read
   */
  public static boolean mayBeDue(Pruning when, VaultLock lock) {
    return when != Pruning.NEVER && isOver(interval(when), lock.sinceLastPruning());
  }

  /** Tells whether another pruning is due. */
  public boolean isDue(Pruning when, VaultLock lock, Instant now) {
    if (!mayBeDue(when, lock)) {
      return false;
    }
    return lock.sinceLastPruning().isPresent()
        || isOver(interval(when), noted().map(time -> Duration.between(time, now)));
  }

  private static Duration interval(Pruning when) {
    return switch (when) {
      case NEVER -> throw new IllegalArgumentException(when.name());
      case AFTER_RUN -> Duration.ZERO;
      case DAILY -> Duration.ofDays(1).minus(UNEVENNESS);
      case WEEKLY -> Duration.ofDays(7).minus(UNEVENNESS);
    };
  }

  /** One that lies in the future was noted by a clock that has been set since. */
  private static boolean isOver(Duration interval, Optional<Duration> since) {
    return since.isEmpty() || since.get().isNegative() || since.get().compareTo(interval) >= 0;
  }

  private Optional<Instant> noted() {
    try {
      return objects
          .get(KEY, in -> new String(in.readNBytes(MAX_LENGTH), US_ASCII))
          .map(Instant::parse);
    } catch (IntegrityException | DateTimeException e) {
      log.debug("When the vault was pruned cannot be read: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
