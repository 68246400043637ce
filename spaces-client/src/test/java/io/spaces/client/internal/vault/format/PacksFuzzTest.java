package io.spaces.client.internal.vault.format;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spaces.client.backup.Compression;
import io.spaces.client.internal.content.compress.BlobCodec;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Any bytes are a pack, an index or entries, or no such thing; blobs never grow beyond bounds. */
public class PacksFuzzTest {
  private static final byte[] PACK = ByteBuffer.allocate(4).putInt(PackFormat.MARK).array();
  private static final byte[] INDEX = IndexFormat.write(List.of());

  @FuzzTest
  public void anythingIsOfTheFormatOrAFormatError(byte[] data) throws IOException {
    try (BlobCodec codec = new BlobCodec(Compression.none())) {
      PackFormat.read(
          marked(PACK, data),
          (header, offset, stored) ->
              expand(codec, header.method(), stored, Math.min(header.length(), 1 << 16)));
    } catch (FormatException documented) {
      // as it should be
    }
    try {
      IndexFormat.read(marked(INDEX, data), new Ignored());
    } catch (FormatException documented) {
      // as it should be
    }
    try {
      DataInputStream entries = new DataInputStream(new ByteArrayInputStream(data));
      for (VaultEntry entry = EntryFormat.read(entries);
          entry != null;
          entry = EntryFormat.read(entries)) {
        EntryFormat.compare(EntryFormat.write(entry), EntryFormat.write(entry));
      }
    } catch (FormatException documented) {
      // as it should be
    }
  }

  private static void expand(BlobCodec codec, byte method, byte[] stored, int length) {
    byte[] content = codec.expand(method, stored, 0, stored.length, length);
    if (content != null && content.length != length) {
      throw new AssertionError("a blob of another length");
    }
  }

  /** With the right beginning, which would be hard to guess. */
  private static ByteArrayInputStream marked(byte[] mark, byte[] data) {
    byte[] all = Arrays.copyOf(mark, mark.length + data.length);
    System.arraycopy(data, 0, all, mark.length, data.length);
    return new ByteArrayInputStream(all);
  }

  private static final class Ignored implements IndexFormat.Visitor {
    @Override
    public void pack(byte[] id, int padding) {}

    @Override
    public void blob(BlobHeader header, int offset) {
      if (offset < PackFormat.START) {
        throw new AssertionError("a blob at " + offset);
      }
    }
  }
}
