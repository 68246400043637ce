package io.spaces.client.testkit.internal.route;

import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.Multipart;
import io.spaces.client.testkit.internal.http.Refusal;
import io.spaces.client.testkit.internal.storage.Area;
import io.spaces.client.testkit.internal.storage.Blob;
import io.spaces.client.testkit.internal.storage.BlobWriter;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One object on its way in: its parts, its hash, and whether it fits. */
final class Upload implements Closeable {
  private static final int LONGEST_METADATA = 1 << 20;
  private static final ThreadLocal<ArrayDeque<ContentHash>> HASHES =
      ThreadLocal.withInitial(ArrayDeque::new);

  private final Area area;
  private final String key;
  private final long room;
  private final BlobWriter writer;
  private final @Nullable ContentHash hash;
  private @Nullable ByteArrayOutputStream metadata;
  private boolean hasData;
  private long size;

  Upload(Area area, String key, long length, boolean hashed) throws IOException {
    this.area = area;
    this.key = key;
    this.room = area.room(key);
    this.writer = area.write(length);
    this.hash = hashed ? borrowHash() : null;
  }

  private static ContentHash borrowHash() {
    ContentHash spare = HASHES.get().pollFirst();
    return spare == null ? new ContentHash() : spare;
  }

  void read(Call call) throws IOException {
    Multipart.read(call.header("Content-Type"), call.body(), this::begin);
    if (!call.isComplete()) {
      throw Refusal.badRequest("The body is shorter than announced.");
    }
    if (!hasData) {
      throw Refusal.badRequest("The multipart body has no part named data.");
    }
  }

  private Multipart.Sink begin(String name, Map<String, String> disposition) {
    return switch (name) {
      case "data" -> beginData(disposition);
      case "metadata" -> beginMetadata();
      default -> throw Refusal.badRequest("The multipart body has an unknown part: " + name);
    };
  }

  private Multipart.Sink beginData(Map<String, String> disposition) {
    if (hasData) {
      throw Refusal.badRequest("The multipart body has more than one part named data.");
    }
    if (disposition.get("filename") == null) {
      throw Refusal.badRequest("The part data has no filename.");
    }
    hasData = true;
    return this::data;
  }

  private void data(byte[] bytes, int offset, int length) throws IOException {
    size += length;
    if (size > room) {
      throw full(area, key);
    }
    if (hash != null) {
      hash.update(bytes, offset, length);
    }
    writer.write(bytes, offset, length);
  }

  private Multipart.Sink beginMetadata() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    metadata = text;
    return (bytes, offset, length) -> {
      if (text.size() + length > LONGEST_METADATA) {
        throw Refusal.badRequest("The part metadata is longer than 1 MiB.");
      }
      text.write(bytes, offset, length);
    };
  }

  static Refusal full(Area area, String key) {
    return new Refusal(
        413, "The space is full: " + key + " does not fit into " + area.room(key) + " bytes.");
  }

  long size() {
    return size;
  }

  String hash() {
    if (hash == null) {
      throw new IllegalStateException("not hashed");
    }
    String cid = ContentHash.toCid(hash.finish());
    HASHES.get().addFirst(hash);
    return cid;
  }

  @Nullable String metadata() {
    return metadata == null ? null : metadata.toString(StandardCharsets.UTF_8);
  }

  Blob finish() throws IOException {
    return writer.finish();
  }

  @Override
  public void close() {
    writer.close();
  }
}
