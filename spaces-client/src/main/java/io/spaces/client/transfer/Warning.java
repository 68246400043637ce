package io.spaces.client.transfer;

import static java.util.Objects.requireNonNull;

/**
 * Something that a person should know of a run that was not kept by it from its main job: what it
 * could not do besides. It changes neither a status nor an exit code.
 *
 * @param code what it is about, for programs
 * @param text the same for people: names what it is about, and holds no secret
 * @since 0.1.0
 */
public record Warning(Code code, String text) {
  /**
   * Checks that both are there.
   *
   * @param code see {@link #code}
   * @param text see {@link #text}
   */
  public Warning {
    requireNonNull(code, "code");
    requireNonNull(text, "text");
  }

  /**
   * What a warning is about. More may come: have a default for those not known.
   *
   * @since 0.1.0
   */
  public enum Code {
    /** The backup is safe, but its retention could not be applied: older snapshots stay for now. */
    RETENTION_FAILED,

    /**
     * Most of a set's snapshots would have been removed at once, by rules or because they expired:
     * all of them stay until a person says that it is meant.
     */
    MASS_REMOVAL_REFUSED,

    /**
     * A source has lost most of its files, or they have become content that does not compress: the
     * backup is safe, and nothing earlier of its set, or of its mirror, is removed until a person
     * says that it is meant.
     */
    SET_HELD,

    /**
     * The backup is safe, but the pruning after it failed: what no snapshot needs stays for now.
     * One that finds snapshots or content missing makes the run fail instead.
     */
    PRUNING_FAILED,

    /** The restore has passed over newer snapshots that are incomplete. */
    NEWER_SNAPSHOTS_INCOMPLETE,

    /**
     * The backup is safe, or all is restored, but the space has no row of it in its record of
     * synchronizations.
     */
    SYNC_RECORD_MISSING,

    /**
     * The run did not succeed, and the space could not be told so: its record of the run stays open
     * there.
     */
    RECORD_LEFT_OPEN,

    /**
     * What the source lies on did not answer, and the run had to end: it was not waited for, and a
     * thread that reads from it was left behind.
     */
    READ_ABANDONED,

    /**
     * Snapshots that cannot be read were passed over: by a backup, which is safe, by a restore that
     * was to do so, although they may be newer than what was restored, or where it was looked up
     * whether a vault belongs where it is.
     */
    DAMAGED_SNAPSHOTS,

    /** A mirror, which keeps no permissions, got files that only their owner may read. */
    PERMISSIONS_NOT_KEPT,

    /** The source holds no file at all, and the space holds some: all of them stay. */
    SOURCE_EMPTY,

    /**
     * Snapshots that were deleted for good are shown by the space again, or still: they are left
     * out.
     */
    SNAPSHOTS_RETURNED,

    /**
     * Snapshots that others continue, or that this machine has seen, are not shown by the space,
     * and nobody has deleted them: it has lost them, hides them, or was set back. Nothing is pruned
     * meanwhile.
     */
    SNAPSHOTS_MISSING,

    /**
     * More than half of what a vault holds belongs to no snapshot that the space shows, nobody has
     * deleted one, and this machine has not known the vault from its beginning: snapshots are
     * hidden or lost, or backups were broken off. Nothing is pruned until a person says that none
     * is missing.
     */
    CONTENT_UNEXPLAINED,

    /**
     * Several snapshots of a set continue the same one: two machines have backed it up at once, or
     * one was shown an earlier state. Told once.
     */
    SNAPSHOTS_FORKED,

    /**
     * What this machine remembers of what it has seen in a space is damaged, or can be neither read
     * nor written: a space that hides something, or was set back, may go unnoticed.
     */
    MEMORY_LOST,

    /** What was to be done before or after a plan's run, and is not essential to it, has failed. */
    HOOK_FAILED,

    /** What a restored database has replaced could not be removed, and takes room. */
    REPLACED_KEPT,

    /**
     * This machine's clock is so far off that the space refused its signatures: they were dated by
     * the server's clock, which is followed for a day either way.
     */
    CLOCK_OFF
  }
}
