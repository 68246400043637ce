package io.spaces.client;

import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.history.Strategy;
import io.spaces.client.internal.run.VaultSpec;
import io.spaces.client.snapshot.Retention;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The parameters that make a backup one into a vault, as far as they were given. */
final class VaultOptions {
  private static final String ALGORITHM = "aes-256-gcm";

  private boolean wanted;
  private @Nullable Compression compression;
  private final VaultKey key = new VaultKey();
  private String description = "";
  private @Nullable Instant expiresAt;
  private Strategy strategy = Strategy.MANUAL;
  private @Nullable Retention retention;

  void snapshot(boolean snapshot) {
    wanted = snapshot;
  }

  void zip(boolean zip) {
    compression = zip ? Compression.deflate(1) : null;
  }

  void compression(Compression compression) {
    this.compression = compression;
  }

  VaultKey key() {
    return key;
  }

  void description(String description) {
    this.description = description;
  }

  void expiresAt(Instant expiresAt) {
    this.expiresAt = expiresAt;
  }

  void strategy(Strategy strategy) {
    this.strategy = strategy;
  }

  void retention(Retention retention) {
    this.retention = retention;
  }

  static void checkAlgorithm(String name) {
    if (!name.toLowerCase(Locale.ROOT).equals(ALGORITHM)) {
      throw new InvalidParameterException(
          "algorithm",
          "is \""
              + name
              + "\"; expected "
              + ALGORITHM
              + ", the one that both hides and seals the data: with others a changed byte would go"
              + " unnoticed");
    }
  }

  /** The options as they now stand, or null for a plain backup. */
  @Nullable VaultSpec spec() {
    Encryption encryption = key.complete();
    boolean vault =
        wanted
            || compression != null
            || encryption != null
            || !description.isEmpty()
            || expiresAt != null
            || retention != null;
    if (!vault) {
      return null;
    }
    return new VaultSpec(
        compression == null ? Compression.none() : compression,
        encryption,
        description,
        expiresAt,
        strategy,
        retention);
  }
}
