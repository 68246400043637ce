package io.spaces.client.examples.cli;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.restore.MirrorVerificationResult;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.transfer.TransferResult;

/** How a backup, a restore or a verification ended, and which of them it was. */
record Outcome(Kind kind, TransferResult result) {

  /** What was done, in words. */
  enum Kind {
    BACKUP("backup", "Backed up", "would send", "the space"),
    RESTORE("restore", "Restored", "would restore", "the target"),
    VERIFICATION("verification", "Verified", "would read", "");

    final String noun;
    final String done;
    final String planned;

    /** Where it deletes what should not be there. */
    final String place;

    Kind(String noun, String done, String planned, String place) {
      this.noun = noun;
      this.done = done;
      this.planned = planned;
      this.place = place;
    }
  }

  static Outcome of(BackupResult result) {
    return new Outcome(Kind.BACKUP, result);
  }

  static Outcome of(MirrorVerificationResult result) {
    return new Outcome(Kind.VERIFICATION, result);
  }

  static Outcome of(RestoreResult result) {
    return new Outcome(Kind.RESTORE, result);
  }
}
