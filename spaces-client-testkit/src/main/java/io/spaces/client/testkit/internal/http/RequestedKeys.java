package io.spaces.client.testkit.internal.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;

/** RequestedKeys as they stand in a path: base64url of UTF-8, without padding. */
public final class RequestedKeys {
  private RequestedKeys() {}

  /** Decodes strictly: what an encoder would not write is refused. */
  static String decode(String encoded) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      throw RefusedException.badRequest("The key in the path is not base64url: " + encoded);
    }
    if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(encoded)) {
      throw RefusedException.badRequest(
          "The key in the path is not base64url without padding: " + encoded);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw RefusedException.badRequest("The key in the path is not UTF-8: " + encoded);
    }
  }

  /** Tells whether a key has a part that leads out of its folder, or names nothing. */
  public static boolean isUnsafe(String key) {
    if (key.isEmpty() || key.startsWith("/") || key.endsWith("/")) {
      return true;
    }
    for (String part : key.split("/", -1)) {
      if (part.equals("..") || part.equals(".")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Joins a key to an app's area as the official core does: {@code a/../b} is {@code b}, {@code //}
   * is {@code /}. A key that ends in a slash, or an empty one, is a folder's. The core lets {@code
   * ../x} lead out of the area; here it is refused.
   */
  public static String join(String key) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : key.split("/", -1)) {
      if (part.equals("..")) {
        if (parts.pollLast() == null) {
          throw leadsOut(key);
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    boolean folder = key.isEmpty() || key.endsWith("/");
    if (parts.isEmpty() && !folder) {
      throw leadsOut(key); // the area itself, as if it were an object
    }
    return String.join("/", parts) + (folder && !parts.isEmpty() ? "/" : "");
  }

  private static RefusedException leadsOut(String key) {
    return RefusedException.badRequest("The key in the path leads out of the app's area: " + key);
  }
}
