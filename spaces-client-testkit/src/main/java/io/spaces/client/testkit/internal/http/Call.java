package io.spaces.client.testkit.internal.http;

import com.sun.net.httpserver.HttpExchange;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.internal.storage.ListView;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One request on its way through the server. Used by one thread. */
public final class Call {
  private static final int LARGEST_TEXT = 1 << 20;

  private final HttpExchange exchange;
  private final String target;
  private final CountingInput counted;
  private InputStream body;
  private RequestTarget resolved = RequestTarget.UNKNOWN;
  private ListView listView = ListView.HONEST;
  private String note = "";

  /** A call that has just arrived. */
  Call(HttpExchange exchange) {
    this.exchange = exchange;
    this.target = exchange.getRequestURI().toString();
    this.counted = new CountingInput(exchange.getRequestBody());
    this.body = counted;
  }

  /** Returns the HTTP method. */
  public String method() {
    return exchange.getRequestMethod();
  }

  /** Returns path and query as they were sent. */
  public String target() {
    return target;
  }

  /** Returns the path as it was sent. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** Returns a query parameter, the first of its name, or null. */
  public @Nullable String query(String name) {
    List<String> values = queries(name);
    return values.isEmpty() ? null : values.get(0);
  }

  /** Returns all values of a query parameter, as {@code a=1&a=2} or {@code a[]=1&a[]=2}. */
  public List<String> queries(String name) {
    int start = target.indexOf('?');
    if (start < 0) {
      return List.of();
    }
    List<String> values = new ArrayList<>();
    for (String pair : target.substring(start + 1).split("&", -1)) {
      int equals = pair.indexOf('=');
      String named = equals < 0 ? pair : decoded(pair.substring(0, equals));
      if (named.equals(name) || named.equals(name + "[]")) {
        values.add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return values;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** Returns a request header, or null. */
  public @Nullable String header(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  /** Returns the announced length of the body, or -1. */
  public long length() {
    String length = header("Content-Length");
    try {
      return length == null ? -1 : Long.parseLong(length.trim());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Returns what the request is for, once that is known. */
  public RequestTarget resolved() {
    return resolved;
  }

  void resolved(RequestTarget value) {
    resolved = value;
  }

  /** Returns what the request is for. */
  public Route route() {
    return resolved.route();
  }

  /** Returns the key in the path, or an empty text. */
  public String key() {
    return resolved.key();
  }

  /** Returns the body. */
  public InputStream body() {
    return body;
  }

  /** Puts something between the body and its reader. */
  public void wrapBody(UnaryOperator<InputStream> wrapper) {
    body = wrapper.apply(body);
  }

  /** Returns what lists shall say. */
  public ListView listView() {
    return listView;
  }

  /** Changes what lists shall say. */
  public void listView(ListView view) {
    listView = view;
  }

  /** Tells whether the request came with a body. */
  public boolean hasBody() {
    return header("Transfer-Encoding") != null || length() > 0;
  }

  /** Reads a body that is meant to be short. */
  public byte[] text() throws IOException {
    byte[] bytes = body.readNBytes(LARGEST_TEXT);
    if (bytes.length == LARGEST_TEXT) {
      throw new RefusedException(413, "The body is longer than " + LARGEST_TEXT + " bytes.");
    }
    return bytes;
  }

  /** Reads what is left of the body, at most so many bytes. */
  public void drain(long limit) throws IOException {
    drain(body, limit);
  }

  /** Reads what is left, by whatever stands between the body and its reader. */
  void drainQuietly(long limit) throws IOException {
    drain(counted, limit);
  }

  private static void drain(InputStream from, long limit) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = limit;
    while (left > 0) {
      int read = from.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        return;
      }
      left -= read;
    }
  }

  boolean bodyEnded() {
    return counted.ended() || !hasBody();
  }

  /** Tells whether as much of the body has arrived as was announced. */
  public boolean isComplete() {
    return counted.count() >= length();
  }

  long received() {
    return counted.count();
  }

  /** Returns the word for the journal. */
  public String note() {
    return note;
  }

  /** Leaves a word for the journal. */
  public void note(String word) {
    note = note.isEmpty() ? word : note + "; " + word;
  }
}
