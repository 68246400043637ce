package io.spaces.client.testkit.internal.route;

import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.Multipart;
import io.spaces.client.testkit.internal.http.RefusedException;
import io.spaces.client.testkit.internal.storage.Area;
import io.spaces.client.testkit.internal.storage.Blob;
import io.spaces.client.testkit.internal.storage.BlobSink;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One object on its way in: its parts and its hash. */
final class Upload implements Closeable {
  private static final int LONGEST_METADATA = 1 << 20;
  private static final ThreadLocal<ArrayDeque<ContentHash>> HASHES =
      ThreadLocal.withInitial(ArrayDeque::new);

  private final BlobSink writer;
  private final @Nullable ContentHash hash;
  private final boolean strict;
  private @Nullable ByteArrayOutputStream metadata;
  private boolean hasData;
  private long size;

  /** An upload into an area, of which each part has to be as it should be if it is strict. */
  Upload(Area area, long length, boolean hashed, boolean strict) throws IOException {
    this.writer = area.write(length);
    this.hash = hashed ? borrowHash() : null;
    this.strict = strict;
  }

  private static ContentHash borrowHash() {
    ContentHash spare = HASHES.get().pollFirst();
    return spare == null ? new ContentHash() : spare;
  }

  void read(Call call) throws IOException {
    Multipart.read(call.header("Content-Type"), call.body(), this::begin);
    if (!call.isComplete()) {
      throw RefusedException.badRequest("The body is shorter than announced.");
    }
    if (!hasData && strict) {
      throw RefusedException.badRequest("The multipart body has no part named data.");
    }
    String about = metadata();
    if (hash != null && about != null && !Json.isObject(about)) {
      throw RefusedException.badRequest("The part metadata is not a JSON object: " + about);
    }
  }

  private Multipart.Sink begin(String name, Map<String, String> disposition) {
    return switch (name) {
      case "data" -> beginData(disposition);
      case "metadata" -> beginMetadata();
      default -> beginOther(name);
    };
  }

  private Multipart.Sink beginOther(String name) {
    if (strict) {
      throw RefusedException.badRequest("The multipart body has an unknown part: " + name);
    }
    return (bytes, offset, length) -> {};
  }

  private Multipart.Sink beginData(Map<String, String> disposition) {
    if (hasData) {
      throw RefusedException.badRequest("The multipart body has more than one part named data.");
    }
    if (strict && disposition.get("filename") == null) {
      throw RefusedException.badRequest("The part data has no filename.");
    }
    hasData = true;
    return this::data;
  }

  private void data(byte[] bytes, int offset, int length) throws IOException {
    size += length;
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
        throw RefusedException.badRequest("The part metadata is longer than 1 MiB.");
      }
      text.write(bytes, offset, length);
    };
  }

  /** Tells whether content came, and not only metadata. */
  boolean hasData() {
    return hasData;
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
