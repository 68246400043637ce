package io.spaces.client.examples.cli;

import io.spaces.client.SpaceClient;
import io.spaces.client.identity.Wallet;
import java.util.Set;

/**
 * Loads, on a second processor, what a command that talks to a space is going to need, while the
 * first is still busy reading the command line.
 */
final class HeadStart {
  private static final Set<String> COMMANDS =
      Set.of(
          "backup", "restore", "verify-mirror", "snapshots", "history", "ls", "get", "put", "rm");

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
    SpaceClient.builder().build().close();
  }
}
