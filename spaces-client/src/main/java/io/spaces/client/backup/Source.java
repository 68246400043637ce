package io.spaces.client.backup;

import io.spaces.client.error.InvalidParameterException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a backup reads. Immutable. */
public sealed interface Source {
  /**
   * All the files below a folder.
   *
   * @param path the folder, which must exist when the backup starts
   * @return the source
   */
  static Source folder(Path path) {
    return new Folder(path);
  }

  /**
   * Single objects.
   *
   * @param objects the objects, with a different key each
   * @return the source
   * @throws InvalidParameterException when two objects have the same key
   */
  static Source objects(List<SourceObject> objects) {
    return new Objects(objects);
  }

  /**
   * All the files below a folder.
   *
   * @param path the folder
   */
  record Folder(Path path) implements Source {}

  /**
   * Single objects.
   *
   * @param objects the objects
   */
  record Objects(List<SourceObject> objects) implements Source {
    /** Copies the list and checks that no key comes twice. */
    public Objects {
      objects = List.copyOf(objects);
      Set<String> keys = new HashSet<>();
      for (SourceObject object : objects) {
        if (!keys.add(object.key())) {
          throw new InvalidParameterException(
              "source", "has the key \"" + object.key() + "\" twice; expected each key once");
        }
      }
    }
  }
}
