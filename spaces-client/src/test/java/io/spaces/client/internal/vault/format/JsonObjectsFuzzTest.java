package io.spaces.client.internal.vault.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a vault's configuration, a snapshot or a lock, or no such thing. */
public class JsonObjectsFuzzTest {
  @FuzzTest
  public void anythingIsOfTheFormatOrAFormatError(byte[] data) throws FormatException {
    try {
      VaultConfig config = VaultConfig.read(data);
      assertThat(VaultConfig.read(config.write()).id()).isEqualTo(config.id());
    } catch (FormatException documented) {
      // as it should be
    }
    try {
      SnapshotRecord snapshot = SnapshotRecord.read(data);
      assertThat(SnapshotRecord.read(snapshot.write())).isEqualTo(snapshot);
      assertThat(snapshot.key()).startsWith(ObjectNames.SNAPSHOTS);
    } catch (FormatException documented) {
      // as it should be
    }
    try {
      LockRecord lock = LockRecord.read(data);
      assertThat(LockRecord.read(lock.write())).isEqualTo(lock);
    } catch (FormatException documented) {
      // as it should be
    }
  }
}
