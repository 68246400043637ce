package io.spaces.client.internal.listing;

import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.source.PathKeys;
import io.spaces.client.internal.source.rules.FileRules;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Refuses sources that overlap: of two with one key, one would silently take the other's place. */
public final class SourceOverlap {
  private final Source.All source;
  private final FileRules rules;

  private SourceOverlap(Source.All source, FileRules rules) {
    this.source = source;
    this.rules = rules;
  }

  /**
   * Refuses sources that overlap.
   *
   * @throws SpaceException naming where
   */
  public static void refuse(Source source, FileRules rules) {
    if (source instanceof Source.All all) {
      new SourceOverlap(all, rules).refuse();
    }
  }

  private void refuse() {
    for (Source part : source.parts()) {
      if (part instanceof Source.Objects objects) {
        objects.objects().forEach(this::refuseFileAt);
      } else if (part instanceof Source.Folder folder) {
        refuseEntryAt(folder);
      }
    }
  }

  private void refuseFileAt(SourceObject object) {
    for (Source part : source.parts()) {
      if (part instanceof Source.Folder folder && holds(folder, object.key())) {
        throw new SpaceException(
            "The source has \""
                + object.key()
                + "\" twice: as an object of its own and in the folder "
                + folder.path());
      }
    }
  }

  private void refuseEntryAt(Source.Folder inner) {
    for (Source part : source.parts()) {
      if (part instanceof Source.Folder outer
          && inner.under().length() > outer.under().length()
          && holds(outer, inner.under().substring(0, inner.under().length() - 1))) {
        throw new SpaceException(
            "The source has two folders that meet in \""
                + inner.under()
                + "\": "
                + inner.path()
                + " is put there, and "
                + outer.path()
                + " has something there. Give one of them another place, or exclude it there.");
      }
    }
  }

  /** Whether a folder puts something at a key, or below it. */
  private boolean holds(Source.Folder folder, String key) {
    if (!key.startsWith(folder.under())) {
      return false;
    }
    String name = key.substring(folder.under().length());
    try {
      Path path = PathKeys.resolve(folder.path(), name);
      return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
          && rules.accepts(name, Files.isDirectory(path));
    } catch (InvalidPathException e) {
      return false; // no file system that has no such path has such a file
    }
  }
}
