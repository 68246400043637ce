package io.spaces.client.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes files in a folder, at once, call by call.
 *
 * <pre>{@code
 * FileTree tree = FileTree.in(folder)
 *     .file("notes/a.txt", "text")
 *     .oddNames()
 *     .boundarySizes()
 *     .random(seed, 1000);
 * TreeSnapshot before = tree.snapshot();
 * }</pre>
 *
 * <p>Paths are relative to the folder, with slashes; missing folders are made.
 */
public final class FileTree {
  private final Path root;

  private FileTree(Path root) {
    this.root = root;
  }

  /**
   * Begins in a folder.
   *
   * @param folder made when it is missing
   * @return a tree
   */
  public static FileTree in(Path folder) {
    FileTree tree = new FileTree(folder);
    tree.run(() -> Files.createDirectories(folder));
    return tree;
  }

  /**
   * Returns the folder.
   *
   * @return where all files are
   */
  public Path root() {
    return root;
  }

  /**
   * Returns where a file is, or would be.
   *
   * @param path relative to the folder
   * @return the whole path
   */
  public Path path(String path) {
    return root.resolve(path);
  }

  /**
   * Writes a file, in the place of what was there.
   *
   * @param path relative to the folder
   * @param text its content, written as UTF-8
   * @return this
   */
  public FileTree file(String path, String text) {
    return file(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes a file, in the place of what was there.
   *
   * @param path relative to the folder
   * @param content its content
   * @return this
   */
  public FileTree file(String path, byte[] content) {
    return run(() -> Files.write(prepared(path), content));
  }

  /**
   * Writes a file of random content, of any size, in constant memory.
   *
   * @param path relative to the folder
   * @param size bytes
   * @param seed the same content for the same seed
   * @return this
   */
  public FileTree file(String path, long size, long seed) {
    return run(
        () -> {
          SeededRandom random = new SeededRandom(seed);
          byte[] block = new byte[1 << 16];
          try (OutputStream out = Files.newOutputStream(prepared(path))) {
            for (long left = size; left > 0; left -= block.length) {
              random.nextBytes(block);
              out.write(block, 0, (int) Math.min(left, block.length));
            }
          }
        });
  }

  private Path prepared(String path) throws IOException {
    Path file = root.resolve(path);
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return file;
  }

  /**
   * Makes a folder.
   *
   * @param path relative to the folder
   * @return this
   */
  public FileTree folder(String path) {
    return run(() -> Files.createDirectories(root.resolve(path)));
  }

  /**
   * Makes a symbolic link.
   *
   * @param path relative to the folder
   * @param target what the link says, taken as it is
   * @return this
   */
  public FileTree link(String path, String target) {
    return run(
        () -> {
          Path link = prepared(path);
          Files.createSymbolicLink(link, link.getFileSystem().getPath(target));
        });
  }

  /**
   * Deletes a file, or a folder with all that is in it.
   *
   * @param path relative to the folder
   * @return this
   */
  public FileTree delete(String path) {
    return run(
        () -> {
          try (Stream<Path> all = Files.walk(root.resolve(path))) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
              Files.delete(each);
            }
          }
        });
  }

  /**
   * Moves a file's modification time.
   *
   * @param path relative to the folder
   * @param by how far; a negative one moves it back
   * @return this
   */
  public FileTree shiftModified(String path, Duration by) {
    return run(
        () -> {
          Path file = root.resolve(path);
          FileTime old = Files.getLastModifiedTime(file);
          Files.setLastModifiedTime(file, FileTime.from(old.toInstant().plus(by)));
        });
  }

  /**
   * Moves the modification times of all files.
   *
   * @param by how far; a negative one moves them back
   * @return this
   */
  public FileTree shiftModified(Duration by) {
    files().forEach(path -> shiftModified(path, by));
    return this;
  }

  /**
   * Changes one byte of a file and gives the file its old modification time back.
   *
   * @param path relative to the folder
   * @param offset which byte
   * @return this
   */
  public FileTree flipByte(String path, int offset) {
    return run(
        () -> {
          Path file = root.resolve(path);
          FileTime old = Files.getLastModifiedTime(file);
          byte[] content = Files.readAllBytes(file);
          content[offset] ^= 1;
          Files.write(file, content);
          Files.setLastModifiedTime(file, old);
        });
  }

  /**
   * Writes one small file for each of many unusual names: with spaces, {@code ?}, {@code #}, {@code
   * %}, line ends, quotes, other scripts, emoji, 200 characters. Names that the file system does
   * not take are left out.
   *
   * @return this
   */
  public FileTree oddNames() {
    OddFiles.names(root).forEach(name -> file("odd/" + name, "content of " + name));
    return this;
  }

  /**
   * Writes one file for each size at which something begins or ends: 0, 1, 262,144, 262,145 bytes
   * and their neighbours.
   *
   * @return this
   */
  public FileTree boundarySizes() {
    for (int size : OddFiles.SIZES) {
      file("sizes/" + size + ".bin", size, size);
    }
    return this;
  }

  /**
   * Writes random small files in random folders, deep ones among them.
   *
   * @param seed the same files for the same seed
   * @param count how many files
   * @return this
   */
  public FileTree random(long seed, int count) {
    SeededRandom random = new SeededRandom(seed);
    for (int i = 0; i < count; i++) {
      StringBuilder path = new StringBuilder("random");
      int depth = random.nextInt(10) == 0 ? 12 : random.nextInt(4);
      for (int d = 0; d < depth; d++) {
        path.append("/d").append(random.nextInt(4));
      }
      path.append("/f").append(i).append(random.pick(List.of(".txt", ".bin", "", " ü.dat")));
      file(path.toString(), random.bytes(OddFiles.randomSize(random)));
    }
    return this;
  }

  /**
   * Lists all files.
   *
   * @return their paths relative to the folder, with slashes, in order; links are not among them
   */
  public List<String> files() {
    List<String> files = new ArrayList<>();
    run(
        () -> {
          try (Stream<Path> all = Files.walk(root)) {
            all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                .map(path -> TreeSnapshot.relative(root, path))
                .sorted()
                .forEach(files::add);
          }
        });
    return List.copyOf(files);
  }

  /**
   * Remembers what the folder holds now.
   *
   * @return an immutable picture
   */
  public TreeSnapshot snapshot() {
    return TreeSnapshot.of(root);
  }

  private FileTree run(Work work) {
    try {
      work.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot change the tree " + root, e);
    }
  }

  private interface Work {
    void run() throws IOException;
  }
}
