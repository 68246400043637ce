package io.spaces.client.examples.bench;

import io.spaces.client.identity.Wallet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
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
 * (one buffer, sent over and over), and nothing is read or hashed; each request is signed, as a
 * space demands. For plain http only.
 */
public final class RequestFloor {
  private static final MediaType BYTES = MediaType.get("application/octet-stream");
  private static final String HASH = "bafybei" + "a".repeat(52);
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final long VALIDITY_SECONDS = 60 * 60;

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
    Wallet wallet = Wallet.random();
    Lanes.run(
        threads, corpus.files(), () -> number -> put(client, wallet, corpus, number, endpoint));
    return (System.nanoTime() - start) / 1e9;
  }

  private static void put(
      OkHttpClient client, Wallet wallet, Corpus corpus, int number, String endpoint)
      throws IOException, GeneralSecurityException {
    String key = ".did-objects/" + wallet.address() + "/" + corpus.path(number);
    HttpUrl url = HttpUrl.get(endpoint + "object/" + encode(utf8(key)));
    MultipartBody body =
        new MultipartBody.Builder("spaces-boundary")
            .setType(MultipartBody.FORM)
            .addFormDataPart("data", "data", new ReadyBody(corpus.size(number)))
            .build();
    Request request =
        new Request.Builder()
            .url(url)
            .header("x-app-did", wallet.address())
            .header("x-app-pk", wallet.publicKey())
            .header("x-app-token", token(wallet, "PUT", url.encodedPath()))
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

  /** The token that proves who sends a request: what is sent, by whom and when, signed. */
  private static String token(Wallet wallet, String method, String path)
      throws GeneralSecurityException {
    MessageDigest sha3 = MessageDigest.getInstance("SHA3-256");
    String sent = "{\"data\":{},\"method\":\"" + method + "\",\"url\":\"" + path + "\"}";
    String digest = HexFormat.of().formatHex(sha3.digest(utf8(sent)));
    long now = Instant.now().getEpochSecond();
    String body =
        "{\"digest\":\"0x"
            + digest
            + "\",\"exp\":\""
            + (now + VALIDITY_SECONDS)
            + "\",\"iat\":\""
            + now
            + "\",\"iss\":\""
            + wallet.did().toUri()
            + "\",\"nbf\":\""
            + now
            + "\",\"version\":\"1.1.0\"}";
    String signed =
        encode(utf8("{\"alg\":\"Ed25519\",\"type\":\"JWT\"}")) + "." + encode(utf8(body));
    return signed + "." + encode(wallet.sign(sha3.digest(utf8(signed))));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String encode(byte[] bytes) {
    return BASE64.encodeToString(bytes);
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
