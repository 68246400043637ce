package io.spaces.client.e2e;

import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.vault.object.ListedObject;
import io.spaces.client.internal.vault.object.ObjectStore;
import io.spaces.client.testkit.SpaceServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** A vault's place inside a server, reached without a request: for vaults that no client makes. */
record ServerStore(SpaceServer server, String folder) implements ObjectStore {
  @Override
  public void put(String key, Payload content) {
    try (InputStream in = content.open()) {
      server.objects().put(folder + key, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <T> Optional<T> get(String key, ContentReader<T> reader) {
    return server
        .objects()
        .find(folder + key)
        .map(
            object -> {
              try {
                return reader.read(new ByteArrayInputStream(object.bytes()));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  @Override
  public List<ListedObject> list(String below) {
    return server.objects().below(folder + below).stream()
        .map(
            object ->
                new ListedObject(
                    object.key().substring(folder.length()),
                    object.size(),
                    object.lastModified().toEpochMilli()))
        .toList();
  }

  @Override
  public void delete(String key) {
    server.objects().delete(folder + key);
  }
}
