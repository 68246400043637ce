package io.spaces.client.testkit.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a multipart body (RFC 7578) as it arrives, in constant memory. The delimiter is sought with
 * the algorithm of Boyer, Moore and Horspool, which looks at few of the bytes.
 */
public final class Multipart {
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_HEAD = 1 << 14;
  private static final ThreadLocal<byte[]> BUFFERS =
      ThreadLocal.withInitial(() -> new byte[BUFFER]);

  private final InputStream in;
  private final byte[] delimiter;
  private final int[] skip = new int[256];
  private final byte[] buffer = BUFFERS.get();
  private int position;
  private int limit;

  private Multipart(InputStream in, String boundary) {
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    Arrays.fill(skip, delimiter.length);
    for (int i = 0; i < delimiter.length - 1; i++) {
      skip[delimiter[i] & 0xff] = delimiter.length - 1 - i;
    }
  }

  /** Is told what a body consists of. */
  public interface Parts {
    /** A part begins; returns who takes its bytes. */
    Sink begin(String name, Map<String, String> disposition) throws IOException;
  }

  /** Takes the bytes of a part. */
  @FunctionalInterface
  public interface Sink {
    /** Takes some bytes; they are only valid during the call. */
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  /** Reads a whole body. A body that is cut short or malformed is refused. */
  public static void read(@Nullable String contentType, InputStream in, Parts parts)
      throws IOException {
    new Multipart(in, boundary(contentType)).readAll(parts);
  }

  private static String boundary(@Nullable String contentType) {
    if (contentType == null
        || !contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
      throw RefusedException.badRequest(
          "The body has to be multipart/form-data, but its content type is " + contentType);
    }
    String boundary = parameters(contentType).get("boundary");
    if (boundary == null || boundary.isEmpty() || boundary.length() > 200) {
      throw RefusedException.badRequest("The content type names no boundary: " + contentType);
    }
    return boundary;
  }

  private void readAll(Parts parts) throws IOException {
    buffer[0] = '\r';
    buffer[1] = '\n';
    limit = 2;
    copyToDelimiter((bytes, offset, length) -> {});
    while (!atEnd()) {
      Map<String, String> disposition = readHead();
      String name = disposition.get("name");
      if (name == null) {
        throw RefusedException.badRequest("A part of the multipart body has no name.");
      }
      copyToDelimiter(parts.begin(name, disposition));
    }
    while (in.read(buffer, 0, buffer.length) >= 0) {
      // What follows the last delimiter means nothing, but belongs to the request.
    }
  }

  private boolean atEnd() throws IOException {
    int first = next();
    int second = next();
    if (first == '-' && second == '-') {
      return true;
    }
    if (first == '\r' && second == '\n') {
      return false;
    }
    throw RefusedException.badRequest(
        "A boundary in the multipart body is not followed by a line end.");
  }

  private int next() throws IOException {
    if (position == limit && !fill()) {
      throw cutShort();
    }
    return buffer[position++] & 0xff;
  }

  private static RefusedException cutShort() {
    return RefusedException.badRequest("The multipart body ends before its last boundary.");
  }

  private boolean fill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      return false;
    }
    limit += read;
    return true;
  }

  private Map<String, String> readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    Map<String, String> disposition = Map.of();
    while (true) {
      int line = head.length();
      int character;
      while ((character = next()) != '\n') {
        if (head.length() > LONGEST_HEAD) {
          throw RefusedException.badRequest("The head of a part is too long.");
        }
        head.append((char) character);
      }
      String text =
          new String(
                  head.substring(line).getBytes(StandardCharsets.ISO_8859_1),
                  StandardCharsets.UTF_8)
              .strip();
      if (text.isEmpty()) {
        return disposition;
      }
      if (text.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
        disposition = parameters(text);
      }
    }
  }

  private void copyToDelimiter(Sink sink) throws IOException {
    int last = delimiter.length - 1;
    while (true) {
      int at = position;
      while (at + last < limit) {
        int end = buffer[at + last] & 0xff;
        if (end == (delimiter[last] & 0xff) && matches(at)) {
          sink.write(buffer, position, at - position);
          position = at + delimiter.length;
          return;
        }
        at += skip[end];
      }
      int safe = Math.min(at, limit);
      if (safe > position) {
        sink.write(buffer, position, safe - position);
        position = safe;
      }
      if (!fill()) {
        throw cutShort();
      }
    }
  }

  private boolean matches(int at) {
    for (int i = delimiter.length - 2; i >= 0; i--) {
      if (buffer[at + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  /** Reads {@code name=value} and {@code name="value"} after the first semicolon. */
  static Map<String, String> parameters(String header) {
    Map<String, String> parameters = new HashMap<>();
    int at = header.indexOf(';');
    while (at >= 0 && at < header.length()) {
      int equals = header.indexOf('=', at);
      if (equals < 0) {
        break;
      }
      String name = header.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT);
      int start = equals + 1;
      StringBuilder value = new StringBuilder();
      if (start < header.length() && header.charAt(start) == '"') {
        at = unquote(header, start + 1, value);
        at = header.indexOf(';', at);
      } else {
        at = header.indexOf(';', start);
        value.append(header, start, at < 0 ? header.length() : at);
      }
      parameters.put(name, value.toString().strip());
    }
    return parameters;
  }

  private static int unquote(String text, int start, StringBuilder into) {
    int at = start;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      into.append(text.charAt(at));
      at++;
    }
    return at;
  }
}
