package io.spaces.client.internal.vault.object;

import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.vault.lock.LastPruning;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A place for objects in memory, which can be told to die after so many changes. */
public class MemoryStore implements ObjectStore {
  @SuppressWarnings("ArrayRecordComponent")
  public record Stored(byte[] bytes, long modified) {}

  public final Map<String, Stored> objects = new ConcurrentSkipListMap<>();
  public final AtomicLong clock = new AtomicLong(1_000_000);
  public final AtomicLong puts = new AtomicLong();
  public final AtomicLong gets = new AtomicLong();
  public final AtomicLong putBytes = new AtomicLong();
  final Map<String, AtomicLong> lists = new ConcurrentHashMap<>();
  public volatile boolean tellsNoTimes;
  private static final AtomicLong NUMBERS = new AtomicLong();
  private final long number = NUMBERS.incrementAndGet();
  private final AtomicLong changesLeft = new AtomicLong(Long.MAX_VALUE);
  private volatile long total = Long.MAX_VALUE;
  private volatile Function<String, Boolean> refuses = key -> false;
  private final Set<String> broken = ConcurrentHashMap.newKeySet();
  private final Map<String, Runnable> afterList = new ConcurrentHashMap<>();

  /**
   * Lets so many more changes pass, and then fails at everything, like a process that is killed.
   */
  public MemoryStore diesAfter(long changes) {
    changesLeft.set(changes);
    return this;
  }

  public MemoryStore lives() {
    changesLeft.set(Long.MAX_VALUE);
    refuses = key -> false;
    return this;
  }

  public void refuse(Function<String, Boolean> keys) {
    refuses = keys;
  }

  /** Lists an object from now on, but breaks off whenever it is fetched. */
  public void breaksOffAt(String key) {
    broken.add(key);
  }

  public void servesAll() {
    broken.clear();
  }

  /** Does something once, after the folder was listed the next time and before that is told. */
  public void afterList(String folder, Runnable action) {
    afterList.put(folder, action);
  }

  public MemoryStore copy() {
    MemoryStore copy = new MemoryStore();
    copy.objects.putAll(objects);
    copy.clock.set(clock.get());
    return copy;
  }

  public List<String> keys(String prefix) {
    return objects.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
  }

  /** Takes no new object from now on when it holds so many bytes already. */
  public MemoryStore total(long bytes) {
    total = bytes;
    return this;
  }

  public long used() {
    return objects.values().stream().mapToLong(stored -> stored.bytes().length).sum();
  }

  /** The locks that somebody holds: those left behind for others have no content. */
  public List<String> heldLocks() {
    return keys("locks/").stream()
        .filter(key -> !key.equals(LastPruning.KEY) && bytes(key).length > 48)
        .toList();
  }

  public byte[] bytes(String key) {
    return Objects.requireNonNull(objects.get(key), key).bytes();
  }

  public long number() {
    return number;
  }

  private void change() {
    if (changesLeft.getAndDecrement() <= 0) {
      throw dead();
    }
  }

  private static SpaceConnectionException dead() {
    return new SpaceConnectionException("The simulated client is dead", null);
  }

  @Override
  public void put(String key, Payload content) {
    if (refuses.apply(key)) {
      throw new SpaceConnectionException("The simulated space refuses " + key, null);
    }
    if (!objects.containsKey(key) && used() >= total) {
      throw new SpaceUnavailableException("The space is full", null);
    }
    change();
    try (InputStream in = content.open()) {
      byte[] bytes = in.readAllBytes();
      puts.incrementAndGet();
      putBytes.addAndGet(bytes.length);
      objects.put(key, new Stored(bytes, clock.incrementAndGet()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <T> Optional<T> get(String key, ContentReader<T> reader) {
    if (changesLeft.get() <= 0) {
      throw dead();
    }
    Stored stored = objects.get(key);
    if (stored == null) {
      return Optional.empty();
    }
    gets.incrementAndGet();
    if (broken.contains(key)) {
      throw new SpaceConnectionException("The simulated space breaks off at " + key, null);
    }
    try {
      return Optional.of(reader.read(new ByteArrayInputStream(stored.bytes())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<ListedObject> list(String folder) {
    if (changesLeft.get() <= 0) {
      throw dead();
    }
    List<ListedObject> listed =
        objects.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(folder))
            .map(
                entry ->
                    new ListedObject(
                        entry.getKey(),
                        entry.getValue().bytes().length,
                        tellsNoTimes ? -1 : entry.getValue().modified()))
            .toList();
    lists.computeIfAbsent(folder, name -> new AtomicLong()).incrementAndGet();
    Runnable action = afterList.remove(folder);
    if (action != null) {
      action.run();
    }
    return listed;
  }

  @Override
  public void delete(String key) {
    change();
    clock.incrementAndGet();
    objects.remove(key);
  }
}
