package io.spaces.client.examples.cli;

import io.spaces.client.SpaceClient;
import io.spaces.client.identity.Wallet;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;

/**
 * Loads, on a second processor, what a command that talks to a space is going to need, while the
 * first is still busy reading the command line.
 */
final class HeadStart {
  private static final Set<String> COMMANDS =
      Set.of("backup", "restore", "snapshots", "ls", "get", "put", "rm");

  private static final int HASHED_BYTES = 2 << 20;

  private HeadStart() {}

  static void begin(String[] args) {
    if (args.length > 0 && COMMANDS.contains(args[0])) {
      Thread thread = new Thread(HeadStart::load, "spaces-head-start");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void load() {
    Wallet.random().sign(new byte[1]);
    warmUpHashing();
    SpaceClient.builder().build().close();
  }

  /** The JVM puts the processor's own instructions for SHA-256 in only where it sees much of it. */
  private static void warmUpHashing() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(new byte[HASHED_BYTES]);
      sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-256, which every JDK has", e);
    }
  }
}
