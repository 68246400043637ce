package io.spaces.client.testkit.internal.route;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.testkit.internal.storage.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Writes descriptions of objects as JSON, one after the other. */
final class ListWriter implements Closeable {
  private final JsonGenerator json;
  private final int prefix;

  /** A writer of keys without so many characters at their beginning. */
  ListWriter(OutputStream out, int prefix) throws IOException {
    this.json =
        Json.MAPPER
            .createGenerator(out)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT)
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    this.prefix = prefix;
  }

  void begin() throws IOException {
    json.writeStartArray();
  }

  void end() throws IOException {
    json.writeEndArray();
  }

  void nothing() throws IOException {
    json.writeNull();
  }

  void object(Entry entry) throws IOException {
    start(entry.key(), false, entry.size());
    json.writeNumberField("lastModified", entry.lastModified());
    json.writeStringField("mimeType", MimeTypes.of(entry.key()));
    if (entry.hash() != null) {
      json.writeStringField("hash", entry.hash());
    }
    if (entry.metadata() != null) {
      json.writeStringField("metadata", entry.metadata());
    }
    json.writeEndObject();
  }

  void directory(String key) throws IOException {
    start(key, true, 0);
    json.writeEndObject();
  }

  private void start(String key, boolean directory, long size) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", "/" + key.substring(prefix));
    json.writeStringField("name", key.substring(key.lastIndexOf('/') + 1));
    json.writeBooleanField("isDir", directory);
    json.writeNumberField("size", size);
    json.writeBooleanField("editable", true);
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
