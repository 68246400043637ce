package io.spaces.client.e2e;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A file system with little room. */
final class SmallDisk implements AutoCloseable {
  private static final boolean MAY_MOUNT = mayMount();

  private final Path root;
  private final Closing closing;

  private interface Closing {
    void close() throws IOException;
  }

  /** What it is made of. */
  enum Kind {
    /** The system's own, in memory; takes the right to mount it. */
    TMPFS,
    /** One of the JVM's heap, which everybody can have. */
    HEAP
  }

  private SmallDisk(Path root, Closing closing) {
    this.root = root;
    this.closing = closing;
  }

  /** The kinds that can be had here. */
  static Stream<Kind> kinds() {
    return MAY_MOUNT ? Stream.of(Kind.values()) : Stream.of(Kind.HEAP);
  }

  /** Makes one with room for so many KiB; on the system's own, for 100 files. */
  static SmallDisk of(Kind kind, int kibibytes, Path temporary) throws IOException {
    if (kind == Kind.TMPFS) {
      Path root = Files.createTempDirectory(temporary, "disk");
      int mounted = run(mount(root, "size=" + kibibytes + "k,nr_inodes=100"));
      if (mounted != 0) {
        throw new IOException("mount ended with " + mounted);
      }
      return new SmallDisk(root, () -> run(List.of("umount", "-l", root.toString())));
    }
    FileSystem heap =
        Jimfs.newFileSystem(
            Configuration.unix().toBuilder()
                .setMaxSize(kibibytes * 1024L)
                .setBlockSize(4096)
                .setAttributeViews("basic", "owner", "posix", "unix")
                .setSupportedFeatures(Feature.LINKS, Feature.SYMBOLIC_LINKS, Feature.FILE_CHANNEL)
                .build());
    return new SmallDisk(Files.createDirectory(heap.getPath("/disk")), heap::close);
  }

  Path root() {
    return root;
  }

  private static List<String> mount(Path where, String options) {
    return List.of("mount", "-t", "tmpfs", "-o", options, "none", where.toString());
  }

  private static boolean mayMount() {
    try {
      Path where = Files.createTempDirectory("spaces-mount");
      boolean mounted = run(mount(where, "size=4k")) == 0;
      if (mounted) {
        run(List.of("umount", "-l", where.toString()));
      }
      Files.delete(where);
      return mounted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int run(List<String> command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    closing.close();
  }
}
