package io.spaces.client.internal.listing;

import io.spaces.client.backup.Trouble;
import io.spaces.client.backup.TroublePolicy;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.SourceProblem;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.Warning;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is done about entries of the source that cannot be backed up or are left out, by the user's
 * policies; and which keys must not be deleted from the space on their account.
 */
public final class UnreadablePolicy {
  private final Map<Trouble, TroublePolicy> policies;
  private final Monitor monitor;
  private final Set<String> untouchable = ConcurrentHashMap.newKeySet();

  /** How far an entry came. */
  public enum Stage {
    /** It was found, and is not among the totals. */
    FOUND,
    /** It is among the totals. */
    COUNTED,
    /** Its transfer has started, too, which has to have an end. */
    STARTED
  }

  /** A policy that tells a monitor; there is a policy for each kind of trouble. */
  public UnreadablePolicy(Map<Trouble, TroublePolicy> policies, Monitor monitor) {
    this.policies = policies;
    this.monitor = monitor;
  }

  /** An entry, or a folder with all below it, is left out on purpose. */
  public void leftOut(String key, String reason) {
    untouchable.add(key);
    monitor.skipped(key, reason);
  }

  /** An entry is left out that cannot be kept; nothing that was there at its key or below stays. */
  public void notKept(String key, String reason) {
    monitor.skipped(key, reason);
  }

  /** An entry cannot be read, as an error tells. */
  public void trouble(String key, SourceException e, Stage stage) {
    trouble(key, e.problem().kind(), e.problem().message(), e, stage);
  }

  /** An entry was found that cannot be read. */
  public void trouble(String key, SourceProblem problem) {
    trouble(key, problem.kind(), problem.message(), problem.cause(), Stage.FOUND);
  }

  /** An entry cannot be backed up. */
  public void trouble(
      String key, Trouble kind, String message, @Nullable Throwable cause, Stage stage) {
    TroublePolicy policy = policies.getOrDefault(kind, kind.byDefault());
    if (policy == TroublePolicy.SKIP) {
      untouchable.add(key);
      if (stage == Stage.FOUND) {
        monitor.skipped(key, message);
      } else {
        monitor.kept(key, 0, message);
      }
      return;
    }
    ObjectFailure failure = new ObjectFailure(key, message, cause);
    if (stage == Stage.STARTED || policy == TroublePolicy.REPORT) {
      if (stage == Stage.FOUND) {
        monitor.failedOutsideTotals(failure);
      } else {
        monitor.failed(failure);
      }
    }
    if (policy == TroublePolicy.FAIL) {
      throw new SpaceException(message, cause);
    }
  }

  /**
   * A thread reads from the source and does not come back, although the run has to end.
   *
   * @param key what it reads, or null when it looks through the source
   */
  public void leftBehind(Thread thread, @Nullable String key) {
    monitor.warn(
        Warning.Code.READ_ABANDONED,
        "The run has ended without waiting for "
            + (key == null ? "its look through the source" : "the reading of \"" + key + "\"")
            + ": what that lies on does not answer. The thread "
            + thread.getName()
            + " was left behind; it ends when there is an answer, or with this process, and does"
            + " nothing more");
  }

  /** An entry has a name that the space keeps for something else. */
  public void reserved(String key) {
    String message = "\"" + key + "\" cannot be stored: the name is kept for a vault's own objects";
    trouble(key, Trouble.UNSTORABLE, message, null, Stage.FOUND);
  }

  /** Whether nothing is known of what the source has at this key or above it. */
  public boolean isUntouchable(String key) {
    if (untouchable.contains(key)) {
      return true;
    }
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      if (untouchable.contains(key.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }
}
