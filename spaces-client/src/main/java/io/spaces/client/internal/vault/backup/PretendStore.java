package io.spaces.client.internal.vault.backup;

import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.format.VaultPlace;
import io.spaces.client.internal.vault.object.ListedObject;
import io.spaces.client.internal.vault.object.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * For dry runs: reads from the real store, and keeps what is written to itself. Packs are dropped,
 * the few small objects that are read again are kept.
 */
final class PretendStore implements ObjectStore {
  private static final int SMALL = 64 * 1024;

  private final ObjectStore real;
  private final Map<String, byte[]> written = new ConcurrentHashMap<>();

  PretendStore(ObjectStore real) {
    this.real = real;
  }

  /** Of a vault that was not really made nothing is remembered. */
  @Override
  public @Nullable String place() {
    return written.containsKey(ObjectNames.CONFIG) ? null : real.place();
  }

  @Override
  public @Nullable VaultPlace home() {
    return real.home();
  }

  @Override
  public void put(String key, Payload content) {
    if (content.length() > SMALL || key.startsWith("packs/")) {
      return;
    }
    try (InputStream in = content.open()) {
      written.put(key, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <T> Optional<T> get(String key, ContentReader<T> reader) {
    byte[] bytes = written.get(key);
    return bytes == null ? real.get(key, reader) : read(bytes, reader);
  }

  @Override
  public <T> Optional<T> get(String key, long longest, ContentReader<T> reader) {
    byte[] bytes = written.get(key);
    return bytes == null ? real.get(key, longest, reader) : read(bytes, reader);
  }

  private static <T> Optional<T> read(byte[] bytes, ContentReader<T> reader) {
    try {
      return Optional.of(reader.read(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<ListedObject> list(String folder) {
    List<ListedObject> all = new ArrayList<>(real.list(folder));
    written.forEach(
        (key, bytes) -> {
          if (key.startsWith(folder)) {
            all.add(new ListedObject(key, bytes.length, -1));
          }
        });
    return all;
  }

  @Override
  public void delete(String key) {
    written.remove(key);
  }
}
