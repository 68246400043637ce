package io.spaces.client.e2e;

import io.spaces.client.testkit.SeededRandom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** A file that changes in one way, and knows everything that it ever held. */
final class ChangingFile {
  /** In which way. */
  enum Kind {
    /** Bytes are added at its end. */
    APPENDED,
    /** It is cut shorter. */
    TRUNCATED,
    /** It is written over in place, and gets its old time back. */
    REWRITTEN,
    /** Another file of the same size and time takes its place. */
    REPLACED,
    /** A link to a file outside takes its place. */
    LINKED,
    /** It is removed. */
    DELETED,
    /** Nobody may read it any more. */
    FORBIDDEN;

    /** Whether a change of a large file is one moment's, too. */
    boolean mayBeLarge() {
      return this != REWRITTEN;
    }
  }

  private static final int LONGEST_APPEND = 200;

  private final Path path;
  private final Kind kind;
  private final SeededRandom random;
  private final Path outside;
  private final FileTime time;
  private final Set<ByteBuffer> past = new HashSet<>();
  private byte[] now;
  private int changes;

  ChangingFile(Path path, Kind kind, int size, SeededRandom random, Path outside)
      throws IOException {
    this.path = path;
    this.kind = kind;
    this.random = random;
    this.outside = outside;
    now = random.bytes(size);
    Files.write(path, now);
    time = Files.getLastModifiedTime(path);
    past.add(ByteBuffer.wrap(now));
  }

  /** Changes the file; what it is to hold is noted before. */
  void change() throws IOException {
    changes++;
    switch (kind) {
      case APPENDED -> append();
      case TRUNCATED -> truncate();
      case REWRITTEN -> rewrite();
      case REPLACED -> replace();
      case LINKED -> link();
      case DELETED -> Files.deleteIfExists(path);
      case FORBIDDEN ->
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
    }
  }

  private void append() throws IOException {
    if (changes > 5000) {
      return;
    }
    byte[] more = random.bytes(1 + random.nextInt(LONGEST_APPEND));
    int before = now.length;
    now = Arrays.copyOf(now, before + more.length);
    System.arraycopy(more, 0, now, before, more.length);
    Files.write(path, more, StandardOpenOption.APPEND);
  }

  private void truncate() throws IOException {
    now = Arrays.copyOf(now, now.length - random.nextInt(now.length / 4 + 1));
    past.add(ByteBuffer.wrap(now));
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(now.length);
    }
  }

  private void rewrite() throws IOException {
    now = random.bytes(now.length);
    past.add(ByteBuffer.wrap(now));
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(now), 0);
    }
    Files.setLastModifiedTime(path, time);
  }

  private void replace() throws IOException {
    if (now.length > 100_000 && changes > 50) {
      return;
    }
    now = random.bytes(now.length);
    past.add(ByteBuffer.wrap(now));
    Path next = outside.resolveSibling("next-" + path.getFileName());
    Files.write(next, now);
    Files.setLastModifiedTime(next, time);
    Files.move(next, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private void link() throws IOException {
    if (!Files.isSymbolicLink(path)) {
      Files.deleteIfExists(path);
      Files.createSymbolicLink(path, outside);
    }
  }

  /** Whether the file held just this at some moment. */
  boolean held(byte[] content) {
    if (kind == Kind.APPENDED) {
      return content.length >= past.iterator().next().remaining()
          && content.length <= now.length
          && Arrays.equals(content, Arrays.copyOf(now, content.length));
    }
    return past.contains(ByteBuffer.wrap(content));
  }
}
