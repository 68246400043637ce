package io.spaces.client.internal.protocol.sign;

import io.spaces.client.internal.crypto.Hashes;
import java.nio.charset.StandardCharsets;

/**
 * What a request's token vouches for: SHA3-256 of its method and URL, as the text that {@code
 * JSON.stringify} of JavaScript makes of them with sorted keys.
 */
final class RequestDigest {
  private static final String START = "{\"data\":{},\"method\":\"";
  private static final String MIDDLE = "\",\"url\":\"";
  private static final String END = "\"}";

  private RequestDigest() {}

  static byte[] of(String method, String url) {
    return Hashes.sha3(canonicalJson(method, url).getBytes(StandardCharsets.UTF_8));
  }

  static String canonicalJson(String method, String url) {
    return START + escaped(method) + MIDDLE + escaped(url) + END;
  }

  private static String escaped(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (needsCare(text.charAt(i))) {
        return escape(text);
      }
    }
    return text;
  }

  private static boolean needsCare(char c) {
    return c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c);
  }

  private static String escape(String text) {
    StringBuilder json = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\b' -> json.append("\\b");
        case '\t' -> json.append("\\t");
        case '\n' -> json.append("\\n");
        case '\f' -> json.append("\\f");
        case '\r' -> json.append("\\r");
        default -> {
          if (Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1))) {
            json.append(c).append(text.charAt(++i));
          } else if (needsCare(c)) {
            json.append(String.format("\\u%04x", (int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    return json.toString();
  }
}
