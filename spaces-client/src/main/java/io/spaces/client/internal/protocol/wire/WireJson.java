package io.spaces.client.internal.protocol.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.http.BrokenConnectionException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;

/** JSON from a space, read token by token: whoever sent it may be hostile. */
public final class WireJson {
  /** How Jackson begins to say that a document is not complete; it has no one type for it. */
  private static final String TOO_EARLY = "Unexpected end-of-input";

  /** No key, message or name is longer; nothing a space sends is nested deeper. */
  private static final int LONGEST_STRING = 256 * 1024;

  private static final int DEEPEST = 64;

  public static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(LONGEST_STRING)
                  .maxNameLength(1024)
                  .maxNumberLength(64)
                  .maxNestingDepth(DEEPEST)
                  .build())
          // Interning names that a server makes up would fill a table of the whole JVM, and one of
          // the parser's own fills with time: 65 us for a long name that was never seen before.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private WireJson() {}

  /** Makes something of an open parser that stands before the first token. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(JsonParser json) throws IOException;
  }

  /**
   * Reads JSON.
   *
   * @param what names it in an error
   * @throws BrokenConnectionException when it ends too early, as if the connection had broken
   * @throws SpaceException when it is not what a space sends
   */
  public static <T> T read(InputStream in, String what, Reader<T> reader) throws IOException {
    try (JsonParser json = FACTORY.createParser(in)) {
      return reader.read(json);
    } catch (CharConversionException e) {
      throw new SpaceException(
          what
              + " is not what a space sends: it is not UTF-8. Check that the endpoint is a DID"
              + " Space.",
          e);
    } catch (JsonProcessingException e) {
      if (e.getOriginalMessage().startsWith(TOO_EARLY)) {
        throw new BrokenConnectionException(what + " ended too early", true, e);
      }
      throw new SpaceException(
          what
              + " is not what a space sends: "
              + e.getOriginalMessage()
              + ". Check that the endpoint is a DID Space.",
          e);
    }
  }

  /** The JSON of the value at which the parser stands, which it has then read. */
  public static String copy(JsonParser json) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      generator.copyCurrentStructure(json);
    }
    return text.toString();
  }

  /** An error at the parser's place, for {@link #read} to report. */
  public static JsonProcessingException unexpected(JsonParser json, String problem) {
    return new JsonParseException(json, problem);
  }

  /** The next token; unlike Jackson's own, the end of a document that is not complete is told. */
  public static JsonToken next(JsonParser json) throws IOException {
    JsonToken token = json.nextToken();
    if (token == null) {
      throw unexpected(json, TOO_EARLY);
    }
    return token;
  }
}
