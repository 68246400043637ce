package io.spaces.client.testkit.internal.fault;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.testkit.faults.Reply;
import io.spaces.client.testkit.internal.http.Answer;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/** Faults of the answer. */
public final class AnswerEffects {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AnswerEffects() {}

  /** Answers something made up. */
  public static Effect reply(Reply reply) {
    return (call, next, context) -> ((MadeUpReply) reply).toAnswer();
  }

  /** Answers noise. */
  public static Effect garbage() {
    byte[] noise = new byte[4_096];
    new Random(1).nextBytes(noise);
    return (call, next, context) -> Answer.json(noise);
  }

  /** Answers with the same path elsewhere. */
  public static Effect redirectToOrigin(URI origin) {
    return (call, next, context) -> Answer.headers(307, Map.of("Location", origin + call.target()));
  }

  /** Answers half. */
  public static Effect truncate() {
    return (call, next, context) -> {
      Answer answer = next.proceed(call);
      byte[] whole = render(answer);
      return answer.withBytes(Arrays.copyOf(whole, whole.length / 2));
    };
  }

  /** Answers with the hash of something else. */
  public static Effect wrongHash() {
    String other = ContentHash.cidOf("something else".getBytes(StandardCharsets.UTF_8));
    return (call, next, context) -> next.proceed(call).with("x-hash", other);
  }

  /** Flips a bit. */
  public static Effect corrupt(long offset) {
    return (call, next, context) -> {
      Answer answer = next.proceed(call);
      return answer.withBody(out -> answer.body().writeTo(new FlippingOutput(out, offset)));
    };
  }

  /** Repeats the first of a JSON array. */
  public static Effect duplicateEntry() {
    return (call, next, context) -> {
      Answer answer = next.proceed(call);
      byte[] whole = render(answer);
      if (JSON.readTree(whole) instanceof ArrayNode list && !list.isEmpty()) {
        list.insert(0, list.get(0));
        return answer.withBytes(JSON.writeValueAsBytes(list));
      }
      return answer.withBytes(whole);
    };
  }

  private static byte[] render(Answer answer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    answer.body().writeTo(bytes);
    return bytes.toByteArray();
  }

  private static final class FlippingOutput extends FilterOutputStream {
    private long position;
    private final long offset;

    FlippingOutput(OutputStream out, long offset) {
      super(out);
      this.offset = offset;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      byte[] copy = Arrays.copyOfRange(bytes, start, start + length);
      if (offset >= position && offset < position + length) {
        copy[(int) (offset - position)] ^= 1;
      }
      position += length;
      out.write(copy, 0, length);
    }
  }
}
