package io.spaces.client.internal.protocol.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.internal.content.Payload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MultipartBodyTest {
  private static final String TYPE = "multipart/form-data; boundary=";

  private final MultipartBody.Frame frame = new MultipartBody.Frame();

  @Test
  void isWhatTheRfcSaysByteForByte() throws IOException {
    MultipartBody body = new MultipartBody(frame, Payload.of(new byte[] {'h', 'i'}));

    assertThat(body.contentType()).startsWith(TYPE);
    String boundary = body.contentType().substring(TYPE.length());
    assertThat(write(body))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo(
            "--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"data\"; filename=\"data\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\nhi\r\n--"
                + boundary
                + "--\r\n");
  }

  @Test
  void metadataIsAPartOfItsOwnBehindTheData() throws IOException {
    byte[] json = "{\"a\":\"é\"}".getBytes(StandardCharsets.UTF_8);
    MultipartBody body = new MultipartBody(frame, Payload.of(new byte[] {'h', 'i'}), json);

    String boundary = body.contentType().substring(TYPE.length());
    assertThat(write(body)).hasSize((int) body.length());
    assertThat(write(body))
        .asString(StandardCharsets.UTF_8)
        .endsWith(
            "\r\n\r\nhi\r\n--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n{\"a\":\"é\"}\r\n--"
                + boundary
                + "--\r\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 1_000_000})
  void writesAsManyBytesAsItSaysAndCanDoItAgain(int size) throws IOException {
    byte[] data = new byte[size];
    new Random(size).nextBytes(data);
    MultipartBody body = new MultipartBody(frame, Payload.of(data));

    byte[] written = write(body);

    assertThat(written).hasSize((int) body.length());
    int start = new String(written, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
    assertThat(Arrays.copyOfRange(written, start, start + size)).isEqualTo(data);
    assertThat(write(body)).isEqualTo(written);
  }

  @Test
  void everyFrameHasAnotherBoundary() {
    assertThat(new MultipartBody(frame, Payload.of(new byte[0])).contentType())
        .isNotEqualTo(
            new MultipartBody(new MultipartBody.Frame(), Payload.of(new byte[0])).contentType());
  }

  @Test
  void neverSendsMoreOrLessThanAnnounced() {
    assertThatThrownBy(() -> write(new MultipartBody(frame, lying(10, 9))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1 bytes early");
    assertThatThrownBy(() -> write(new MultipartBody(frame, lying(10, 11))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than the 10 bytes");
  }

  @Test
  void closesWhatItReads() throws IOException {
    AtomicInteger open = new AtomicInteger();
    Payload counting =
        new Payload() {
          @Override
          public long length() {
            return 3;
          }

          @Override
          public InputStream open() {
            open.incrementAndGet();
            return new ByteArrayInputStream(new byte[3]) {
              @Override
              public void close() {
                open.decrementAndGet();
              }
            };
          }
        };

    write(new MultipartBody(frame, counting));

    assertThat(open).hasValue(0);
  }

  private static Payload lying(long announced, int actual) {
    return new Payload() {
      @Override
      public long length() {
        return announced;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(new byte[actual]);
      }
    };
  }

  private static byte[] write(MultipartBody body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    body.writeTo(out);
    return out.toByteArray();
  }
}
