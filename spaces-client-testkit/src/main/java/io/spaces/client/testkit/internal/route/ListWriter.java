package io.spaces.client.testkit.internal.route;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.testkit.internal.storage.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Writes descriptions of objects as JSON, one after the other. */
final class ListWriter implements Closeable {
  private final JsonGenerator json;
  private final String space;
  private final String area;

  /** A writer of what is in an app's area in a space. */
  ListWriter(OutputStream out, String space, String app) throws IOException {
    this.json =
        Json.MAPPER
            .createGenerator(out)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT)
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    this.space = space;
    this.area = "/apps/" + app + "/";
  }

  /** Returns a key's whole path in the space. */
  String path(String key) {
    return area + key;
  }

  void begin() throws IOException {
    json.writeStartArray();
  }

  void end() throws IOException {
    json.writeEndArray();
  }

  void object(Entry entry, String shown, boolean hashed) throws IOException {
    String key = entry.key();
    start(shown, key.substring(key.lastIndexOf('/') + 1), false, entry.size());
    json.writeNumberField("lastModified", entry.lastModified());
    json.writeBooleanField("editable", true);
    json.writeStringField("mimeType", MimeTypes.of(key));
    if (hashed && entry.hash() != null) {
      json.writeStringField("hash", entry.hash());
    }
    json.writeStringField("absolutePath", space + path(key));
    json.writeFieldName("metadata");
    json.writeRawValue(entry.metadata() == null ? "{}" : entry.metadata());
    json.writeEndObject();
  }

  /** Writes a folder, whose key ends in a slash. */
  void directory(String key, String shown, long lastModified) throws IOException {
    String path = path(key);
    int end = path.length() - 1;
    start(shown, path.substring(path.lastIndexOf('/', end - 1) + 1, end), true, 0);
    json.writeNumberField("lastModified", lastModified);
    json.writeBooleanField("editable", true);
    json.writeNullField("mimeType");
    json.writeStringField("absolutePath", space + path);
    json.writeObjectFieldStart("metadata");
    json.writeEndObject();
    json.writeEndObject();
  }

  private void start(String shown, String name, boolean directory, long size) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", shown);
    json.writeStringField("name", name);
    json.writeBooleanField("isDir", directory);
    json.writeNumberField("size", size);
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
