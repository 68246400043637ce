package io.spaces.client.testkit;

import io.spaces.client.internal.content.ContentHash;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Assertions about one object. */
@SuppressWarnings("exports") // see module-info
public final class StoredObjectAssert extends AbstractAssert<StoredObjectAssert, StoredObject> {
  StoredObjectAssert(StoredObject object) {
    super(object, StoredObjectAssert.class);
  }

  /**
   * Checks the object's bytes and its hash.
   *
   * @param content what it shall hold
   * @return this
   */
  public StoredObjectAssert withContent(byte[] content) {
    Assertions.assertThat(actual.bytes()).as("content of %s", actual.key()).isEqualTo(content);
    return withHash(ContentHash.cidOf(content));
  }

  /**
   * Checks the object's text, which is UTF-8.
   *
   * @param text what it shall hold
   * @return this
   */
  public StoredObjectAssert withText(String text) {
    Assertions.assertThat(actual.text()).as("text of %s", actual.key()).isEqualTo(text);
    return this;
  }

  /**
   * Checks how large the object is.
   *
   * @param bytes how large
   * @return this
   */
  public StoredObjectAssert withSize(long bytes) {
    Assertions.assertThat(actual.size()).as("size of %s", actual.key()).isEqualTo(bytes);
    return this;
  }

  /**
   * Checks the object's hash.
   *
   * @param cid what it shall be
   * @return this
   */
  public StoredObjectAssert withHash(String cid) {
    Assertions.assertThat(actual.hash()).as("hash of %s", actual.key()).isEqualTo(cid);
    return this;
  }
}
