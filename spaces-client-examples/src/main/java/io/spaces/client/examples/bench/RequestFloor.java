package io.spaces.client.examples.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * The floor of the network: the uploads of a backup's files by a bare OkHttp loop. Bodies are ready
 * (one buffer, sent over and over), nothing is read, hashed or signed: the headers have the length
 * of real ones, and the server is told not to look. For plain http only.
 */
public final class RequestFloor {
  private static final MediaType BYTES = MediaType.get("application/octet-stream");
  private static final String HASH = "bafybei" + "a".repeat(52);
  private static final String ADDRESS = "z1" + "a".repeat(33);
  private static final String PUBLIC_KEY = "0x" + "0".repeat(64);
  private static final String TOKEN = "a".repeat(480);

  private RequestFloor() {}

  /**
   * Does it once.
   *
   * @param corpus which sizes to send
   * @param endpoint where to
   * @param threads how many requests at once
   * @return seconds in this process
   * @throws Exception when a request fails
   */
  public static double run(Corpus corpus, String endpoint, int threads) throws Exception {
    long start = System.nanoTime();
    OkHttpClient client =
        new OkHttpClient.Builder()
            .socketFactory(new NoDelaySockets())
            // To set TLS up would only add to the floor.
            .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
            .connectionPool(new ConnectionPool(threads, 1, TimeUnit.MINUTES))
            .retryOnConnectionFailure(false)
            .build();
    Lanes.run(threads, corpus.files(), () -> number -> put(client, corpus, number, endpoint));
    return (System.nanoTime() - start) / 1e9;
  }

  private static void put(OkHttpClient client, Corpus corpus, int number, String endpoint)
      throws IOException {
    String key = ".did-objects/" + ADDRESS + "/" + corpus.path(number);
    MultipartBody body =
        new MultipartBody.Builder("spaces-boundary")
            .setType(MultipartBody.FORM)
            .addFormDataPart("data", "data", new ReadyBody(corpus.size(number)))
            .build();
    Request request =
        new Request.Builder()
            .url(endpoint + "object/" + encode(key))
            .header("x-app-did", ADDRESS)
            .header("x-app-pk", PUBLIC_KEY)
            .header("x-app-token", TOKEN)
            .header("x-app-delegation", "")
            .header("x-signature-version", "2")
            .header("x-hash", HASH)
            .put(body)
            .build();
    try (Response response = client.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw new IOException("PUT " + key + " was answered " + response.code());
      }
      response.body().bytes();
    }
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static final class ReadyBody extends RequestBody {
    private static final byte[] BUFFER = new byte[1 << 16];
    private final long size;

    ReadyBody(long size) {
      this.size = size;
    }

    @Override
    public @Nullable MediaType contentType() {
      return BYTES;
    }

    @Override
    public long contentLength() {
      return size;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      for (long rest = size; rest > 0; rest -= BUFFER.length) {
        sink.write(BUFFER, 0, (int) Math.min(rest, BUFFER.length));
      }
    }
  }
}
