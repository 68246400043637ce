package io.spaces.client.testkit.internal.storage;

import io.spaces.client.testkit.StoredRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What one app has in a space: its objects in the order of their keys, and its records. */
public final class Area {
  private final String name;
  private final Shelf shelf;
  private final Capacity capacity;
  private final ConcurrentNavigableMap<String, Entry> objects = new ConcurrentSkipListMap<>();
  private final Map<String, StoredRecord> records = new LinkedHashMap<>();

  private Area(String name, Shelf shelf, Capacity capacity) {
    this.name = name;
    this.shelf = shelf;
    this.capacity = capacity;
  }

  /** Opens an app's area with what the shelf holds. */
  static Area open(String name, Shelf shelf, Capacity capacity) throws IOException {
    Area area = new Area(name, shelf, capacity);
    shelf.load(
        entry -> {
          area.objects.put(entry.key(), entry);
          capacity.add(entry.size());
        },
        bytes -> {
          StoredRecord record = RecordLine.decode(bytes);
          area.records.put(record.id(), record);
        });
    return area;
  }

  /** Returns the DID of the app. */
  public String name() {
    return name;
  }

  /** Begins new bytes. */
  public BlobSink write(long hint) throws IOException {
    return shelf.write(hint);
  }

  /**
   * Makes an object visible, in the place of an older one. Returns false when the key is new and
   * the space is full.
   */
  public boolean put(Entry entry) throws IOException {
    Entry old;
    synchronized (objects) {
      old = objects.get(entry.key());
      if (old == null && capacity.isFull()) {
        return false;
      }
      shelf.stored(entry);
      objects.put(entry.key(), entry);
      capacity.add(entry.size() - (old == null ? 0 : old.size()));
    }
    if (old != null && old.blob() != entry.blob()) {
      old.blob().discard();
    }
    return true;
  }

  /** Returns the object of a key, or null. */
  public @Nullable Entry find(String key) {
    return objects.get(key);
  }

  /** Removes an object and tells whether there was one. */
  public boolean delete(String key) throws IOException {
    Entry old;
    synchronized (objects) {
      old = objects.get(key);
      if (old == null) {
        return false;
      }
      shelf.deleted(key);
      objects.remove(key);
      capacity.add(-old.size());
    }
    old.blob().discard();
    return true;
  }

  /**
   * Returns the objects whose keys begin with a prefix, in order: a view that may or may not show
   * what changes while it is read.
   */
  public NavigableMap<String, Entry> below(String prefix) {
    return below(objects, prefix);
  }

  /** Returns the part of such a view whose keys begin with a prefix. */
  public static NavigableMap<String, Entry> below(
      NavigableMap<String, Entry> objects, String prefix) {
    if (prefix.isEmpty()) {
      return objects;
    }
    char last = prefix.charAt(prefix.length() - 1);
    String end = prefix.substring(0, prefix.length() - 1) + (char) (last + 1);
    return objects.subMap(prefix, true, end, false);
  }

  /** Adds or replaces a record. */
  public StoredRecord record(StoredRecord record) throws IOException {
    synchronized (records) {
      shelf.recorded(RecordLine.encode(record));
      records.put(record.id(), record);
    }
    return record;
  }

  /** Changes a record; returns null when there is none of that id. */
  public @Nullable StoredRecord change(String id, UnaryOperator<StoredRecord> change)
      throws IOException {
    synchronized (records) {
      StoredRecord old = records.get(id);
      return old == null ? null : record(change.apply(old));
    }
  }

  /** Returns all records, oldest first. */
  public List<StoredRecord> records() {
    synchronized (records) {
      return new ArrayList<>(records.values());
    }
  }
}
