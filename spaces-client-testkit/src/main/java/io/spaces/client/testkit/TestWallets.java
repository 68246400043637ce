package io.spaces.client.testkit;

import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.DidRole;
import io.spaces.client.identity.KeyType;
import io.spaces.client.identity.Wallet;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;

/** Wallets to test with. */
public final class TestWallets {
  private TestWallets() {}

  /**
   * A wallet that differs each time.
   *
   * @return an Ed25519 wallet
   */
  public static Wallet random() {
    return Wallet.random();
  }

  /**
   * A wallet that is the same for the same seed, on every machine.
   *
   * @param seed any number
   * @return an Ed25519 wallet
   */
  public static Wallet seeded(long seed) {
    return seeded(seed, KeyType.ED25519);
  }

  /**
   * A wallet that is the same for the same seed, on every machine.
   *
   * @param seed any number
   * @param type what kind of key
   * @return a wallet with the role of an account
   */
  public static Wallet seeded(long seed, KeyType type) {
    byte[] secret = new byte[32];
    new Random(seed).nextBytes(secret);
    // Keeps the number below the order of the curves.
    secret[0] &= 0x7f;
    secret[31] |= 1;
    return Wallet.fromSecretKey("0x" + HexFormat.of().formatHex(secret), type, DidRole.ACCOUNT);
  }

  /**
   * A delegation that lets one wallet act for an app for an hour.
   *
   * @param app the app's wallet
   * @param agent the wallet that may act
   * @return the delegation
   */
  public static Delegation delegation(Wallet app, Wallet agent) {
    return Delegation.issue(app, agent.did(), Duration.ofHours(1));
  }
}
