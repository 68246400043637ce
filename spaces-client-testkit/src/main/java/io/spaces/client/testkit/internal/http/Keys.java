package io.spaces.client.testkit.internal.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Keys as they stand in a path: base64url of UTF-8, without padding. */
public final class Keys {
  private Keys() {}

  /** Decodes strictly: what an encoder would not write is refused. */
  static String decode(String encoded) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("The key in the path is not base64url: " + encoded);
    }
    if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(encoded)) {
      throw Refusal.badRequest("The key in the path is not base64url without padding: " + encoded);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Refusal.badRequest("The key in the path is not UTF-8: " + encoded);
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
}
