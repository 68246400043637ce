package io.spaces.client;

import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.Layout;
import io.spaces.client.backup.Source;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.history.Strategy;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.internal.content.compress.BlobCodec;
import io.spaces.client.internal.run.Client;
import io.spaces.client.internal.run.LayoutParameters;
import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.internal.spec.VaultKey;
import io.spaces.client.internal.spec.VaultSpec;
import io.spaces.client.internal.vault.object.VaultId;
import io.spaces.client.internal.vault.snapshot.SetName;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.snapshot.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a backup is a mirror or a vault, and the parameters that only a vault knows: how it is
 * compressed and encrypted, and what becomes of its snapshots. To give one of them without the
 * layout is an error, which is told when the backup is started, before anything is sent.
 *
 * @param <B> the builder itself
 * @since 0.1.0
 */
public abstract sealed class VaultBuilder<B extends VaultBuilder<B>> extends TransferBuilder<B>
    permits BackupBuilder {
  private static final String ALGORITHM = "aes-256-gcm";

  final LayoutParameters layoutParameters = new LayoutParameters();
  private final VaultKey vaultKey = new VaultKey();
  private @Nullable Layout layout;
  private boolean snapshot;
  private @Nullable Compression compression;
  private @Nullable String set;
  private String description = "";
  private @Nullable Instant expiresAt;
  Strategy strategy = Strategy.MANUAL;
  private @Nullable Retention retention;
  private Pruning prune = Pruning.DAILY;
  private Duration grace = Snapshots.GRACE;
  private Duration lockWait = Snapshots.LOCK_WAIT;
  private @Nullable String acceptVault;

  VaultBuilder(Client client, Connection connection) {
    super(client, connection, FileRules.builder());
  }

  /**
   * How the backup is laid out in the space. A vault has to be asked for, by this or by {@link
   * #snapshot}; what only one of the layouts knows is an error with the other.
   *
   * @param layout {@link Layout#MIRROR} by default
   * @return this
   */
  public B layout(Layout layout) {
    this.layout = Parameters.required("layout", layout);
    return self();
  }

  /**
   * Whether to compress the data; for {@link Layout#VAULT}. Off by default.
   *
   * @param zip true for {@link Compression#deflate deflate(1)}, or what {@link #compression} says
   *     instead; false for none
   * @return this
   */
  public B zip(boolean zip) {
    layoutParameters.ofVaults("zip", zip);
    if (!zip) {
      layoutParameters.ofVaults("compression", false);
      compression = null;
    } else if (compression == null || compression.equals(Compression.none())) {
      compression = Compression.deflate(1);
    }
    return self();
  }

  /**
   * How to compress the data; for {@link Layout#VAULT}.
   *
   * @param compression none by default
   * @return this
   * @throws InvalidParameterException when the library it needs is missing
   */
  public B compression(Compression compression) {
    new BlobCodec(Parameters.required("compression", compression)).close();
    layoutParameters.ofVaults("compression", true);
    this.compression = compression;
    return self();
  }

  /**
   * Encrypts the data, its names, sizes and times; for {@link Layout#VAULT}. Whoever loses the key
   * loses the data.
   *
   * @param encryption the vault's key or passphrase; must not be destroyed before the backup has
   *     ended
   * @return this
   */
  public B encryption(Encryption encryption) {
    vaultKey.encryption(encryption);
    layoutParameters.ofVaults("encryption", true);
    return self();
  }

  /**
   * Encrypts with a key, as {@link #encryption} does.
   *
   * @param hex 32 bytes in hexadecimal
   * @return this
   * @throws InvalidParameterException when it is not that
   */
  public B key(String hex) {
    vaultKey.key(hex);
    layoutParameters.ofVaults("key", true);
    return self();
  }

  /**
   * Encrypts with a passphrase, as {@link #encryption} does; see {@link Encryption#passphrase}.
   *
   * @param passphrase not empty, and for a new vault of at least 12 characters; copied
   * @return this
   * @throws InvalidParameterException when it is empty
   */
  public B passphrase(char[] passphrase) {
    vaultKey.passphrase(passphrase);
    layoutParameters.ofVaults("passphrase", true);
    return self();
  }

  /**
   * Mixes more bytes into the derivation of keys; whoever restores needs them too. This is no
   * nonce: every segment of every object has a nonce of its own.
   *
   * @param hex 24 to 128 hexadecimal digits
   * @return this
   * @throws InvalidParameterException when it is not such hexadecimal
   */
  public B iv(String hex) {
    vaultKey.iv(hex);
    layoutParameters.ofVaults("iv", true);
    return self();
  }

  /**
   * The cipher, for a key that is given too. There is one.
   *
   * @param name {@code aes-256-gcm}
   * @return this
   * @throws InvalidParameterException when it is another
   */
  public B algorithm(String name) {
    if (!Parameters.required("algorithm", name).toLowerCase(Locale.ROOT).equals(ALGORITHM)) {
      throw new InvalidParameterException(
          "algorithm",
          "is \""
              + name
              + "\"; expected "
              + ALGORITHM
              + ", the one that both hides and seals the data: with others a changed byte would go"
              + " unnoticed");
    }
    vaultKey.algorithm();
    layoutParameters.ofVaults("algorithm", true);
    return self();
  }

  /**
   * Whether to keep earlier states: each run makes a snapshot in a vault. Off by default.
   *
   * @param snapshot true for {@link Layout#VAULT}
   * @return this
   */
  public B snapshot(boolean snapshot) {
    layoutParameters.ofVaults("snapshot", snapshot);
    this.snapshot = snapshot;
    return self();
  }

  /**
   * What this is a backup of. Rules, <i>newest</i> and strict restores never look beyond a set, so
   * that several sources, machines or programs can share a vault: each with a name of its own. For
   * {@link Layout#VAULT}.
   *
   * @param name 1 to 200 printable characters, such as {@code uploads}; by default the places of
   *     the source's folders and the keys of its objects, in order. Where the same place is backed
   *     up by several machines, or the objects are not the same each time, give one.
   * @return this
   * @throws InvalidParameterException when it is no such text
   */
  public B set(String name) {
    set = SetName.check("set", Parameters.required("set", name));
    layoutParameters.ofVaults("set", true);
    return self();
  }

  /**
   * What to say about the snapshot; for {@link Layout#VAULT}.
   *
   * @param text some text; empty for none
   * @return this
   */
  public B description(String text) {
    description = Parameters.required("description", text);
    layoutParameters.ofVaults("description", !text.isEmpty());
    return self();
  }

  /**
   * How long the snapshot is held, whatever {@link #retention} says; after that it may be removed,
   * also where a rule would keep it. Without it the rules decide. For {@link Layout#VAULT}.
   *
   * @param instant none by default
   * @return this
   */
  public B expiresAt(Instant instant) {
    expiresAt = Parameters.required("expiresAt", instant);
    layoutParameters.ofVaults("expiresAt", true);
    return self();
  }

  /**
   * Which snapshots of its set to keep once this backup has made its own; the others are moved to
   * the trash, which a {@linkplain #prune pruning} empties. See {@link Retention} for what stays in
   * any case. For {@link Layout#VAULT}.
   *
   * @param retention all by default
   * @return this
   */
  public B retention(Retention retention) {
    this.retention = Parameters.required("retention", retention);
    layoutParameters.ofVaults("retention", true);
    return self();
  }

  /**
   * When to prune the vault afterwards: to free what no snapshot needs, and remove for good what
   * has lain in the trash for long enough. The backup's status, duration and record are settled
   * before that; its task ends, and its result is there, after it. For {@link Layout#VAULT}.
   *
   * @param when {@link Pruning#DAILY} by default
   * @return this
   */
  public B prune(Pruning when) {
    prune = Parameters.required("prune", when);
    layoutParameters.ofVaults("prune", true);
    return self();
  }

  /**
   * How long snapshots lie in the trash before a {@linkplain #prune pruning} removes them for good,
   * by the space's clock. For {@link Layout#VAULT}.
   *
   * @param time 7 days by default; 0 to remove them with the next pruning
   * @return this
   * @throws InvalidParameterException when it is negative
   */
  public B grace(Duration time) {
    grace = Parameters.notNegative("grace", time);
    layoutParameters.ofVaults("grace", true);
    return self();
  }

  /**
   * How long to wait for other clients of the vault, which keep this one out while they remove
   * something. For {@link Layout#VAULT}.
   *
   * @param time a minute by default; 0 not to wait
   * @return this
   * @throws InvalidParameterException when it is negative
   */
  public B lockWait(Duration time) {
    lockWait = Parameters.notNegative("lockWait", time);
    layoutParameters.ofVaults("lockWait", true);
    return self();
  }

  /**
   * Which vault is to be there, and is backed up into also where it belongs to another place; see
   * {@link Snapshots#acceptVault}. For {@link Layout#VAULT}.
   *
   * @param id the vault's id; by default the vault that this machine knows there, or, where it
   *     knows none, any one that belongs there, or a new one
   * @return this
   * @throws InvalidParameterException when it is no such id
   */
  public B acceptVault(String id) {
    acceptVault = VaultId.check("acceptVault", Parameters.required("acceptVault", id));
    layoutParameters.ofVaults("acceptVault", true);
    return self();
  }

  /**
   * What starts the backup, for the history: a snapshot keeps it, and the row that the space's log
   * has of what was sent.
   *
   * @param strategy {@link Strategy#MANUAL} by default
   * @return this
   */
  public B strategy(Strategy strategy) {
    this.strategy = Parameters.required("strategy", strategy);
    return self();
  }

  /** What was given, or null for a mirror, of which nothing was given that only a vault knows. */
  final @Nullable VaultSpec vault(Source source) {
    Encryption encryption = vaultKey.complete();
    Layout asked = layout == null && snapshot ? Layout.VAULT : layout;
    return layoutParameters.check(asked) == Layout.MIRROR
        ? null
        : new VaultSpec(
            compression == null ? Compression.none() : compression,
            encryption,
            set != null ? set : SetName.of(source),
            description,
            expiresAt,
            strategy,
            retention,
            prune,
            grace,
            lockWait,
            acceptVault);
  }
}
