package io.spaces.client.testkit;

/**
 * AssertJ assertions about spaces and folders.
 *
 * <pre>{@code
 * import static io.spaces.client.testkit.SpaceAssertions.assertThat;
 *
 * assertThat(server).below(".did-objects/" + did).holdsExactly(folder);
 * assertThat(server).hasObject(".did-objects/" + did + "/a.txt").withText("hello");
 * assertThat(server).hasOneRecord().ofBackup().succeeded();
 * assertThat(restored).holdsTheSameAs(original);
 * }</pre>
 */
public final class SpaceAssertions {
  private SpaceAssertions() {}

  /**
   * Begins assertions about what a server's own app has in its space.
   *
   * @param server the server
   * @return assertions
   */
  public static SpaceServerAssert assertThat(SpaceServer server) {
    return new SpaceServerAssert(server);
  }

  /**
   * Begins assertions about what an app has in a space.
   *
   * @param objects the app's objects and records
   * @return assertions
   */
  public static StoredObjectsAssert assertThat(StoredObjects objects) {
    return new StoredObjectsAssert(objects, "");
  }

  /**
   * Begins assertions about one object.
   *
   * @param object the object
   * @return assertions
   */
  public static StoredObjectAssert assertThat(StoredObject object) {
    return new StoredObjectAssert(object);
  }

  /**
   * Begins assertions about one record.
   *
   * @param record the record
   * @return assertions
   */
  public static StoredRecordAssert assertThat(StoredRecord record) {
    return new StoredRecordAssert(record);
  }

  /**
   * Begins assertions about a folder.
   *
   * @param tree what the folder holds
   * @return assertions
   */
  public static TreeSnapshotAssert assertThat(TreeSnapshot tree) {
    return new TreeSnapshotAssert(tree);
  }
}
