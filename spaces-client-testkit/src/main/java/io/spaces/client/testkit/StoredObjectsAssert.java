package io.spaces.client.testkit;

import io.spaces.client.internal.content.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Assertions about what an app has in a space, all of it or below one folder. */
@SuppressWarnings("exports") // see module-info
public final class StoredObjectsAssert extends AbstractAssert<StoredObjectsAssert, StoredObjects> {
  private static final int SHOWN = 20;

  private final String folder;

  StoredObjectsAssert(StoredObjects objects, String folder) {
    super(objects, StoredObjectsAssert.class);
    this.folder = folder;
  }

  /**
   * Goes on about the objects below a folder.
   *
   * @param name such as {@code .did-objects/z…}, with or without a slash at its end
   * @return assertions whose keys are relative to the folder
   */
  public StoredObjectsAssert below(String name) {
    return new StoredObjectsAssert(actual, folder + (name.endsWith("/") ? name : name + "/"));
  }

  /**
   * Checks that there are objects with these keys, and no others.
   *
   * @param keys relative to the folder
   * @return this
   */
  public StoredObjectsAssert hasExactlyKeys(String... keys) {
    Assertions.assertThat(found().keySet())
        .as("keys below %s", folder)
        .containsExactlyInAnyOrder(keys);
    return this;
  }

  /**
   * Checks how many objects there are.
   *
   * @param count how many
   * @return this
   */
  public StoredObjectsAssert hasCount(int count) {
    Assertions.assertThat(found().keySet()).as("keys below %s", folder).hasSize(count);
    return this;
  }

  /**
   * Checks that there is no object.
   *
   * @return this
   */
  public StoredObjectsAssert isEmpty() {
    return hasExactlyKeys();
  }

  /**
   * Checks that an object is there.
   *
   * @param key relative to the folder
   * @return assertions about it
   */
  public StoredObjectAssert hasObject(String key) {
    return new StoredObjectAssert(actual.get(folder + key));
  }

  /**
   * Checks that an object is not there.
   *
   * @param key relative to the folder
   * @return this
   */
  public StoredObjectsAssert hasNoObject(String key) {
    if (actual.find(folder + key).isPresent()) {
      failWithMessage("There should be no object %s", folder + key);
    }
    return this;
  }

  /**
   * Checks that there is exactly what a folder on disk holds: every regular file as an object at
   * its path, byte for byte and with its right hash, and nothing else.
   *
   * @param root the folder on disk
   * @return this
   */
  public StoredObjectsAssert holdsExactly(Path root) {
    Map<String, StoredObject> objects = found();
    List<String> differences = new ArrayList<>();
    for (String path : FileTree.in(root).files()) {
      StoredObject object = objects.remove(path);
      if (object == null) {
        differences.add(path + " is missing");
      } else {
        compare(root.resolve(path), object, differences);
      }
    }
    objects.keySet().forEach(key -> differences.add(key + " should not be there"));
    if (!differences.isEmpty()) {
      failWithMessage(
          "What is below %s differs from %s in %s places:%n%s",
          folder,
          root,
          differences.size(),
          String.join(
              System.lineSeparator(), differences.subList(0, Math.min(SHOWN, differences.size()))));
    }
    return this;
  }

  private static void compare(Path file, StoredObject object, List<String> differences) {
    ContentHash hash = new ContentHash();
    byte[] here = new byte[1 << 16];
    byte[] there = new byte[1 << 16];
    try (InputStream onDisk = Files.newInputStream(file);
        InputStream stored = object.open()) {
      while (true) {
        int read = onDisk.readNBytes(here, 0, here.length);
        int readThere = stored.readNBytes(there, 0, there.length);
        if (!Arrays.equals(here, 0, read, there, 0, readThere)) {
          differences.add(object.key() + " differs in content");
          return;
        }
        if (read == 0) {
          break;
        }
        hash.update(here, 0, read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String right = ContentHash.toCid(hash.finish());
    if (!right.equals(object.hash())) {
      differences.add(object.key() + " has the hash " + object.hash() + " instead of " + right);
    }
  }

  /**
   * Checks that there is one record only, of whatever kind.
   *
   * @return assertions about it
   */
  public StoredRecordAssert hasOneRecord() {
    Assertions.assertThat(actual.records()).as("records").hasSize(1);
    return hasRecord();
  }

  /**
   * Checks that there is a record at least.
   *
   * @return assertions about the newest
   */
  public StoredRecordAssert hasRecord() {
    List<StoredRecord> records = actual.records();
    Assertions.assertThat(records).as("records").isNotEmpty();
    return new StoredRecordAssert(records.get(records.size() - 1));
  }

  private SortedMap<String, StoredObject> found() {
    SortedMap<String, StoredObject> found = new TreeMap<>();
    actual.below(folder).forEach(o -> found.put(o.key().substring(folder.length()), o));
    return found;
  }
}
