package io.spaces.client.testkit.soak;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** A folder that is edited at random, and what it must hold. */
final class ModelTree {
  private static final int MOST_FILES = 60;
  private static final FileTime ALWAYS = FileTime.fromMillis(1_700_000_000_000L);

  private final Path root;
  private final SortedMap<String, byte[]> files = new TreeMap<>();

  ModelTree(Path root) throws IOException {
    this.root = Files.createDirectories(root);
  }

  Path root() {
    return root;
  }

  /** What the folder holds: the content of each file, by its path. */
  SortedMap<String, byte[]> files() {
    return new TreeMap<>(files);
  }

  /** Writes, changes, renames and deletes some files; some keep their size and time. */
  void edit(Random random) throws IOException {
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      List<String> names = new ArrayList<>(files.keySet());
      String name = names.isEmpty() ? "" : names.get(random.nextInt(names.size()));
      switch (names.isEmpty() ? 0 : random.nextInt(6)) {
        case 0, 1 -> write(newName(random), content(random));
        case 2 -> write(name, content(random));
        case 3 -> changeUnseen(name, random);
        case 4 -> rename(name, newName(random));
        default -> delete(name);
      }
    }
    while (files.size() > MOST_FILES) {
      delete(files.firstKey());
    }
  }

  private static String newName(Random random) {
    String[] folders = {"", "a/", "a/b ö/", "c%20/#/", "deep/er/and/deeper/"};
    return folders[random.nextInt(folders.length)] + "file " + random.nextInt(200) + ".txt";
  }

  private static byte[] content(Random random) {
    int[] sizes = {0, 1, 100, 5_000, 70_000, 262_144, 300_000};
    int size = sizes[random.nextInt(random.nextInt(4) == 0 ? sizes.length : 4)];
    byte[] content = new byte[size == 0 ? 0 : 1 + random.nextInt(size)];
    random.nextBytes(content);
    if (random.nextBoolean()) {
      Arrays.fill(content, 0, content.length / 2, (byte) 'x');
    }
    return content;
  }

  private void write(String name, byte[] content) throws IOException {
    Path path = root.resolve(name);
    Path folder = path.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.write(path, content);
    files.put(name, content);
  }

  /** Changes one byte; size and modification time stay. */
  private void changeUnseen(String name, Random random) throws IOException {
    byte[] content = files.getOrDefault(name, new byte[0]).clone();
    if (content.length > 0) {
      content[random.nextInt(content.length)] ^= 1;
    }
    write(name, content);
    Files.setLastModifiedTime(root.resolve(name), ALWAYS);
  }

  private void rename(String from, String to) throws IOException {
    byte[] content = files.getOrDefault(from, new byte[0]);
    delete(from);
    write(to, content);
  }

  private void delete(String name) throws IOException {
    Files.deleteIfExists(root.resolve(name));
    files.remove(name);
  }

  /** Reads a folder the plain way. */
  static SortedMap<String, byte[]> read(Path folder) throws IOException {
    SortedMap<String, byte[]> found = new TreeMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            found.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
