package io.spaces.client.examples.cli;

import io.spaces.client.SpaceClient;
import io.spaces.client.error.InvalidParameterException;
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
   *
   * @throws InvalidParameterException when the locale cannot express where it is
   */
  static @Nullable Path of(Path plans) {
    Path state = SpaceClient.userStateDirectory().orElse(null);
    if (state == null) {
      return null;
    }
    // The bytes of its name, in ASCII: the same under every locale.
    String path = plans.toAbsolutePath().normalize().toUri().getRawPath();
    String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9.-]", "_");
    return state.resolve("schedules").resolve(name + "-" + hash(path));
  }

  private static String hash(String path) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
