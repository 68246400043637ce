package io.spaces.client.transfer;

/**
 * Told what a task does, as it does it: a backup, a restore, what takes long in a vault. Every
 * method does nothing unless overridden.
 *
 * <p>The laws: events of one run come one at a time, off the threads that transfer; {@link
 * #started} comes first and {@link #ended} last, each exactly once. Every {@link #objectStarted}
 * has exactly one end: {@link #objectSucceeded}, {@link #objectFailed} or {@link #objectSkipped}
 * (an object can also fail, or be skipped, without having been started: one that cannot be read,
 * say). {@link #progressed} comes first with nothing done, last with the final numbers, never goes
 * backwards, and comes at most ten times a second between. What a listener throws is logged and
 * harms nothing; a slow listener delays events, never the transfer, and misses progress events
 * between the first and the last rather than holding memory.
 *
 * @since 0.1.0
 */
public interface TransferListener {
  /** The run has started; nothing has been sent yet. */
  default void started() {}

  /**
   * An object's transfer starts.
   *
   * @param key the object's key
   * @param size its content length in bytes
   */
  default void objectStarted(String key, long size) {}

  /**
   * An object is safe: acknowledged by the space, or verified and in its place on disk.
   *
   * @param key the object's key
   * @param size its content length in bytes
   */
  default void objectSucceeded(String key, long size) {}

  /**
   * An object has failed for good in this run.
   *
   * @param failure which and why
   */
  default void objectFailed(ObjectFailure failure) {}

  /**
   * An entry is left out, or left as it was, by policy. This ends an object that was started when
   * it vanished on the way.
   *
   * @param entry which and why
   */
  default void objectSkipped(SkippedEntry entry) {}

  /**
   * An object was deleted because the other side no longer has it, or nothing needs it.
   *
   * @param key the object's key
   */
  default void objectDeleted(String key) {}

  /**
   * In a dry run: an object that would be uploaded, or restored.
   *
   * @param key the object's key
   * @param size its content length in bytes
   */
  default void objectPlanned(String key, long size) {}

  /**
   * In a dry run: an object that would be deleted, from the space or from the target.
   *
   * @param key the object's key: in a target, its path relative to that, its names joined by {@code
   *     /}
   */
  default void deletionPlanned(String key) {}

  /**
   * The run has come further.
   *
   * @param progress how far
   */
  default void progressed(TransferProgress progress) {}

  /**
   * The run has ended; no event follows.
   *
   * @param status how
   */
  default void ended(TransferStatus status) {}
}
