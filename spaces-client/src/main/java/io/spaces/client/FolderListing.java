package io.spaces.client;

import io.spaces.client.internal.check.Parameters;
import java.util.List;

/**
 * What is directly in a folder of a space.
 *
 * @param folders the folders in it, each with a slash at its end, in order; a space may name some
 *     that hold nothing any more
 * @param objects the objects in it, in the order of their keys, which are relative to the folder
 * @since 0.1.0
 */
public record FolderListing(List<String> folders, List<SpaceObject> objects) {
  /**
   * Copies the lists.
   *
   * @param folders see {@link #folders}
   * @param objects see {@link #objects}
   */
  public FolderListing {
    folders = List.copyOf(Parameters.required("folders", folders));
    objects = List.copyOf(Parameters.required("objects", objects));
  }
}
