package io.spaces.client.testkit;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;

/** Assertions about a server: what its own app has there, and what it was asked. */
@SuppressWarnings("exports") // see module-info
public final class SpaceServerAssert extends AbstractAssert<SpaceServerAssert, SpaceServer> {
  SpaceServerAssert(SpaceServer server) {
    super(server, SpaceServerAssert.class);
  }

  private StoredObjectsAssert objects() {
    return new StoredObjectsAssert(actual.objects(), "");
  }

  /**
   * Goes on about the objects below a folder.
   *
   * @param folder such as {@code .did-objects/z…}, with or without a slash at its end
   * @return assertions whose keys are relative to the folder
   */
  public StoredObjectsAssert below(String folder) {
    return objects().below(folder);
  }

  /**
   * Checks that an object is there.
   *
   * @param key its whole key
   * @return assertions about it
   */
  public StoredObjectAssert hasObject(String key) {
    return objects().hasObject(key);
  }

  /**
   * Checks that an object is not there.
   *
   * @param key its whole key
   * @return this
   */
  public SpaceServerAssert hasNoObject(String key) {
    objects().hasNoObject(key);
    return this;
  }

  /**
   * Checks that there is no object at all.
   *
   * @return this
   */
  public SpaceServerAssert isEmpty() {
    objects().isEmpty();
    return this;
  }

  /**
   * Checks that there is one record only, of whatever kind.
   *
   * @return assertions about it
   */
  public StoredRecordAssert hasOneRecord() {
    return objects().hasOneRecord();
  }

  /**
   * Checks that there is a record at least.
   *
   * @return assertions about the newest
   */
  public StoredRecordAssert hasRecord() {
    return objects().hasRecord();
  }

  /**
   * Checks how many requests of a kind the journal has.
   *
   * @param times how many
   * @param method such as {@code PUT}
   * @param route what was asked
   * @return this
   */
  public SpaceServerAssert wasAsked(int times, String method, Route route) {
    Assertions.assertThat(actual.journal().entries(method, route))
        .as("requests %s %s", method, route)
        .hasSize(times);
    return this;
  }

  /**
   * Goes on about the journal.
   *
   * @return assertions about its entries, in the order in which the requests arrived
   */
  public ListAssert<JournalEntry> journal() {
    return Assertions.assertThat(actual.journal().entries());
  }
}
