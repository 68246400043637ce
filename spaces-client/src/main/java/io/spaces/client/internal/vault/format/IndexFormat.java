package io.spaces.client.internal.vault.format;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An index object: a mark, then packs, each with the headers of its blobs in order, then zeros that
 * only make it longer. Where packs are padded, another mark says that it tells how much.
 */
public final class IndexFormat {
  private static final int MARK = 0x53564931;
  private static final int PADDED_MARK = 0x53564932;
  private static final int PACK_HEADER = ObjectNames.ID_LENGTH + 4;
  private static final int PADDED_PACK_HEADER = PACK_HEADER + 4;

  private IndexFormat() {}

  /** One pack in an index. */
  public static final class Pack {
    private final byte[] id;
    private final byte[] blobs;
    private final int padding;

    /**
     * A pack without padding.
     *
     * @param id its 16 bytes
     * @param blobs the headers of its blobs, one behind the other as they are written
     */
    public Pack(byte[] id, byte[] blobs) {
      this(id, blobs, 0);
    }

    /**
     * A pack.
     *
     * @param id its 16 bytes
     * @param blobs the headers of its blobs, one behind the other as they are written
     * @param padding how many bytes follow its last blob
     */
    public Pack(byte[] id, byte[] blobs, int padding) {
      this.id = id;
      this.blobs = blobs;
      this.padding = padding;
    }

    /**
     * Returns the pack's id.
     *
     * @return not a copy
     */
    public byte[] id() {
      return id;
    }

    /**
     * Returns the pack as one that holds nothing of worth.
     *
     * @return lists no blob
     */
    public Pack withoutBlobs() {
      return new Pack(id, new byte[0]);
    }

    /**
     * Tells whether no blob is listed.
     *
     * @return true for a pack that a repair found damaged
     */
    public boolean isEmpty() {
      return blobs.length == 0;
    }

    /**
     * Returns how long the pack's content is.
     *
     * @return bytes
     */
    public long contentLength() {
      ByteBuffer headers = ByteBuffer.wrap(blobs);
      long length = (long) PackFormat.START + blobs.length + padding;
      for (int at = BlobId.LENGTH + 1; at < blobs.length; at += BlobHeader.LENGTH) {
        length += headers.getInt(at);
      }
      return length;
    }

    /**
     * Returns how much the pack takes in an index at the most.
     *
     * @return bytes
     */
    public int length() {
      return PADDED_PACK_HEADER + blobs.length;
    }
  }

  /**
   * Writes an index.
   *
   * @param packs what it lists
   * @return its content
   */
  public static byte[] write(List<Pack> packs) {
    boolean padded = packs.stream().anyMatch(pack -> pack.padding > 0);
    int length = 4;
    for (Pack pack : packs) {
      length += (padded ? PADDED_PACK_HEADER : PACK_HEADER) + pack.blobs.length;
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).putInt(padded ? PADDED_MARK : MARK);
    for (Pack pack : packs) {
      bytes.put(pack.id).putInt(pack.blobs.length / BlobHeader.LENGTH);
      if (padded) {
        bytes.putInt(pack.padding);
      }
      bytes.put(pack.blobs);
    }
    return bytes.array();
  }

  /**
   * Reads an index from start to end.
   *
   * @param content the index's content
   * @param visitor told each pack and each blob
   * @throws IOException when it cannot be read or is no index
   */
  public static void read(InputStream content, Visitor visitor) throws IOException {
    DataInputStream in = new DataInputStream(content);
    byte[] blob = new byte[BlobHeader.LENGTH];
    try {
      int mark = in.readInt();
      if (mark != MARK && mark != PADDED_MARK) {
        throw new FormatException("is no index");
      }
      boolean padded = mark == PADDED_MARK;
      byte[] pack = new byte[padded ? PADDED_PACK_HEADER : PACK_HEADER];
      while (true) {
        int read = in.readNBytes(pack, 0, pack.length);
        if (read == 0) {
          return;
        }
        if (Padding.isZero(pack, read)) { // as no pack is
          Padding.skip(in, Integer.MAX_VALUE);
          return;
        }
        if (read < pack.length) {
          throw new EOFException();
        }
        ByteBuffer header = ByteBuffer.wrap(pack);
        byte[] id = new byte[ObjectNames.ID_LENGTH];
        int blobs = header.get(id).getInt();
        int padding = padded ? header.getInt() : 0;
        if (blobs < 0 || padding < 0) {
          throw new FormatException("has a pack with an impossible number of blobs, or padding");
        }
        visitor.pack(id, padding);
        long offset = PackFormat.START;
        for (int i = 0; i < blobs; i++) {
          in.readFully(blob);
          BlobHeader next = BlobHeader.read(ByteBuffer.wrap(blob));
          if (offset > Integer.MAX_VALUE) {
            throw new FormatException("has a pack of impossible length");
          }
          visitor.blob(next, (int) offset);
          offset += BlobHeader.LENGTH + next.storedLength();
        }
      }
    } catch (EOFException e) {
      throw new FormatException("ends within a pack");
    }
  }

  /** Told what an index lists. */
  public interface Visitor {
    /**
     * A pack; its blobs follow.
     *
     * @param id its 16 bytes
     * @param padding how many bytes follow its last blob
     */
    void pack(byte[] id, int padding);

    /**
     * A blob of the last pack.
     *
     * @param header what precedes it in the pack
     * @param offset where the header starts
     */
    void blob(BlobHeader header, int offset);
  }
}
