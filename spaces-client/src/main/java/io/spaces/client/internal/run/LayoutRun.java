package io.spaces.client.internal.run;

import io.spaces.client.internal.mirror.MirrorBackup;
import io.spaces.client.internal.protocol.StatusHeaders;
import io.spaces.client.internal.vault.backup.SnapshotBackup;
import io.spaces.client.snapshot.RetentionDecision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a backup lies in the space, as far as a run has to know. */
sealed interface LayoutRun extends AutoCloseable {
  /** Starts to look through the source. */
  void startScan();

  /** Pushes what the space lacks; of a dry run the space has no record. */
  void run(Session session, StatusHeaders space, @Nullable String recordId) throws Exception;

  /**
   * Does what comes after the backup and is no part of it; called on every way out.
   *
   * @param settled whether it came to its end, and the space has been told
   */
  void afterwards(boolean settled);

  /** Whether it is certain what lies there: a vault may turn out to be encrypted. */
  boolean isKnown();

  /** The snapshot that was made, or null. */
  @Nullable String snapshotId();

  /** Bytes that were sent into a vault, as far as that is known. */
  long sentBytes();

  /** What the rule of a dry run would do with older snapshots. */
  default List<RetentionDecision> decisions() {
    return List.of();
  }

  @Override
  void close();

  /** Objects at their own paths. */
  record Mirror(MirrorBackup backup) implements LayoutRun {
    @Override
    public void startScan() {
      backup.startScan();
    }

    @Override
    public void run(Session session, StatusHeaders space, @Nullable String recordId)
        throws Exception {
      backup.run(session.api(), space, session.allowance());
    }

    @Override
    public void afterwards(boolean settled) {}

    @Override
    public boolean isKnown() {
      return true;
    }

    @Override
    public @Nullable String snapshotId() {
      return null;
    }

    @Override
    public long sentBytes() {
      return 0;
    }

    @Override
    public void close() {
      backup.close();
    }
  }

  /** Snapshots in a vault. */
  record Vault(SnapshotBackup backup) implements LayoutRun {
    @Override
    public void startScan() {
      backup.startScan();
    }

    @Override
    public void run(Session session, StatusHeaders space, @Nullable String recordId)
        throws Exception {
      backup.run(session.api(), session.openingApi(), session.closingApi(), recordId);
    }

    @Override
    public void afterwards(boolean settled) {
      backup.afterwards(settled);
    }

    @Override
    public boolean isKnown() {
      return backup.hasOpened();
    }

    @Override
    public @Nullable String snapshotId() {
      return backup.snapshotId();
    }

    @Override
    public long sentBytes() {
      return backup.sentBytes();
    }

    @Override
    public List<RetentionDecision> decisions() {
      return backup.decisions();
    }

    @Override
    public void close() {
      backup.close();
    }
  }
}
