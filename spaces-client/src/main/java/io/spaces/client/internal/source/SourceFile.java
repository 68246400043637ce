package io.spaces.client.internal.source;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file to be read.
 *
 * @param key what it is called in the backup
 * @param path where it is
 * @param root the folder that it was found in, below which no link may have appeared since; null
 *     when the path was given as it is
 * @param stamp its stamp when it was found
 * @param follow whether the path may be a link
 */
public record SourceFile(
    String key, Path path, @Nullable Path root, FileStamp stamp, boolean follow) {

  /**
   * A file that was given by its path. Links are followed.
   *
   * @throws SourceException when there is no such regular file
   */
  public static SourceFile given(String key, Path path) throws SourceException {
    FileStamp stamp;
    try {
      stamp = Stamps.on(path.getFileSystem()).of(path, true);
    } catch (IOException e) {
      throw new SourceException(SourceProblems.of(key, e).ofNamed());
    }
    if (!stamp.isFile()) {
      throw new SourceException(
          stamp.isFolder() ? SourceProblems.folder(key) : SourceProblems.special(key).ofNamed());
    }
    return new SourceFile(key, path, null, stamp, true);
  }
}
