package io.spaces.client.testkit;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Assertions about one record. */
@SuppressWarnings("exports") // see module-info
public final class StoredRecordAssert extends AbstractAssert<StoredRecordAssert, StoredRecord> {
  StoredRecordAssert(StoredRecord record) {
    super(record, StoredRecordAssert.class);
  }

  /**
   * Checks that it is the record of a backup.
   *
   * @return this
   */
  public StoredRecordAssert ofBackup() {
    return ofAction("app-backup");
  }

  /**
   * Checks that it is the record of a restore.
   *
   * @return this
   */
  public StoredRecordAssert ofRestore() {
    return ofAction("app-restore");
  }

  /**
   * Checks what the record is of.
   *
   * @param actionType such as {@code app-objects-sync}
   * @return this
   */
  public StoredRecordAssert ofAction(String actionType) {
    Assertions.assertThat(actual.actionType()).as("action of %s", actual).isEqualTo(actionType);
    return this;
  }

  /**
   * Checks that the run succeeded.
   *
   * @return this
   */
  public StoredRecordAssert succeeded() {
    return hasStatus("succeeded");
  }

  /**
   * Checks that the run failed.
   *
   * @return this
   */
  public StoredRecordAssert failed() {
    return hasStatus("failed");
  }

  /**
   * Checks the record's status.
   *
   * @param status such as {@code pending}
   * @return this
   */
  public StoredRecordAssert hasStatus(String status) {
    Assertions.assertThat(actual.status()).as("status of %s", actual).isEqualTo(status);
    return this;
  }

  /**
   * Checks a value that the client sent.
   *
   * @param name such as {@code appName}
   * @param value what it shall be, as text
   * @return this
   */
  public StoredRecordAssert with(String name, String value) {
    Assertions.assertThat(actual.text(name)).as("%s of %s", name, actual).isEqualTo(value);
    return this;
  }
}
