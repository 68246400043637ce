package io.spaces.client.examples.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code schedule run} keeps what must outlast it, unless it is told: in the user's folder
 * for state (XDG Base Directory Specification, section 3), a folder for each file of plans.
 */
final class ScheduleState {
  private ScheduleState() {}

  /**
   * The folder for a file of plans, or null for a user without a home: the same for the same path,
   * also where that leads through a link to another place after each deployment.
   */
  static @Nullable Path of(Path plans) {
    Path state = ofUser();
    if (state == null) {
      return null;
    }
    String name = String.valueOf(plans.getFileName()).replaceAll("[^A-Za-z0-9.-]", "_");
    return state
        .resolve("schedules")
        .resolve(name + "-" + hash(plans.toAbsolutePath().normalize()));
  }

  private static @Nullable Path ofUser() {
    String state = System.getenv("XDG_STATE_HOME");
    if (state != null && Path.of(state).isAbsolute()) {
      return Path.of(state, "spaces-client");
    }
    String home = System.getProperty("user.home");
    return home == null || home.isEmpty() || home.equals("?")
        ? null
        : Path.of(home, ".local", "state", "spaces-client");
  }

  private static String hash(Path file) {
    try {
      byte[] path = file.toString().getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(path);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
