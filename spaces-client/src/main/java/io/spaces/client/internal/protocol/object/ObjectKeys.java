package io.spaces.client.internal.protocol.object;

import io.spaces.client.error.InvalidParameterException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How an object's key is written in a path: base64url, without padding, of its UTF-8. */
public final class ObjectKeys {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /** Characters that the core has room for in a whole path, {@code /apps/<appDid>/…}. */
  private static final int MOST = 1024;

  private ObjectKeys() {}

  /**
   * Encodes a key.
   *
   * @throws InvalidParameterException when it has half a surrogate pair, which UTF-8 cannot write
   */
  public static String encode(String key) {
    if (hasLoneSurrogate(key)) {
      throw new InvalidParameterException(
          "key", "has half a surrogate pair; expected text that can be written as UTF-8");
    }
    return ENCODER.encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Decodes a key.
   *
   * @throws InvalidParameterException when it is not what {@link #encode} writes
   */
  public static String decode(String encoded) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(encoded);
      String key = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (ENCODER.encodeToString(bytes).equals(encoded)) {
        return key;
      }
    } catch (IllegalArgumentException | CharacterCodingException e) {
      // told below
    }
    throw new InvalidParameterException(
        "key", "is not written as expected: base64url, without padding, of UTF-8");
  }

  /** Refuses a key whose parts alone make it mean another: the core joins paths. */
  public static void check(String key) {
    if (!isPlain(key)) {
      throw new InvalidParameterException(
          "key",
          "is \""
              + key
              + "\"; expected parts such as notes/today.txt that are neither empty nor . nor ..,"
              + " without a slash in front: a space would take it for another");
    }
  }

  /** Whether a key means itself, and nothing outside of the folder that it is in. */
  public static boolean isPlain(String key) {
    String parts = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
    for (String part : parts.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return false;
      }
    }
    return true;
  }

  /** The same, and one for which the space has no room. */
  public static void check(String key, String wholePath) {
    check(key);
    int length = wholePath.codePointCount(0, wholePath.length());
    if (length > MOST) {
      throw new InvalidParameterException(
          "key",
          "\""
              + key.substring(
                  0, key.offsetByCodePoints(0, Math.min(40, key.codePointCount(0, key.length()))))
              + "…\" has "
              + key.codePointCount(0, key.length())
              + " characters; expected "
              + (MOST - length + key.codePointCount(0, key.length()))
              + " at the most, since a space has room for "
              + MOST
              + " in a whole path");
    }
  }

  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}
