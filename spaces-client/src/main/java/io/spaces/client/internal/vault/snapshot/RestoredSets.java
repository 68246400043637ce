package io.spaces.client.internal.vault.snapshot;

import io.spaces.client.internal.crypto.Hashes;
import io.spaces.client.internal.disk.LocalState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Which set each folder of this machine was last restored from, so that what a snapshot of another
 * one does not have is not deleted there.
 */
public final class RestoredSets {
  private final LocalState state;

  /**
   * What is remembered in a folder.
   *
   * @param stateDirectory the folder, or null to remember nothing
   */
  public RestoredSets(@Nullable Path stateDirectory) {
    state = LocalState.in(stateDirectory).folder("restored");
  }

  /**
   * Tells whether a folder was last restored from a set.
   *
   * @param target the folder
   * @param vault the id of the set's vault
   * @param set the set
   * @return false also when nothing is known of it
   */
  public boolean isLast(Path target, String vault, String set) {
    return state
        .read(name(target))
        .map(known -> text(known).equals(vault + "\n" + set))
        .orElse(false);
  }

  /**
   * Remembers that a folder was restored from a set.
   *
   * @param target the folder
   * @param vault the id of the set's vault
   * @param set the set
   */
  public void remember(Path target, String vault, String set) {
    byte[] content = (vault + "\n" + set).getBytes(StandardCharsets.UTF_8);
    state.write(name(target), new ByteArrayInputStream(content));
  }

  /**
   * Forgets a folder, which was restored from something else.
   *
   * @param target the folder
   */
  public void forget(Path target) {
    state.delete(name(target));
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }

  private static String name(Path target) {
    Path real = target.toAbsolutePath().normalize();
    try {
      real = real.toRealPath();
    } catch (IOException e) {
      // not there yet: nothing is known of it either
    }
    byte[] path = real.toUri().toASCIIString().getBytes(StandardCharsets.US_ASCII);
    return HexFormat.of().formatHex(Hashes.sha256(path), 0, 16);
  }
}
