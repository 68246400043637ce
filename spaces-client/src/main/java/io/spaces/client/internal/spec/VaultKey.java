package io.spaces.client.internal.spec;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.check.Parameters;
import org.jspecify.annotations.Nullable;

/** A vault's key as it is given piece by piece, in any order. */
public final class VaultKey {
  private @Nullable Encryption encryption;
  private @Nullable String iv;
  private boolean algorithm;

  public void encryption(Encryption encryption) {
    this.encryption = Parameters.required("encryption", encryption);
  }

  public void key(String hex) {
    encryption = Encryption.key(Parameters.required("key", hex));
  }

  public void passphrase(char[] passphrase) {
    encryption = Encryption.passphrase(Parameters.required("passphrase", passphrase));
  }

  public void iv(String hex) {
    // A key is needed to check it, any key; the real one may come later.
    Encryption any = Encryption.key("0".repeat(64));
    any.iv(Parameters.required("iv", hex)).destroy();
    iv = hex;
  }

  /** Encryption is asked for by name; the one there is. */
  public void algorithm() {
    algorithm = true;
  }

  /** Whether anything was given. */
  public boolean isGiven() {
    return encryption != null || iv != null;
  }

  /** All that was given, or null when nothing was. */
  public @Nullable Encryption complete() {
    if (encryption == null && (iv != null || algorithm)) {
      throw new InvalidParameterException(
          iv != null ? "iv" : "algorithm", "goes with a key or a passphrase, and none was given");
    }
    if (encryption == null) {
      return null;
    }
    return iv == null ? encryption : encryption.iv(iv);
  }
}
