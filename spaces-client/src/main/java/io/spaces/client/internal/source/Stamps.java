package io.spaces.client.internal.source;

import io.spaces.client.internal.compact.CompactTime;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** Takes {@link FileStamp}s, with a single look at each file. Safe for use by several threads. */
public final class Stamps {
  private static final String ATTRIBUTES = "unix:size,lastModifiedTime,ctime,ino,dev,mode,nlink";
  private static final LinkOption[] FOLLOW = {};
  private static final LinkOption[] STAY = {LinkOption.NOFOLLOW_LINKS};

  private final boolean unix;

  private Stamps(boolean unix) {
    this.unix = unix;
  }

  /** Stamps of files on a file system. */
  public static Stamps on(FileSystem fileSystem) {
    return new Stamps(fileSystem.supportedFileAttributeViews().contains("unix"));
  }

  /**
   * Takes the stamp of what stands at a path.
   *
   * @param follow whether a link stands for what it leads to
   * @throws IOException when there is nothing, or no permission to look
   */
  public FileStamp of(Path path, boolean follow) throws IOException {
    LinkOption[] options = follow ? FOLLOW : STAY;
    return unix
        ? fromUnix(Files.readAttributes(path, ATTRIBUTES, options))
        : fromBasic(Files.readAttributes(path, BasicFileAttributes.class, options));
  }

  private static FileStamp fromUnix(Map<String, Object> values) {
    return new FileStamp(
        number(values, "size"),
        nanos((FileTime) value(values, "lastModifiedTime")),
        nanos((FileTime) value(values, "ctime")),
        number(values, "ino"),
        number(values, "dev"),
        (int) number(values, "mode"),
        (int) number(values, "nlink"));
  }

  private static FileStamp fromBasic(BasicFileAttributes attributes) {
    int type = FileStamp.OTHER;
    if (attributes.isSymbolicLink()) {
      type = FileStamp.LINK;
    } else if (attributes.isRegularFile()) {
      type = FileStamp.REGULAR;
    } else if (attributes.isDirectory()) {
      type = FileStamp.FOLDER;
    }
    return new FileStamp(
        attributes.size(), nanos(attributes.lastModifiedTime()), FileStamp.UNKNOWN, 0, 0, type, 1);
  }

  private static Object value(Map<String, Object> values, String name) {
    return Objects.requireNonNull(values.get(name));
  }

  private static long number(Map<String, Object> values, String name) {
    return ((Number) value(values, name)).longValue();
  }

  private static long nanos(FileTime time) {
    return CompactTime.of(time.toInstant());
  }

  public static long nanos(Instant instant) {
    return CompactTime.of(instant);
  }
}
