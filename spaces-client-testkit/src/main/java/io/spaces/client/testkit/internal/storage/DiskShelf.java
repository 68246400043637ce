package io.spaces.client.testkit.internal.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One app's folder: {@code objects/<xx>/<number>} holds bytes under names that have nothing to do
 * with keys, {@code index.log} says which key has which number, {@code records.log} holds the
 * records. A file counts only once the index names it, so a killed process leaves no half object:
 * unless {@code clean} says that the folder was closed in order, files that the index does not name
 * are removed when it is opened.
 */
final class DiskShelf implements Shelf, Closeable {
  private static final int FOLDERS = 256;
  private static final int COMPACT_ABOVE = 1_000;

  private final Path folder;
  private final Path objects;
  private final AtomicLong numbers = new AtomicLong();
  private @Nullable AppendLog index;
  private @Nullable AppendLog records;

  DiskShelf(Path folder) {
    this.folder = folder;
    this.objects = folder.resolve("objects");
  }

  @Override
  public void load(Consumer<Entry> entries, Consumer<byte[]> records) throws IOException {
    for (int i = 0; i < FOLDERS; i++) {
      Files.createDirectories(objects.resolve(folderName(i)));
    }
    boolean clean = Files.deleteIfExists(folder.resolve("clean"));
    Map<String, Entry> live = new HashMap<>();
    int[] changes = {0};
    AppendLog log =
        AppendLog.open(
            folder.resolve("index.log"),
            bytes -> {
              changes[0]++;
              IndexLine line = IndexLine.decode(bytes);
              numbers.accumulateAndGet(line.number(), Math::max);
              if (line.deleted()) {
                live.remove(line.key());
              } else {
                live.put(line.key(), line.toEntry(file(line.number())));
              }
            });
    if (!clean) {
      sweep(live);
    }
    if (changes[0] > COMPACT_ABOVE && changes[0] > 2 * live.size()) {
      List<byte[]> lines = new ArrayList<>(live.size());
      live.values().forEach(entry -> lines.add(IndexLine.of(entry).encode()));
      log.rewrite(lines);
    }
    this.index = log;
    this.records = AppendLog.open(folder.resolve("records.log"), records);
    live.values().forEach(entries);
  }

  private void sweep(Map<String, Entry> live) throws IOException {
    Set<Path> named = new HashSet<>(live.size() * 2);
    live.values().forEach(entry -> named.add(((FileBytes) entry.blob()).file()));
    for (int i = 0; i < FOLDERS; i++) {
      try (Stream<Path> files = Files.list(objects.resolve(folderName(i)))) {
        for (Path file : (Iterable<Path>) files::iterator) {
          if (!named.contains(file)) {
            Files.delete(file);
          }
        }
      }
    }
  }

  private static String folderName(long number) {
    String hex = Long.toHexString(number % FOLDERS);
    return hex.length() == 1 ? "0" + hex : hex;
  }

  private Path file(long number) {
    return objects.resolve(folderName(number)).resolve(Long.toHexString(number));
  }

  @Override
  public BlobSink write(long hint) throws IOException {
    long number = numbers.incrementAndGet();
    return new FileBytesWriter(number, file(number), hint);
  }

  @Override
  public void stored(Entry entry) throws IOException {
    opened(index).append(IndexLine.of(entry).encode());
  }

  @Override
  public void deleted(String key) throws IOException {
    opened(index).append(IndexLine.deletion(key).encode());
  }

  @Override
  public void recorded(byte[] record) throws IOException {
    opened(records).append(record);
  }

  private AppendLog opened(@Nullable AppendLog log) {
    if (log == null) {
      throw new IllegalStateException("The folder " + folder + " is not open");
    }
    return log;
  }

  @Override
  public void close() throws IOException {
    if (index != null) {
      index.close();
      if (records != null) {
        records.close();
      }
      Files.write(folder.resolve("clean"), new byte[0]);
    }
  }
}
