package io.spaces.client.testkit.internal.storage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One line of a shelf's index.
 *
 * @param deleted true when the key is gone
 * @param key the object's key
 * @param number the number of the file with its bytes
 */
record IndexLine(
    boolean deleted,
    String key,
    long number,
    long size,
    long lastModified,
    @Nullable String hash,
    @Nullable String metadata) {

  static IndexLine of(Entry entry) {
    return new IndexLine(
        false,
        entry.key(),
        ((FileBytes) entry.blob()).number(),
        entry.size(),
        entry.lastModified(),
        entry.hash(),
        entry.metadata());
  }

  static IndexLine deletion(String key) {
    return new IndexLine(true, key, 0, 0, 0, null, null);
  }

  Entry toEntry(Path file) {
    return new Entry(key, size, hash, lastModified, metadata, new FileBytes(number, file));
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeBoolean(deleted);
      writeText(out, key);
      out.writeLong(number);
      out.writeLong(size);
      out.writeLong(lastModified);
      writeText(out, hash);
      writeText(out, metadata);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static IndexLine decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      boolean deleted = in.readBoolean();
      String key = readText(in);
      if (key == null) {
        throw new IllegalStateException("The index has an object without a key");
      }
      return new IndexLine(
          deleted, key, in.readLong(), in.readLong(), in.readLong(), readText(in), readText(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeText(DataOutputStream out, @Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(-1);
      return;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static @Nullable String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
