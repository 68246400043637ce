package io.spaces.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The values of vectors.json, which the official JavaScript packages computed. */
public final class Vectors {
  private static final JsonNode ROOT = load();

  private Vectors() {}

  public static JsonNode get(String name) {
    JsonNode node = ROOT.get(name);
    if (node == null) {
      throw new IllegalArgumentException("vectors.json has no " + name);
    }
    return node;
  }

  public static Stream<JsonNode> each(String name) {
    return StreamSupport.stream(get(name).spliterator(), false);
  }

  /** The bytes that a vector with a {@code size} is about; the formula is in its note. */
  public static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    int s = 1;
    for (int i = 0; i < size; i++) {
      s = s * 1103515245 + 12345;
      bytes[i] = (byte) (s >>> 16);
    }
    return bytes;
  }

  private static JsonNode load() {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
