package io.spaces.client.testkit;

import io.spaces.client.identity.Did;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.testkit.internal.storage.Area;
import io.spaces.client.testkit.internal.storage.BlobSink;
import io.spaces.client.testkit.internal.storage.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one app has in a space, seen and changed from the inside: no request is made and no rule
 * applies, so a test can also plant what no client could send. Safe for use by several threads.
 */
public final class StoredObjects {
  private final Area area;
  private final Clock clock;

  StoredObjects(Area area, Clock clock) {
    this.area = area;
    this.clock = clock;
  }

  /**
   * Returns the app that this belongs to.
   *
   * @return its DID
   */
  public Did app() {
    return Did.parse(area.name());
  }

  /**
   * Returns all keys.
   *
   * @return in order
   */
  public List<String> keys() {
    return below("").stream().map(StoredObject::key).toList();
  }

  /**
   * Returns the objects whose keys begin with a text.
   *
   * @param prefix such as {@code .did-objects/z…/}
   * @return in the order of their keys
   */
  public List<StoredObject> below(String prefix) {
    return area.below(prefix).values().stream().map(StoredObject::new).toList();
  }

  /**
   * Looks for an object.
   *
   * @param key its whole key
   * @return the object, or empty
   */
  public Optional<StoredObject> find(String key) {
    return Optional.ofNullable(area.find(key)).map(StoredObject::new);
  }

  /**
   * Returns an object that has to be there.
   *
   * @param key its whole key
   * @return the object
   * @throws AssertionError when there is none
   */
  public StoredObject get(String key) {
    return find(key)
        .orElseThrow(() -> new AssertionError("There is no object " + key + " but " + keys()));
  }

  /**
   * Returns the content of all objects below a folder.
   *
   * @param prefix such as {@code .did-objects/z…/}
   * @return content by key, without the prefix
   */
  public SortedMap<String, byte[]> contents(String prefix) {
    SortedMap<String, byte[]> contents = new TreeMap<>();
    below(prefix).forEach(o -> contents.put(o.key().substring(prefix.length()), o.bytes()));
    return contents;
  }

  /**
   * Returns how many objects there are.
   *
   * @return 0 or more
   */
  public int count() {
    return area.below("").size();
  }

  /**
   * Returns how many bytes all objects have together.
   *
   * @return 0 or more
   */
  public long totalSize() {
    return area.below("").values().stream().mapToLong(Entry::size).sum();
  }

  /**
   * Stores an object with its right hash.
   *
   * @param key any text, even one that no client may send
   * @param content its bytes
   */
  public void put(String key, byte[] content) {
    put(key, content, ContentHash.cidOf(content));
  }

  /**
   * Stores an object with its right hash.
   *
   * @param key any text, even one that no client may send
   * @param text its content, stored as UTF-8
   */
  public void put(String key, String text) {
    put(key, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Stores an object with any hash.
   *
   * @param key any text, even one that no client may send
   * @param content its bytes
   * @param hash what the space shall say of it, right or wrong
   */
  public void put(String key, byte[] content, String hash) {
    try (BlobSink writer = area.write(content.length)) {
      writer.write(content, 0, content.length);
      Entry entry = new Entry(key, content.length, hash, clock.millis(), null, writer.finish());
      if (!area.put(entry)) {
        throw new IllegalStateException("The space is full");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot store the object " + key, e);
    }
  }

  /**
   * Removes an object.
   *
   * @param key its whole key
   * @return whether there was one
   */
  public boolean delete(String key) {
    try {
      return area.delete(key);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete the object " + key, e);
    }
  }

  /**
   * Returns all records, oldest first, but for the rows that {@link #syncRecords} returns.
   *
   * @return an immutable copy
   */
  public List<StoredRecord> records() {
    return area.records().stream().filter(record -> !isSync(record)).toList();
  }

  /**
   * Returns the rows of what was sent, {@code app-objects-sync}, oldest first: each backup writes
   * one beside its own record.
   *
   * @return an immutable copy
   */
  public List<StoredRecord> syncRecords() {
    return area.records().stream().filter(StoredObjects::isSync).toList();
  }

  private static boolean isSync(StoredRecord record) {
    return record.actionType().equals("app-objects-sync");
  }

  /**
   * Adds a record, or replaces the one of the same id.
   *
   * @param record the record
   */
  public void put(StoredRecord record) {
    try {
      area.record(record);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep the record " + record.id(), e);
    }
  }
}
