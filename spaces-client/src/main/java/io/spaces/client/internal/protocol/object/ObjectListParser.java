package io.spaces.client.internal.protocol.object;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.protocol.wire.WireJson;
import io.spaces.client.internal.protocol.wire.WireTime;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Lists of objects, read as they arrive: a million take no more memory here than one. */
public final class ObjectListParser {
  private static final String APPS = "/apps/";

  private final JsonParser json;

  /** Lists tend to repeat one media type, which need not be made anew each time. */
  private @Nullable String lastMimeType;

  private @Nullable String key;
  private long size;
  private long lastModified;
  private byte @Nullable [] hash;
  private @Nullable String mimeType;
  private @Nullable Map<String, String> metadata;
  private boolean wantsMetadata;
  private boolean directory;

  /** The whole path of an object, empty when it has none; not made a string, being read once. */
  private char[] path = new char[256];

  private int pathLength;

  private ObjectListParser(JsonParser json) {
    this.json = json;
  }

  /**
   * Hands every object of a list to the visitor, but for folders and strangers: the core looks up
   * by SQL's LIKE, which finds what lies in a folder of a similar name, too.
   *
   * @param folder that was listed, with a slash at its end; empty for the whole area
   * @param limits how far it is read
   */
  public static <T> T list(
      InputStream in, String what, String folder, ListLimits limits, RemoteObjectVisitor<T> visitor)
      throws IOException {
    WireJson.read(
        in,
        what,
        json -> {
          new ObjectListParser(json)
              .readList(folder, count -> limits.check(what, count, visitor), visitor);
          return visitor;
        });
    return visitor.result();
  }

  /**
   * Hands what is directly in a folder to the visitor: objects by their name, and folders by theirs
   * with a slash at its end. Where the space lists what lies deeper, too, the folder is told again
   * for each.
   *
   * @param folder that was listed, with a slash at its end; empty for the whole area
   * @param limits how far it is read
   */
  public static <T> T level(
      InputStream in, String what, String folder, ListLimits limits, RemoteObjectVisitor<T> visitor)
      throws IOException {
    WireJson.read(
        in,
        what,
        json -> {
          new ObjectListParser(json)
              .readLevel(folder, count -> limits.check(what, count, visitor), visitor);
          return visitor;
        });
    return visitor.result();
  }

  /** Reads one object, or nothing, under the key that was asked for. */
  public static Optional<RemoteObject> one(InputStream in, String what, String key)
      throws IOException {
    return WireJson.read(in, what, json -> new ObjectListParser(json).readOne(key));
  }

  private <T> void readList(String folder, LongConsumer counted, RemoteObjectVisitor<T> visitor)
      throws IOException {
    for (long count = 1; nextInList(count); count++) {
      counted.accept(count);
      readObject();
      if (directory) {
        continue;
      }
      if (key == null) {
        throw WireJson.unexpected(json, "an object has no key");
      }
      if (!liesElsewhere(folder, key)) {
        visitor.visit(key, size, lastModified, hash, mimeType);
      }
    }
  }

  private <T> void readLevel(String folder, LongConsumer counted, RemoteObjectVisitor<T> visitor)
      throws IOException {
    for (long count = 1; nextInList(count); count++) {
      counted.accept(count);
      readObject();
      if (key == null) {
        throw WireJson.unexpected(json, "an object has no key");
      }
      String child = below(folder, key);
      int slash = child.indexOf('/');
      if (slash < 0 && !directory && !child.isEmpty()) {
        visitor.visit(child, size, lastModified, hash, mimeType);
      } else if (slash > 0 || (directory && !child.isEmpty() && slash < 0)) {
        String name = slash < 0 ? child : child.substring(0, slash);
        visitor.visit(name + "/", -1, lastModified, null, null);
      }
    }
  }

  /** Stands at the next object of a list, unless it has ended. */
  private boolean nextInList(long number) throws IOException {
    if (number == 1) {
      JsonToken first = WireJson.next(json);
      if (first == JsonToken.VALUE_NULL) {
        return false;
      }
      if (first != JsonToken.START_ARRAY) {
        throw WireJson.unexpected(json, "expected an array of objects");
      }
    }
    return WireJson.next(json) != JsonToken.END_ARRAY;
  }

  /** The key in the folder; empty when it lies elsewhere. Keys of one level are whole paths. */
  private String below(String folder, String key) {
    if (pathLength == 0) {
      setPath("/" + key);
    }
    int area = areaStart();
    if (area == 0) {
      return key;
    }
    int start = area + folder.length();
    return start < pathLength && matches(folder, path, area)
        ? new String(path, start, pathLength - start)
        : "";
  }

  private void setPath(String text) {
    pathLength = text.length();
    if (pathLength > path.length) {
      path = new char[pathLength];
    }
    text.getChars(0, pathLength, path, 0);
  }

  /** Whether the whole path, {@code <space>/apps/<app>/<folder><key>}, shows another folder. */
  private boolean liesElsewhere(String folder, String key) {
    int area = areaStart();
    return area > 0
        && !(pathLength - area == folder.length() + key.length()
            && matches(folder, path, area)
            && matches(key, path, area + folder.length()));
  }

  /** Where in the whole path the app's area begins, or 0 when it shows none. */
  private int areaStart() {
    for (int i = 0; i + APPS.length() <= pathLength; i++) {
      if (matches(APPS, path, i)) {
        for (int end = i + APPS.length(); end < pathLength; end++) {
          if (path[end] == '/') {
            return end + 1;
          }
        }
        return 0;
      }
    }
    return 0;
  }

  private void readPath() throws IOException {
    pathLength = json.getTextLength();
    if (pathLength > path.length) {
      path = new char[pathLength];
    }
    System.arraycopy(json.getTextCharacters(), json.getTextOffset(), path, 0, pathLength);
  }

  private Optional<RemoteObject> readOne(String asked) throws IOException {
    if (WireJson.next(json) == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    wantsMetadata = true;
    readObject();
    return directory
        ? Optional.empty()
        : Optional.of(new RemoteObject(asked, size, lastModified, hash, mimeType, metadata));
  }

  private void readObject() throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw WireJson.unexpected(json, "expected an object");
    }
    key = null;
    size = -1;
    lastModified = -1;
    hash = null;
    mimeType = null;
    metadata = null;
    directory = false;
    pathLength = 0;
    while (WireJson.next(json) != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = WireJson.next(json);
      switch (name) {
        case "key" -> key = value == JsonToken.VALUE_STRING ? relative(json.getText()) : null;
        case "size" -> size = readSize(value);
        case "lastModified" -> lastModified = readLastModified(value);
        case "hash" ->
            hash = value == JsonToken.VALUE_STRING ? ContentHash.fromCid(json.getText()) : null;
        case "mimeType" -> mimeType = value == JsonToken.VALUE_STRING ? readMimeType() : null;
        case "absolutePath" -> {
          if (value == JsonToken.VALUE_STRING) {
            readPath();
          }
        }
        case "isDir" -> directory = value == JsonToken.VALUE_TRUE;
        case "metadata" -> metadata = wantsMetadata ? readMetadata(value) : null;
        default -> {
          // Not ours; skipped below.
        }
      }
      json.skipChildren();
    }
  }

  /** A number, or one in quotes, as some databases hand their large numbers out. */
  private long readSize(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NUMBER_INT) {
      return Math.max(-1, json.getLongValue());
    }
    try {
      return value == JsonToken.VALUE_STRING ? Math.max(-1, Long.parseLong(json.getText())) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private long readLastModified(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NUMBER_INT) {
      return json.getLongValue();
    }
    if (value == JsonToken.VALUE_NUMBER_FLOAT) {
      return (long) json.getDoubleValue(); // a file system's time, with fractions of milliseconds
    }
    return value == JsonToken.VALUE_STRING ? WireTime.millis(json.getText()) : WireTime.UNKNOWN;
  }

  /** Texts as they are, and what is no text as its JSON. */
  private @Nullable Map<String, String> readMetadata(JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      return value == JsonToken.VALUE_NULL ? Map.of() : null;
    }
    Map<String, String> texts = new HashMap<>();
    while (WireJson.next(json) != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken token = WireJson.next(json);
      if (token == JsonToken.VALUE_STRING) {
        texts.put(name, json.getText());
      } else if (token != JsonToken.VALUE_NULL) {
        texts.put(name, WireJson.copy(json));
      }
    }
    return texts;
  }

  private String readMimeType() throws IOException {
    String last = lastMimeType;
    char[] text = json.getTextCharacters();
    int offset = json.getTextOffset();
    int length = json.getTextLength();
    if (last != null && last.length() == length && matches(last, text, offset)) {
      return last;
    }
    String fresh = new String(text, offset, length);
    lastMimeType = fresh;
    return fresh;
  }

  private static boolean matches(String text, char[] chars, int offset) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != chars[offset + i]) {
        return false;
      }
    }
    return true;
  }

  private static String relative(String key) {
    return key.startsWith("/") ? key.substring(1) : key;
  }
}
