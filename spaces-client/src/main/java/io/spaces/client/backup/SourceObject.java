package io.spaces.client.backup;

import static java.util.Objects.requireNonNull;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.content.BytesContent;
import io.spaces.client.internal.source.SystemPaths;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * One object of a {@link Source}: a key, and where its content comes from.
 *
 * @since 0.1.0
 */
public sealed interface SourceObject {
  /**
   * Returns the key: a {@code /}-separated path relative to the backup, such as {@code
   * db/users.csv}.
   *
   * @return the key, without a leading slash
   */
  String key();

  /**
   * An object whose content is a file's.
   *
   * @param key its key
   * @param path the file, read when the backup runs
   * @return the object
   * @throws InvalidParameterException when the key is not a relative path
   */
  static SourceObject of(String key, Path path) {
    return new OfFile(key, path);
  }

  /**
   * An object whose content is an array.
   *
   * @param key its key
   * @param bytes its content, copied
   * @return the object
   * @throws InvalidParameterException when the key is not a relative path
   */
  static SourceObject of(String key, byte[] bytes) {
    requireNonNull(bytes, "bytes");
    return new OfStream(key, new BytesContent(bytes));
  }

  /**
   * An object whose content is a stream's. The stream is read once by each run, and closed; when it
   * fails, so does the object, and it is not read again.
   *
   * <p>A vault takes it piece by piece as it comes, in memory of a few pieces, and leaves no copy
   * on this machine. What was stored of a stream that fails in the end is in no snapshot: a later
   * backup that meets the same pieces need not send them, and a pruning removes the others. A pack
   * of pieces that the space does not take is sent again from memory; where that does not help, the
   * object fails.
   *
   * <p>A cancelled run interrupts the thread that reads; a second after the cancellation it closes
   * a stream that still blocks, on another thread.
   *
   * <p>A mirror has to say what an object's hash is before it sends the object: there a stream that
   * is not small (64 KiB to 1 MiB, by the heap) is kept in a private file in the temporary
   * directory first, which needs room for it.
   *
   * @param key its key
   * @param content opens the content at its start; called on a thread of the client
   * @return the object
   * @throws InvalidParameterException when the key is not a relative path
   */
  static SourceObject of(String key, Content content) {
    return new OfStream(key, content);
  }

  /**
   * Opens an object's content.
   *
   * @since 0.1.0
   */
  @FunctionalInterface
  interface Content {
    /**
     * Opens the content at its start.
     *
     * @return a fresh stream, which the caller closes
     * @throws IOException when it cannot be opened; the object then fails
     */
    InputStream open() throws IOException;
  }

  /**
   * An object whose content is a file's.
   *
   * @param key its key
   * @param path the file
   * @since 0.1.0
   */
  record OfFile(String key, Path path) implements SourceObject {
    /**
     * Checks the key.
     *
     * @param key see {@link #key}
     * @param path see {@link #path}
     */
    public OfFile {
      SourceKeys.check("key", key);
      path = SystemPaths.here("path", requireNonNull(path, "path"));
    }
  }

  /**
   * An object whose content is a stream's.
   *
   * @param key its key
   * @param content opens the content
   * @since 0.1.0
   */
  record OfStream(String key, Content content) implements SourceObject {
    /**
     * Checks the key.
     *
     * @param key see {@link #key}
     * @param content see {@link #content}
     */
    public OfStream {
      requireNonNull(content, "content");
      SourceKeys.check("key", key);
    }
  }
}
