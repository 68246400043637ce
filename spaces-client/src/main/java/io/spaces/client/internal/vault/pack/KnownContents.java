package io.spaces.client.internal.vault.pack;

import io.spaces.client.internal.crypto.Hashes;
import io.spaces.client.internal.disk.LocalState;
import io.spaces.client.internal.vault.format.BlobId;
import io.spaces.client.internal.vault.format.BlobIds;
import io.spaces.client.internal.vault.object.SealedObjects;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a cache of files remembers of their contents: their blobs, or, of a long list, only its name
 * in local state.
 */
public final class KnownContents {
  private static final int INLINE_BLOBS = 64;
  private static final int NAME_LENGTH = BlobId.LENGTH - 1;
  private static final String FOLDER = "lists/";
  private static final Duration KEPT = Duration.ofDays(60);

  private final LocalState lists;
  private final SealedObjects objects;

  public KnownContents(LocalState state, SealedObjects objects) {
    lists = state.folder("lists");
    this.objects = objects;
  }

  /** Returns what to remember: a multiple of 32 bytes, or 31. */
  public byte[] remember(BlobIds ids) {
    if (ids.size() <= INLINE_BLOBS) {
      return ids.bytes();
    }
    byte[] name = Arrays.copyOf(Hashes.newSha256().digest(ids.bytes()), NAME_LENGTH);
    String file = HexFormat.of().formatHex(name);
    lists.write(file, objects.seal(FOLDER + file, ids.bytes()).open());
    return name;
  }

  /** Returns the blobs, or null when they are known no more. */
  public @Nullable BlobIds recall(byte[] remembered) {
    if (remembered.length % BlobId.LENGTH == 0) {
      return BlobIds.of(remembered);
    }
    String file = HexFormat.of().formatHex(remembered);
    try (InputStream kept = lists.openAndTouch(file)) {
      return kept == null
          ? null
          : objects.open(FOLDER + file, kept, in -> BlobIds.of(in.readAllBytes()));
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** Forgets long lists that no file has had for months. */
  public void deleteUnused() {
    lists.deleteUnused(KEPT);
  }
}
