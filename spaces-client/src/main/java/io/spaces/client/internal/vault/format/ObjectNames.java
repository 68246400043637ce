package io.spaces.client.internal.vault.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of a vault's objects. */
public final class ObjectNames {
  /** What the vault is and how its key is wrapped. */
  public static final String CONFIG = "config";

  /** The folder of packs. */
  public static final String PACKS = "packs/";

  /** The folder of index objects. */
  public static final String INDEX = "index/";

  /** The folder of snapshots. */
  public static final String SNAPSHOTS = "snapshots/";

  /** The folder of locks. */
  public static final String LOCKS = "locks/";

  /** The folder of notes on which snapshots were deleted on purpose. */
  public static final String DELETIONS = "deletions/";

  /** The length of a random object id in bytes. */
  public static final int ID_LENGTH = 16;

  private static final Pattern PACK_NAME = Pattern.compile("[0-9a-f]{32}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ObjectNames() {}

  /**
   * Returns a pack's key.
   *
   * @param id its 16 bytes
   * @return such as {@code packs/0a/0a1b…}
   */
  public static String pack(byte[] id) {
    String name = HexFormat.of().formatHex(id);
    return PACKS + name.substring(0, 2) + "/" + name;
  }

  /**
   * Returns the id of the pack at a key.
   *
   * @param key any key
   * @return its 16 bytes, or null when this is no pack's key
   */
  public static byte @Nullable [] packId(String key) {
    String name = key.substring(key.lastIndexOf('/') + 1);
    if (!PACK_NAME.matcher(name).matches()) {
      return null;
    }
    byte[] id = HexFormat.of().parseHex(name);
    return key.equals(pack(id)) ? id : null;
  }

  /**
   * Returns a snapshot's key.
   *
   * @param time when it was made
   * @param id its id
   * @param revision its revision
   * @return such as {@code snapshots/20261122T015400Z-0a1b….0}
   */
  public static String snapshot(Instant time, String id, int revision) {
    return SNAPSHOTS + TIME.format(time) + "-" + id + "." + revision;
  }

  /**
   * Returns the time in a snapshot's name.
   *
   * @param text such as {@code 20261122T015400Z}
   * @return that moment; one in the far future when there is no such time
   */
  public static Instant snapshotTime(String text) {
    try {
      return TIME.parse(text, Instant::from);
    } catch (DateTimeException e) {
      return Instant.MAX;
    }
  }
}
