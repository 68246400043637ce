package io.spaces.client.internal.content.compress;

import io.spaces.client.backup.Compression;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compresses and expands blobs, each on its own; says which way it chose. Serves one thread; holds
 * native memory until closed.
 */
public final class BlobCodec implements AutoCloseable {
  /** Stored as it is. */
  public static final byte STORED = 0;

  /** Raw DEFLATE. */
  public static final byte DEFLATE = 1;

  /** One Zstandard frame. */
  public static final byte ZSTD = 2;

  private static final int DEFAULT_LEVEL = 3;
  private static final int SMALL = 1 << 20;

  /** Less than a 32nd saved is not worth the expanding. */
  private static final int WORTH = 32;

  private static final String REMEDY =
      "add com.github.luben:zstd-jni to the application, and \"requires com.github.luben.zstd_jni\""
          + " to its module if it is one";

  private final Compression compression;
  private final @Nullable Codec[] codecs = new @Nullable Codec[3];
  private byte[] target = new byte[0];
  private byte method;

  /**
   * A codec that compresses in one way and expands all.
   *
   * @param compression the way of compressing
   * @throws InvalidParameterException when the library it needs is missing
   */
  public BlobCodec(Compression compression) {
    this.compression = compression;
    if (compression.method() == Compression.Method.ZSTD) {
      codec(ZSTD);
    }
  }

  /**
   * Compresses a blob if that pays. {@link #bytes} and {@link #method} then tell how.
   *
   * @param content holds the blob, from 0
   * @param length its length
   * @return the length to store
   */
  public int compress(byte[] content, int length) {
    method = STORED;
    if (compression.method() != Compression.Method.NONE
        && length > WORTH
        && Sample.mayShrink(content, length)) {
      byte chosen = compression.method() == Compression.Method.ZSTD ? ZSTD : DEFLATE;
      if (target.length < length) {
        target = new byte[Math.max(length, Math.min(2 * target.length, 1 << 22))];
      }
      int done = codec(chosen).compress(content, length, target, length - length / WORTH - 1);
      if (done >= 0) {
        method = chosen;
        return done;
      }
    }
    return length;
  }

  /** Lets go of memory that only large blobs need. */
  public void trim() {
    if (target.length > SMALL) {
      target = new byte[0];
    }
  }

  /**
   * Returns how the last blob was compressed.
   *
   * @return {@link #STORED}, {@link #DEFLATE} or {@link #ZSTD}
   */
  public byte method() {
    return method;
  }

  /**
   * Returns what holds the bytes to store, from 0.
   *
   * @param content what was given to {@link #compress}
   * @return the same when stored as it is, else a buffer that the next call overwrites
   */
  public byte[] bytes(byte[] content) {
    return method == STORED ? content : target;
  }

  /**
   * Expands a blob into memory of just its length: more never comes out.
   *
   * @param how the method it was stored with
   * @param stored holds the stored bytes
   * @param offset where they start
   * @param length how many they are
   * @param expected the blob's length
   * @return the blob, or null when the bytes are not such a blob
   * @throws SpaceException when the library it needs is missing
   */
  public byte @Nullable [] expand(byte how, byte[] stored, int offset, int length, int expected) {
    if (how == STORED) {
      return length == expected ? Arrays.copyOfRange(stored, offset, offset + length) : null;
    }
    if (how != DEFLATE && how != ZSTD) {
      return null;
    }
    byte[] content = new byte[expected];
    return codec(how).expand(stored, offset, length, content, expected) ? content : null;
  }

  private Codec codec(byte how) {
    Codec codec = codecs[how];
    if (codec == null) {
      codec = how == ZSTD ? zstd() : new DeflateCodec(level(Compression.Method.DEFLATE));
      codecs[how] = codec;
    }
    return codec;
  }

  private Codec zstd() {
    try {
      return new ZstdCodec(level(Compression.Method.ZSTD));
    } catch (LinkageError e) {
      String remedy = isZstdThere() ? unloadable(e) : REMEDY;
      if (compression.method() == Compression.Method.ZSTD) {
        throw new InvalidParameterException(
            "compression", "needs Zstandard: " + remedy + ", or choose deflate (" + e + ")");
      }
      throw new SpaceException("The content is compressed with Zstandard: " + remedy, e);
    }
  }

  private static boolean isZstdThere() {
    try {
      Class.forName("com.github.luben.zstd.Zstd", false, BlobCodec.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** The library unpacks its native part into a folder, of which the system has to run it. */
  private static String unloadable(LinkageError error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String why = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    String folder = System.getProperty("ZstdTempFolder", System.getProperty("java.io.tmpdir"));
    return "the library com.github.luben:zstd-jni is there, but its native part cannot be loaded"
        + " from the temporary directory "
        + folder
        + " ("
        + why
        + "); where that is mounted noexec or cannot be written to, name another one with"
        + " -DZstdTempFolder=DIR";
  }

  private int level(Compression.Method wanted) {
    return compression.method() == wanted ? compression.level() : DEFAULT_LEVEL;
  }

  @Override
  public void close() {
    for (int i = 0; i < codecs.length; i++) {
      Codec codec = codecs[i];
      if (codec != null) {
        codec.close();
        codecs[i] = null;
      }
    }
  }
}
