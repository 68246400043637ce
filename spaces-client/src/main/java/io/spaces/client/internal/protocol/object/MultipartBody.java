package io.spaces.client.internal.protocol.object;

import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.http.RequestBody;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An upload: multipart/form-data (RFC 7578) with a part {@code data}, streamed, and where there is
 * some, one with metadata.
 */
public final class MultipartBody implements RequestBody {
  private static final ThreadLocal<byte[]> BUFFER =
      ThreadLocal.withInitial(() -> new byte[1 << 16]);

  private final Frame frame;
  private final Payload data;
  private final byte[] after;

  /** An upload without metadata. */
  public MultipartBody(Frame frame, Payload data) {
    this(frame, data, null);
  }

  /**
   * An upload.
   *
   * @param metadata a JSON object, or null for none
   */
  public MultipartBody(Frame frame, Payload data, byte @Nullable [] metadata) {
    this.frame = frame;
    this.data = data;
    this.after = metadata == null ? frame.after : frame.after(metadata);
  }

  @Override
  public String contentType() {
    return frame.contentType;
  }

  @Override
  public long length() {
    return frame.before.length + data.length() + after.length;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(frame.before);
    copyExactly(out);
    out.write(after);
  }

  /** Not a byte more or less than announced: the rest of the request would be read wrongly. */
  private void copyExactly(OutputStream out) throws IOException {
    byte[] buffer = BUFFER.get();
    long left = data.length();
    try (InputStream in = data.open()) {
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new EOFException("The content ended " + left + " bytes early");
        }
        out.write(buffer, 0, read);
        left -= read;
      }
      if (in.read() >= 0) {
        throw new IOException("The content is longer than the " + data.length() + " bytes told");
      }
    }
  }

  /** What stands around the data. */
  public static final class Frame {
    private final String contentType;
    private final String boundary;
    private final byte[] before;
    private final byte[] after;

    /**
     * A frame with a boundary drawn at random, so that no content can contain it, not even a
     * recorded upload of ours.
     */
    public Frame() {
      byte[] random = new byte[16];
      new SecureRandom().nextBytes(random);
      boundary = "spaces-client-" + HexFormat.of().formatHex(random);
      contentType = "multipart/form-data; boundary=" + boundary;
      before =
          ascii(
              "--"
                  + boundary
                  + "\r\nContent-Disposition: form-data; name=\"data\"; filename=\"data\"\r\n"
                  + "Content-Type: application/octet-stream\r\n\r\n");
      after = ascii("\r\n--" + boundary + "--\r\n");
    }

    /** What stands behind the data where metadata follows it. */
    private byte[] after(byte[] metadata) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(
          ascii(
              "\r\n--"
                  + boundary
                  + "\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n"));
      bytes.writeBytes(metadata);
      bytes.writeBytes(after);
      return bytes.toByteArray();
    }

    private static byte[] ascii(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }
}
