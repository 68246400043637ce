package io.spaces.client.internal.vault.object;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.internal.content.Digest;
import io.spaces.client.internal.content.chunk.ChunkSizes;
import io.spaces.client.internal.content.chunk.Chunker;
import io.spaces.client.internal.content.chunk.GearChunker;
import io.spaces.client.internal.content.chunk.GearTable;
import io.spaces.client.internal.content.chunk.KeyedChunker;
import io.spaces.client.internal.content.seal.AesGcmSealer;
import io.spaces.client.internal.content.seal.ChecksumSealer;
import io.spaces.client.internal.content.seal.KeyMaterial;
import io.spaces.client.internal.content.seal.Sealer;
import io.spaces.client.internal.content.seal.SegmentSeal;
import io.spaces.client.internal.crypto.Hashes;
import io.spaces.client.internal.crypto.Hkdf;
import io.spaces.client.internal.crypto.RandomBytes;
import io.spaces.client.internal.vault.format.Cutter;
import io.spaces.client.internal.vault.format.FormatException;
import io.spaces.client.internal.vault.format.KeyNotes;
import io.spaces.client.internal.vault.format.KeyNotes.Note;
import io.spaces.client.internal.vault.format.KeyWrap;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.format.VaultConfig;
import io.spaces.client.internal.vault.format.VaultPlace;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one open vault: what seals its objects, names its blobs and cuts its contents. All
 * come from one random key, which only the configuration holds, wrapped. Wiped on close.
 */
public final class VaultKeys implements AutoCloseable {
  private static final byte[] PLAIN_GEAR_SEED = "spaces-vault/1/gear".getBytes(US_ASCII);

  private final byte @Nullable [] master;
  private final byte @Nullable [] blobKey;
  private final byte @Nullable [] cutKey;
  private final Sealer sealer;
  private final Function<ChunkSizes, Chunker> cutter;
  private volatile String slot;

  private VaultKeys(VaultConfig config, byte @Nullable [] master, String slot) {
    this.master = master;
    this.slot = slot;
    if (master == null) {
      blobKey = null;
      cutKey = null;
      sealer = new ChecksumSealer();
      GearTable gear = new GearTable(PLAIN_GEAR_SEED);
      cutter = sizes -> new GearChunker(gear, sizes);
      return;
    }
    blobKey = derive(config, master, "spaces-vault/1/blob");
    byte[] sealKey = derive(config, master, "spaces-vault/1/seal");
    sealer = new AesGcmSealer(sealKey);
    Arrays.fill(sealKey, (byte) 0);
    if (config.cutter() == Cutter.KEYED) {
      byte[] derived = derive(config, master, "spaces-vault/2/cut");
      byte[] key = Arrays.copyOf(derived, KeyedChunker.KEY);
      Arrays.fill(derived, (byte) 0);
      cutKey = key;
      cutter = sizes -> new KeyedChunker(key, sizes);
      return;
    }
    cutKey = null;
    byte[] seed = derive(config, master, "spaces-vault/1/gear");
    GearTable gear = new GearTable(seed);
    Arrays.fill(seed, (byte) 0);
    cutter = sizes -> new GearChunker(gear, sizes);
  }

  /** A new vault's configuration and its keys. */
  public record Created(VaultConfig config, VaultKeys keys) {}

  /**
   * Makes a new vault's keys.
   *
   * @param chunks how it cuts
   * @param encryption what wraps its key, or null for none
   * @param place where it belongs, or null when it is in no space
   * @throws InvalidParameterException when it is too weak a passphrase
   */
  public static Created create(
      ChunkSizes chunks, @Nullable Encryption encryption, @Nullable VaultPlace place) {
    VaultConfig plain = new VaultConfig(RandomBytes.name(ObjectNames.ID_LENGTH), chunks, place);
    if (encryption == null) {
      return new Created(plain, new VaultKeys(plain, null, ""));
    }
    byte[] master = RandomBytes.of(KeyWraps.KEY_LENGTH);
    KeyWrap wrap = KeyWraps.wrap(plain.id(), master, encryption, List.of());
    VaultConfig config = plain.with(Cutter.KEYED);
    VaultKeys keys = new VaultKeys(config, master, wrap.id());
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    KeyNotes notes = new KeyNotes(1, Map.of(wrap.id(), new Note(Note.FIRST, now, null)));
    return new Created(keys.seal(config.with(List.of(wrap)), notes), keys);
  }

  /**
   * Opens a vault's keys.
   *
   * @param config what the vault says of itself
   * @param encryption the user's key, or null
   * @throws WrongKeyException when it does not open the vault
   */
  public static VaultKeys open(VaultConfig config, @Nullable Encryption encryption) {
    if (config.slots().isEmpty()) {
      if (encryption != null) {
        throw new WrongKeyException(
            "The vault is not encrypted, but a key was given. Leave the key out, or back up to"
                + " another place");
      }
      return new VaultKeys(config, null, "");
    }
    if (encryption == null) {
      throw new WrongKeyException("The vault is encrypted. Give the " + what(config.slots()));
    }
    KeyMaterial material = KeyMaterial.of(encryption);
    List<KeyWrap> candidates =
        config.slots().stream().filter(slot -> KeyWraps.mayOpen(slot, material)).toList();
    for (KeyWrap slot : candidates) {
      byte[] master = KeyWraps.unwrap(config, slot, material);
      if (master != null) {
        return new VaultKeys(config, master, slot.id());
      }
    }
    throw new WrongKeyException(
        candidates.isEmpty()
            ? "The vault needs the " + what(config.slots()) + ", but a " + material + " was given"
            : "This is not "
                + (candidates.size() == 1
                    ? "the " + material
                    : "one of the " + candidates.size() + " " + plural(material))
                + " of the vault (or its configuration was altered)");
  }

  private static String plural(KeyMaterial material) {
    return material.kind().words() + "s" + (material.hasExtraSalt() ? " with an iv" : "");
  }

  private static String what(List<KeyWrap> slots) {
    return slots.stream()
        .map(slot -> slot.kind().words() + (slot.extraSalt() ? " and iv" : ""))
        .distinct()
        .sorted()
        .collect(Collectors.joining(" or "));
  }

  /**
   * Returns what a configuration says of its keys.
   *
   * @throws IntegrityException when somebody without any of them has changed it
   */
  public KeyNotes notes(VaultConfig config) {
    if (config.format() == 1 || config.slots().isEmpty()) {
      return KeyNotes.NONE;
    }
    byte[] sealed = HexFormat.of().parseHex(config.sealedHex());
    byte[] salt = Arrays.copyOf(sealed, sealer.saltLength());
    byte[] segment = Arrays.copyOfRange(sealed, salt.length, sealed.length);
    byte[] content = new byte[segment.length];
    int length = sealer.seal(salt, config.terms()).open(0, true, segment, segment.length, content);
    try {
      if (length < 0) {
        throw new FormatException("was altered by somebody who has no key of the vault");
      }
      KeyNotes notes = KeyNotes.read(Arrays.copyOf(content, length));
      if (!config.slots().stream().allMatch(slot -> notes.slots().containsKey(slot.id()))) {
        throw new FormatException("has a key that nobody has noted");
      }
      return notes;
    } catch (FormatException e) {
      throw SealedObjects.broken(ObjectNames.CONFIG + " " + e.getMessage(), e);
    }
  }

  /** Returns a configuration with notes that only those can change who have a key of the vault. */
  public VaultConfig seal(VaultConfig config, KeyNotes notes) {
    byte[] content = notes.write();
    byte[] salt = RandomBytes.of(sealer.saltLength());
    byte[] sealed = new byte[content.length + SegmentSeal.TAG];
    sealer.seal(salt, config.terms()).seal(0, true, content, content.length, sealed);
    return config.sealed(HexFormat.of().formatHex(salt) + HexFormat.of().formatHex(sealed));
  }

  /** Returns the vault's own key, wrapped by another user's key. */
  public KeyWrap wrap(VaultConfig config, Encryption encryption, Collection<KeyWrap> others) {
    return KeyWraps.wrap(config.id(), requireMaster(), encryption, others);
  }

  /** Returns the vault's own key, wrapped by the public half of a recovery key. */
  public KeyWrap wrap(VaultConfig config, byte[] publicKey) {
    return KeyWraps.wrap(config.id(), requireMaster(), publicKey);
  }

  private byte[] requireMaster() {
    if (master == null) {
      throw new WrongKeyException(
          "The vault is not encrypted, so it has no keys. Back up to another place");
    }
    return master;
  }

  /** Returns the id of the user's key that has opened the vault; empty without encryption. */
  public String slot() {
    return slot;
  }

  /** Says that the user's key has become another. */
  public void nowOpenedBy(String id) {
    slot = id;
  }

  private static byte[] derive(VaultConfig config, byte[] master, String purpose) {
    return Hkdf.derive(
        master,
        HexFormat.of().parseHex(config.id()),
        purpose.getBytes(US_ASCII),
        KeyWraps.KEY_LENGTH);
  }

  /** Returns what seals the vault's objects. */
  public Sealer sealer() {
    return sealer;
  }

  /** Returns what cuts contents, for one thread. */
  public Chunker chunker(ChunkSizes sizes) {
    return cutter.apply(sizes);
  }

  /** Tells whether the vault is encrypted. */
  public boolean encrypted() {
    return master != null;
  }

  /** Returns what names blobs, for one thread. */
  public Digest blobDigest() {
    return blobKey == null
        ? new PlainDigest(Hashes.newSha256())
        : new KeyedDigest(Hkdf.hmac(blobKey));
  }

  @Override
  public void close() {
    if (sealer instanceof AesGcmSealer keyed) {
      keyed.close();
    }
    if (master != null) {
      Arrays.fill(master, (byte) 0);
    }
    if (blobKey != null) {
      Arrays.fill(blobKey, (byte) 0);
    }
    if (cutKey != null) {
      Arrays.fill(cutKey, (byte) 0);
    }
  }

  private record PlainDigest(java.security.MessageDigest sha256) implements Digest {
    @Override
    public void update(byte[] bytes, int offset, int length) {
      sha256.update(bytes, offset, length);
    }

    @Override
    public byte[] finish() {
      return sha256.digest();
    }
  }

  private record KeyedDigest(javax.crypto.Mac hmac) implements Digest {
    @Override
    public void update(byte[] bytes, int offset, int length) {
      hmac.update(bytes, offset, length);
    }

    @Override
    public byte[] finish() {
      return hmac.doFinal();
    }
  }
}
