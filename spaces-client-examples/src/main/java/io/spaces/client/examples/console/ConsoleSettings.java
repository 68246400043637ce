package io.spaces.client.examples.console;

import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.SecretResolver;
import java.nio.file.Path;
import java.util.Set;

/**
 * What a console needs to know.
 *
 * @param host the address to listen on
 * @param port the port to listen on, or 0 for any that is free
 * @param names other names by which it may be called, with their port when it is not the usual one
 * @param tokens knows who may use it
 * @param plan what is backed up, where to, and the plan to begin with; its destination has the
 *     app's and the user's DID
 * @param label what the destination is called on the page
 * @param secrets knows the plan's secrets
 * @param root the only folder into which it restores; exists
 * @param state a folder for what it remembers; exists
 * @param triggerRate how many backups may be asked for in a minute
 */
public record ConsoleSettings(
    String host,
    int port,
    Set<String> names,
    TokenVerifier tokens,
    BackupPlan plan,
    String label,
    SecretResolver secrets,
    Path root,
    Path state,
    int triggerRate) {
  /** The address that only this machine can reach. */
  public static final String LOOPBACK = "127.0.0.1";

  /**
   * Copies the set.
   *
   * @param host see {@link #host}
   * @param port see {@link #port}
   * @param names see {@link #names}
   * @param tokens see {@link #tokens}
   * @param plan see {@link #plan}
   * @param label see {@link #label}
   * @param secrets see {@link #secrets}
   * @param root see {@link #root}
   * @param state see {@link #state}
   * @param triggerRate see {@link #triggerRate}
   */
  public ConsoleSettings {
    names = Set.copyOf(names);
  }
}
