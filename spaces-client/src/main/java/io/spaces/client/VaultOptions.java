package io.spaces.client;

import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.InvalidParameterException;
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
  private @Nullable Encryption encryption;
  private @Nullable String key;
  private @Nullable String iv;
  private String description = "";
  private @Nullable Instant expiresAt;
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

  void encryption(Encryption encryption) {
    this.encryption = encryption;
    key = null;
  }

  void key(String hex) {
    Encryption.key(hex).destroy(); // only to check it where it is given
    key = hex;
    encryption = null;
  }

  void iv(String hex) {
    iv = hex;
  }

  void description(String description) {
    this.description = description;
  }

  void expiresAt(Instant expiresAt) {
    this.expiresAt = expiresAt;
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
    Encryption cipher = cipher();
    boolean vault =
        wanted
            || compression != null
            || cipher != null
            || !description.isEmpty()
            || expiresAt != null
            || retention != null;
    if (!vault) {
      return null;
    }
    return new VaultSpec(
        compression == null ? Compression.none() : compression,
        cipher,
        description,
        expiresAt,
        retention);
  }

  private @Nullable Encryption cipher() {
    Encryption cipher = key != null ? Encryption.key(key) : encryption;
    if (iv == null) {
      return cipher;
    }
    if (cipher == null) {
      throw new InvalidParameterException("iv", "is given without a key; expected both or none");
    }
    return cipher.iv(iv);
  }
}
