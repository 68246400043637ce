package io.spaces.client.internal.vault.object;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.content.seal.BrokenSealException;
import io.spaces.client.internal.content.seal.SealedInput;
import io.spaces.client.internal.content.seal.SealedOutput;
import io.spaces.client.internal.content.seal.SealedRandomAccess;
import io.spaces.client.internal.content.seal.Sealer;
import io.spaces.client.internal.vault.format.FormatException;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.format.Padding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A vault's objects, sealed on their way out and verified on their way in. */
public final class SealedObjects {
  private final ObjectStore store;
  private final Sealer sealer;
  private final String vaultId;
  private final BooleanSupplier pads;

  /** Objects that are as long as what is in them. */
  public SealedObjects(ObjectStore store, Sealer sealer, String vaultId) {
    this(store, sealer, vaultId, () -> false);
  }

  /**
   * A vault's objects.
   *
   * @param pads whether what is stored is to be padded by now
   */
  public SealedObjects(ObjectStore store, Sealer sealer, String vaultId, BooleanSupplier pads) {
    this.store = store;
    this.sealer = sealer;
    this.vaultId = vaultId;
    this.pads = pads;
  }

  public ObjectStore store() {
    return store;
  }

  public void put(String key, byte[] content) {
    store.put(key, seal(key, content));
  }

  public SegmentedBytes seal(String key, byte[] content) {
    SegmentedBytes sealed = new SegmentedBytes();
    try (SealedOutput out = output(key, sealed)) {
      out.write(content);
      out.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sealed;
  }

  public SealedOutput output(String key, OutputStream sealed) throws IOException {
    return new SealedOutput(sealer, binding(key), sealed);
  }

  /** Whether lengths are to tell little of what is in an object. */
  public boolean hidesLengths() {
    return pads.getAsBoolean();
  }

  /** Returns how many bytes to add to a content, so that its length tells little of it. */
  public int padding(long contentLength) {
    return pads.getAsBoolean() ? (int) (Padding.padded(contentLength) - contentLength) : 0;
  }

  /** Returns a content with what is to be added to it. */
  public byte[] padded(byte[] content, byte filler) {
    return pads.getAsBoolean() ? Padding.pad(content, filler) : content;
  }

  public long sealedLength(long contentLength) {
    return sealer.sealedLength(contentLength);
  }

  /** Reads a small object's content; empty when there is no such object. */
  public <T> Optional<T> get(String key, ObjectStore.ContentReader<T> reader) {
    try {
      return store.get(key, in -> open(key, in, reader));
    } catch (IntegrityException e) {
      // Once more: the bytes may have been damaged on their way here only.
      return store.get(key, in -> open(key, in, reader));
    }
  }

  /** The same of an object that has so many bytes at the most, as it lies in the space. */
  public <T> Optional<T> get(String key, long longest, ObjectStore.ContentReader<T> reader) {
    try {
      return store.get(key, longest, in -> open(key, in, reader));
    } catch (IntegrityException e) {
      return store.get(key, longest, in -> open(key, in, reader));
    }
  }

  /**
   * Tells what it means that one object could not be read: not the end of a longer work, as long as
   * the space can be reached.
   *
   * @return a description
   * @throws SpaceException when the space cannot be reached
   */
  public String unserved(String key, SpaceException failure) {
    requireReachable();
    return key
        + " is there, but the space fails to serve it: "
        + failure.getMessage()
        + " If that stays so, delete this object, and a backup sends what is in it again";
  }

  /** Asks the space for something, which fails when it cannot be reached. */
  public void requireReachable() {
    store.list(ObjectNames.LOCKS);
  }

  /** Opens sealed bytes, wherever they come from. */
  public <T> T open(String key, InputStream sealed, ObjectStore.ContentReader<T> reader)
      throws IOException {
    try (SealedInput content = new SealedInput(sealer, key, binding(key), sealed)) {
      return reader.read(content);
    } catch (BrokenSealException e) {
      throw broken(String.valueOf(e.getMessage()), e);
    } catch (FormatException e) {
      throw broken(key + " " + e.getMessage(), e);
    }
  }

  public SealedRandomAccess openFile(String key, FileChannel file) throws IOException {
    return new SealedRandomAccess(sealer, key, binding(key), file);
  }

  public static IntegrityException broken(String problem, Exception cause) {
    return new IntegrityException(
        "The vault's object "
            + problem
            + ". The space serves something else than was stored; see what verify finds",
        cause);
  }

  /** What a seal binds an object to: the format, the vault, and the object's folder and name. */
  private byte[] binding(String key) {
    return ("spaces-vault/1\n" + vaultId + "\n" + key).getBytes(US_ASCII);
  }
}
