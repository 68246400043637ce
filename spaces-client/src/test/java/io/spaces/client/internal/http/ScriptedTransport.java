package io.spaces.client.internal.http;

import io.spaces.client.internal.http.retry.Retries;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers as it was told to, one answer a request, and remembers the requests. */
public final class ScriptedTransport implements Transport, Retries {
  private final Deque<Object> script = new ArrayDeque<>();
  private final List<TransportRequest> requests = new ArrayList<>();
  private final List<String> bodies = new ArrayList<>();
  private final List<Integer> backOffs = new ArrayList<>();
  private int retries;
  private int open;

  public ScriptedTransport retries(int retries) {
    this.retries = retries;
    return this;
  }

  /** Answers with a status, a body, and headers as names and values in turn. */
  public ScriptedTransport answer(int status, String body, String... headers) {
    script.add(new Answer(status, body.getBytes(StandardCharsets.UTF_8), -1, headers));
    return this;
  }

  /** Answers with 200, and breaks off after the first bytes of the body. */
  public ScriptedTransport breakAfter(int bytes, String body) {
    script.add(new Answer(200, body.getBytes(StandardCharsets.UTF_8), bytes));
    return this;
  }

  /** Breaks the connection instead of answering. */
  public ScriptedTransport fail(IOException failure) {
    script.add(failure);
    return this;
  }

  /** The connection breaks after the request was sent. */
  public ScriptedTransport loseAnswer() {
    return fail(new BrokenConnectionException("reset by the test", true, null));
  }

  /** There is no connection. */
  public ScriptedTransport refuseConnection() {
    return fail(new BrokenConnectionException("refused by the test", false, null));
  }

  @Override
  public TransportResponse open(TransportRequest request) throws IOException {
    requests.add(request);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    if (request.body() != null) {
      request.body().writeTo(sent);
    }
    bodies.add(sent.toString(StandardCharsets.UTF_8));
    Object next = script.poll();
    if (next == null) {
      throw new AssertionError("No answer is left for " + request);
    }
    if (next instanceof IOException failure) {
      throw failure;
    }
    open++;
    Answer answer = (Answer) next;
    answer.request = request;
    return answer;
  }

  @Override
  public int most() {
    return retries;
  }

  @Override
  public void backOff(int attempt) {
    backOffs.add(attempt);
  }

  @Override
  public void await(Duration time) {}

  /** The numbers of the failed attempts after which somebody backed off. */
  public List<Integer> backOffs() {
    return backOffs;
  }

  /** All requests so far. */
  public List<TransportRequest> requests() {
    return requests;
  }

  /** The bodies of all requests so far, as text. */
  public List<String> bodies() {
    return bodies;
  }

  /** How many answers were not closed. */
  public int open() {
    return open;
  }

  private final class Answer implements TransportResponse {
    private final int status;
    private final byte[] body;
    private final int breakAfter;
    private boolean closed;
    private @Nullable TransportRequest request;
    private final Map<String, String> headers = new TreeMap<>();

    Answer(int status, byte[] body, int breakAfter, String... headers) {
      this.status = status;
      this.body = body;
      this.breakAfter = breakAfter;
      for (int i = 0; i < headers.length; i += 2) {
        this.headers.put(headers[i].toLowerCase(Locale.ROOT), headers[i + 1]);
      }
    }

    @Override
    public TransportRequest request() {
      return Objects.requireNonNull(request);
    }

    @Override
    public int status() {
      return status;
    }

    @Override
    public @Nullable String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public InputStream body() {
      if (breakAfter < 0) {
        return new ByteArrayInputStream(body);
      }
      return new SequenceInputStream(
          new ByteArrayInputStream(Arrays.copyOf(body, breakAfter)),
          new InputStream() {
            @Override
            public int read() throws IOException {
              throw new BrokenConnectionException("cut by the test", true, null);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
              return read();
            }
          });
    }

    @Override
    public long length() {
      return body.length;
    }

    @Override
    public void close() {
      open -= closed ? 0 : 1;
      closed = true;
    }
  }
}
