package io.spaces.client.internal.restore;

import io.spaces.client.internal.restore.platform.Platform;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * An object's key that was found fit to be a path below the target: names joined by {@code /}, none
 * of which leads anywhere else.
 */
public final class RestorePath {
  /** As long as a backup finds any, by PATH_MAX of Linux; in UTF-16 units. */
  static final int MAX_KEY_LENGTH = 4095;

  private final String key;

  private RestorePath(String key) {
    this.key = key;
  }

  /**
   * Checks a key that a server or a snapshot has named.
   *
   * @param key the key relative to the target, without a leading slash
   * @param platform whose rules apply
   * @return the path
   * @throws RefusedEntryException when the key is not a plain relative path on that platform
   */
  public static RestorePath parse(String key, Platform platform) throws RefusedEntryException {
    if (key.isEmpty()) {
      throw refused("is empty");
    }
    if (key.charAt(0) == '/') {
      throw refused("is absolute");
    }
    if (key.length() > MAX_KEY_LENGTH) {
      throw refused("is longer than " + MAX_KEY_LENGTH + " characters");
    }
    int start = 0;
    while (start <= key.length()) {
      int slash = key.indexOf('/', start);
      int end = slash < 0 ? key.length() : slash;
      checkName(key.substring(start, end), platform);
      start = end + 1;
    }
    int first = key.indexOf('/');
    if (first > 0 && Staging.isName(key.substring(0, first))) {
      throw refused("lies in a folder " + Staging.PREFIX + "…, which restores keep for themselves");
    }
    return new RestorePath(key);
  }

  private static void checkName(String name, Platform platform) throws RefusedEntryException {
    if (name.isEmpty()) {
      throw refused("has an empty name between two slashes or at its end");
    }
    if (name.equals(".") || name.equals("..")) {
      throw refused("has the name \"" + name + "\" in it");
    }
    if (name.indexOf('\0') >= 0) {
      throw refused("has a NUL character in it");
    }
    String objection = platform.objectionTo(name);
    if (objection != null) {
      throw refused(objection);
    }
    try {
      // Three bytes are the most that one UTF-16 unit takes in UTF-8.
      boolean surelyShort = name.length() <= Platform.MAX_NAME_LENGTH / 3 && !hasSurrogates(name);
      if (!surelyShort && platform.lengthOf(name) > Platform.MAX_NAME_LENGTH) {
        throw refused("has a name longer than " + Platform.MAX_NAME_LENGTH + " bytes");
      }
    } catch (CharacterCodingException e) {
      throw refused("has half a surrogate pair in it, which no file name can hold");
    }
  }

  private static boolean hasSurrogates(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (Character.isSurrogate(name.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static RefusedEntryException refused(String why) {
    return new RefusedEntryException("Not restored: the key " + why + ".");
  }

  /** A path below one that was parsed, whose names come from the target's own folders. */
  static RestorePath found(@Nullable RestorePath parent, String name) {
    return new RestorePath(parent == null ? name : parent.key + "/" + name);
  }

  /**
   * Returns the key.
   *
   * @return names joined by slashes
   */
  public String key() {
    return key;
  }

  /**
   * Returns the folder that holds it.
   *
   * @return the path above, or null when that is the target itself
   */
  public @Nullable RestorePath parent() {
    int slash = key.lastIndexOf('/');
    return slash < 0 ? null : new RestorePath(key.substring(0, slash));
  }

  /**
   * Returns its last name.
   *
   * @return the name without any slash
   */
  public String name() {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RestorePath path && path.key.equals(key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return key;
  }
}
