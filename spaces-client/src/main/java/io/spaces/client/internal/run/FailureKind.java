package io.spaces.client.internal.run;

import io.spaces.client.error.CancelledException;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.NothingFoundException;
import io.spaces.client.error.SnapshotNotFoundException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.error.TimeLimitException;
import io.spaces.client.error.VaultBusyException;
import io.spaces.client.error.WrongKeyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Why something failed, as far as a space may know that is to know no name: told by the type of the
 * error alone, whatever its message says.
 */
enum FailureKind {
  /** The run was cancelled. */
  CANCELLED("cancelled"),
  /** The run has reached its time limit. */
  TIME_LIMIT("time limit"),
  /** The space answered a request with a failure. */
  REFUSED("refused by the space"),
  /** The space says that it cannot take part. */
  UNAVAILABLE("space not available or full"),
  /** The space could not be reached. */
  CONNECTION("connection"),
  /** What the space serves is not what was stored. */
  DAMAGE("damaged data"),
  /** The key is not the vault's. */
  KEY("key"),
  /** There is no such snapshot. */
  SNAPSHOT("no such snapshot"),
  /** There is no backup, or nothing in it that was asked for. */
  NOTHING("nothing found"),
  /** Another client is at work. */
  BUSY("vault busy"),
  /** Something was asked for that cannot be. */
  PARAMETER("parameter"),
  /** The client has too little memory. */
  MEMORY("memory"),
  /** The client could not read or write something of its own. */
  FILES("reading or writing at the client"),
  /** Anything else. */
  OTHER("other");

  private final String words;

  FailureKind(String words) {
    this.words = words;
  }

  /** The kind of the outermost error that has one. */
  static FailureKind of(@Nullable Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      FailureKind kind = ofType(e);
      if (kind != OTHER) {
        return kind;
      }
    }
    return OTHER;
  }

  private static FailureKind ofType(Throwable e) {
    if (e instanceof CancelledException) {
      return CANCELLED;
    }
    if (e instanceof TimeLimitException) {
      return TIME_LIMIT;
    }
    if (e instanceof SpaceResponseException) {
      return REFUSED;
    }
    if (e instanceof SpaceUnavailableException) {
      return UNAVAILABLE;
    }
    if (e instanceof SpaceConnectionException) {
      return CONNECTION;
    }
    if (e instanceof IntegrityException) {
      return DAMAGE;
    }
    if (e instanceof WrongKeyException) {
      return KEY;
    }
    if (e instanceof SnapshotNotFoundException) {
      return SNAPSHOT;
    }
    if (e instanceof NothingFoundException) {
      return NOTHING;
    }
    if (e instanceof VaultBusyException) {
      return BUSY;
    }
    if (e instanceof InvalidParameterException) {
      return PARAMETER;
    }
    if (e instanceof OutOfMemoryError) {
      return MEMORY;
    }
    return e instanceof IOException || e instanceof UncheckedIOException ? FILES : OTHER;
  }

  /** The kind in words that are the same whatever failed. */
  String words() {
    return words;
  }
}
