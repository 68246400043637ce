package io.spaces.client.internal.vault.object;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.disk.LocalState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Lines that this machine remembers of a vault, sealed as if they were in it. That they are
 * damaged, or can be neither read nor kept, is told: what is remembered is what a space is measured
 * by.
 */
public final class Memory {
  private final SealedObjects objects;
  private final LocalState state;
  private final String file;

  public Memory(SealedObjects objects, LocalState state, String file) {
    this.objects = objects;
    this.state = state;
    this.file = file;
  }

  public List<String> lines() {
    Optional<byte[]> kept = state.recall(file);
    if (kept.isEmpty()) {
      return List.of();
    }
    try {
      return objects
          .open(
              file,
              new ByteArrayInputStream(kept.get()),
              in -> new String(in.readAllBytes(), US_ASCII))
          .lines()
          .toList();
    } catch (IOException | IntegrityException e) {
      state.forgetDamaged(file);
      return List.of();
    }
  }

  public void keep(Collection<String> lines) {
    byte[] content = String.join("\n", lines).getBytes(US_ASCII);
    try (InputStream sealed = objects.seal(file, content).open()) {
      state.keep(file, sealed.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void forget() {
    state.delete(file);
  }
}
