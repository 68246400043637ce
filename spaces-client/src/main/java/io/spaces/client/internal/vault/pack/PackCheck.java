package io.spaces.client.internal.vault.pack;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.PackFormat;
import io.spaces.client.internal.vault.object.SealedObjects;
import io.spaces.client.internal.vault.object.VaultKeys;
import java.util.function.Supplier;

/** Reads packs to their end, and checks each blob of them. */
public final class PackCheck {
  private PackCheck() {}

  /** Told of a pack's blobs, one after the other. */
  @FunctionalInterface
  public interface Visitor {
    void blob(BlobHeader header, int offset, boolean sound);

    default void padding(int length) {}
  }

  /**
   * Reads a pack.
   *
   * @param visitors makes who is told: a fresh one for each attempt, of which the last counts
   * @return false when there is no such pack
   * @throws IntegrityException when it is damaged so that what follows cannot be read
   */
  public static boolean read(
      SealedObjects objects, VaultKeys keys, String key, Supplier<Visitor> visitors) {
    try (BlobCheck check = new BlobCheck(keys)) {
      return objects
          .get(
              key,
              objects.sealedLength(PackFormat.LONGEST),
              in -> {
                Visitor visitor = visitors.get();
                PackFormat.read(in, checked(visitor, check));
                return true;
              })
          .isPresent();
    }
  }

  private static PackFormat.Visitor checked(Visitor visitor, BlobCheck check) {
    return new PackFormat.Visitor() {
      @Override
      public void blob(BlobHeader header, int offset, byte[] stored) {
        visitor.blob(header, offset, check.isSound(header, stored));
      }

      @Override
      public void padding(int length) {
        visitor.padding(length);
      }
    };
  }

  /** The same, where a damaged blob is no better than a damaged pack. */
  public static boolean readSound(
      SealedObjects objects, VaultKeys keys, String key, Supplier<Visitor> visitors) {
    return read(
        objects,
        keys,
        key,
        () -> {
          Visitor visitor = visitors.get();
          return new Visitor() {
            @Override
            public void blob(BlobHeader header, int offset, boolean sound) {
              if (!sound) {
                throw new IntegrityException(key + " has a damaged blob", null);
              }
              visitor.blob(header, offset, true);
            }

            @Override
            public void padding(int length) {
              visitor.padding(length);
            }
          };
        });
  }
}
