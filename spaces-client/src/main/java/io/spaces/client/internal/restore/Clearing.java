package io.spaces.client.internal.restore;

/** Says what may make way for an entry of another type: a folder for a file, or a file for one. */
public interface Clearing {
  /** Whether an entry may go that the backup has not; of a folder, apart from what is in it. */
  boolean mayGo(RestorePath path, TargetEntry.Kind kind);

  /** Told of each file and link that went with a folder. */
  void gone(RestorePath path);
}
