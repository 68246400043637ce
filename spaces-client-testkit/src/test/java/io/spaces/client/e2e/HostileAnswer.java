package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.spaces.client.e2e.HostileExchange.Answer;
import io.spaces.client.e2e.HostileFront.Accomplices;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a hostile server answers, in the place of what an honest one would. */
enum HostileAnswer {
  /** A body that is said to have a terabyte: the right one, and spaces after it. */
  OVERSIZED(
      exchange -> {
        Answer honest = exchange.honest();
        exchange.start(honest, "Content-Length: " + (1L << 40));
        exchange.write(honest.body());
        exchange.flood(HostileBytes.SPACES);
      }),
  /** A body that does not say how long it is, and has no end. */
  ENDLESS(
      exchange -> {
        Answer honest = exchange.honest();
        exchange.start(honest, "Transfer-Encoding: chunked");
        exchange.writeChunk(honest.body());
        exchange.floodChunks(number -> HostileBytes.SPACES);
      }),
  /** A right body that expands to one without an end. */
  GZIP_BOMB(
      exchange -> {
        Answer honest = exchange.honest();
        exchange.start(honest, "Content-Encoding: gzip", "Transfer-Encoding: chunked");
        exchange.writeChunk(HostileBytes.gzipped(honest.body()));
        exchange.floodChunks(number -> HostileBytes.GZIPPED_SPACES);
      }),
  /** A list of as many entries as are read. */
  MILLIONS_OF_ENTRIES(
      exchange -> {
        exchange.start(HostileBytes.JSON, "Transfer-Encoding: chunked");
        exchange.floodChunks(HostileBytes::entries);
      }),
  /** Millions of entries in a few bytes. */
  GZIPPED_ENTRIES(
      exchange -> {
        exchange.start(HostileBytes.JSON, "Content-Encoding: gzip", "Transfer-Encoding: chunked");
        exchange.writeChunk(HostileBytes.gzipped(HostileBytes.entries(0)));
        exchange.floodChunks(number -> HostileBytes.GZIPPED_ENTRIES);
      }),
  /** A few bytes a second, for ever. */
  TRICKLE(
      exchange -> {
        Answer honest = exchange.honest();
        exchange.start(honest, "Transfer-Encoding: chunked");
        exchange.write("FFFFFFF\r\n");
        exchange.trickle(honest.body());
      }),
  /** A few bytes a second of a head, for ever. */
  TRICKLED_HEAD(
      exchange -> {
        exchange.write("HTTP/1.1 200 OK\r\n");
        exchange.trickle("x-hash: ".getBytes(ISO_8859_1));
      }),
  /** Nothing at all, on an open connection. */
  STALL(HostileExchange::stall),
  /** The end of the connection. */
  CLOSED(exchange -> {}),
  /** Noise in the place of the body. */
  GARBAGE(exchange -> exchange.send(exchange.honest().withBody(HostileBytes.NOISE))),
  /** Noise in the place of HTTP. */
  GARBAGE_OF_HTTP(exchange -> exchange.write(HostileBytes.NOISE)),
  /** What another vault, or another app's folder, has in this place. */
  ANOTHERS(exchange -> exchange.sendFrom(Accomplices::other)),
  /** What there was before the last backup. */
  OLD(exchange -> exchange.sendFrom(Accomplices::old)),
  /** What there is, and objects with names that do harm. */
  EVIL_NAMES(exchange -> exchange.sendFrom(Accomplices::evil)),
  /** A yes, and nothing was done; or an empty space. */
  WITHOUT_A_DEED(exchange -> exchange.sendFrom(Accomplices::sink)),
  /** Sent to another host. */
  REDIRECT_ELSEWHERE(
      exchange -> exchange.redirect(exchange.accomplices().elsewhere().origin() + exchange.target)),
  /** Sent to itself. */
  REDIRECT_LOOP(exchange -> exchange.redirect(exchange.target)),
  /** Sent to another object of the same space. */
  REDIRECT_TO_ANOTHER_OBJECT(exchange -> exchange.redirect(exchange.anotherTarget())),
  /** Sent to nowhere. */
  REDIRECT_OF_NONSENSE(exchange -> exchange.redirect("http://[:::/\\%zz")),
  /** Headers without an end. */
  ENDLESS_HEADERS(
      exchange -> {
        exchange.write("HTTP/1.1 200 OK\r\n");
        exchange.flood("x-hash: bafybei\r\n".repeat(1_000).getBytes(ISO_8859_1));
      }),
  /** A header without an end. */
  ENDLESS_HEADER(
      exchange -> {
        exchange.write("HTTP/1.1 200 OK\r\nx-hash: ");
        exchange.flood("b".repeat(1 << 16).getBytes(ISO_8859_1));
      }),
  /** A status line without an end. */
  ENDLESS_STATUS(exchange -> exchange.flood("HTTP/1.1 200 ".repeat(5_000).getBytes(ISO_8859_1))),
  /** Answers that say that the answer is still to come. */
  CONTINUE_FOR_EVER(
      exchange ->
          exchange.flood("HTTP/1.1 100 Continue\r\n\r\n".repeat(1_000).getBytes(ISO_8859_1))),
  /** Fewer bytes than were announced, and the end of the connection. */
  TOO_FEW_BYTES(
      exchange -> {
        Answer honest = exchange.honest();
        exchange.start(honest, "Content-Length: " + (honest.body().length + 10));
        exchange.write(honest.body());
      }),
  /** More bytes than were announced, which stand in the way of the next answer. */
  TOO_MANY_BYTES(
      exchange -> {
        exchange.send(exchange.honest());
        exchange.write(HostileBytes.NOISE);
        exchange.stall();
      }),
  /** Half of the right body, as if it were all. */
  TRUNCATED(
      exchange -> {
        Answer honest = exchange.honest();
        exchange.send(honest.withBody(Arrays.copyOf(honest.body(), honest.body().length / 2)));
      }),
  /** A length below zero. */
  NEGATIVE_LENGTH(exchange -> exchange.sendAsIs(exchange.honest(), "Content-Length: -5")),
  /** A length that fits no number. */
  ABSURD_LENGTH(
      exchange -> exchange.sendAsIs(exchange.honest(), "Content-Length: 99999999999999999999999")),
  /** Two lengths. */
  TWO_LENGTHS(
      exchange ->
          exchange.sendAsIs(exchange.honest(), "Content-Length: 3", "Content-Length: 1000000")),
  /** A chunk whose length is no number. */
  BROKEN_CHUNKS(
      exchange -> {
        exchange.start(exchange.honest(), "Transfer-Encoding: chunked");
        exchange.write("zz\r\nzz\r\n");
      }),
  /** A chunk of more bytes than there are. */
  HUGE_CHUNK(
      exchange -> {
        exchange.start(exchange.honest(), "Transfer-Encoding: chunked");
        exchange.write("7FFFFFFFFFFFFFFF\r\n");
        exchange.flood(HostileBytes.SPACES);
      }),
  /** A page in the place of what was asked for. */
  WEB_PAGE(
      exchange ->
          exchange.send(
              new Answer(
                  200,
                  Map.of("Content-Type", "text/html"),
                  HostileBytes.bytes("<!DOCTYPE html>")))),
  /** The right body, said to be something else. */
  WRONG_TYPE(
      exchange -> {
        Answer honest = exchange.honest();
        exchange.send(
            new Answer(honest.status(), Map.of("Content-Type", "video/mp4"), honest.body()));
      }),
  /** The right body with the hash of something else. */
  WRONG_HASH(
      exchange -> {
        Answer honest = exchange.honest();
        Map<String, String> headers = new LinkedHashMap<>(honest.headers());
        headers.put("x-hash", "0".repeat(64));
        exchange.send(new Answer(honest.status(), headers, honest.body()));
      }),
  /** JSON that is nested for ever. */
  DEEP_JSON(
      exchange -> {
        exchange.start(HostileBytes.JSON, "Transfer-Encoding: chunked");
        exchange.floodChunks(number -> HostileBytes.DEEP);
      }),
  /** Numbers that no field of a number holds. */
  HUGE_NUMBERS(
      json(
          "(\":\\s*)\\d+",
          "$1999999999999999999999999999999",
          "[{\"key\":\"/a\",\"size\":1e999}]")),
  /** Numbers that take for ever to make. */
  EXPONENTS(json("(\":\\s*)\\d+", "$11e999999999", "[{\"key\":\"/a\",\"size\":1e999999999}]")),
  /** Numbers below zero. */
  NEGATIVE_NUMBERS(json("(\":\\s*)(\\d)", "$1-$2", "[{\"key\":\"/a\",\"size\":-1}]")),
  /** The most that a number can be. */
  LARGEST_NUMBERS(json("(\":\\s*)\\d+", "$1" + Long.MAX_VALUE, "[{\"key\":\"/a\",\"size\":1}]")),
  /** Fields that come twice. */
  DUPLICATE_FIELDS(
      json(
          "\\{",
          "{\"key\":\"/x\",\"size\":1,\"id\":\"x\",\"status\":\"x\",\"hash\":\"x\",",
          "{\"id\":\"a\",\"id\":\"b\"}")),
  /** Every entry twice. */
  DUPLICATE_ENTRIES(
      exchange -> {
        Answer honest = exchange.honest();
        String list = honest.text();
        boolean some = list.startsWith("[") && list.length() > 2;
        String inside = some ? list.substring(1, list.length() - 1) : "{\"key\":\"/a\"}";
        exchange.send(honest.withBody(HostileBytes.bytes("[" + inside + "," + inside + "]")));
      }),
  /** Text that is no UTF-8. */
  INVALID_UTF_8(
      exchange -> {
        Answer honest = exchange.honest();
        String latin = new String(honest.body(), ISO_8859_1);
        exchange.send(
            honest.withBody(latin.replace("\":\"", "\":\"\u00c3(\u00ff").getBytes(ISO_8859_1)));
      }),
  /** JSON that says nothing. */
  NULL(exchange -> exchange.send(HostileBytes.JSON.withBody(HostileBytes.bytes("null")))),
  /** JSON that says no. */
  SUCCESS_FALSE(
      exchange ->
          exchange.send(HostileBytes.JSON.withBody(HostileBytes.bytes("{\"success\":false}")))),
  /** A record of something else. */
  ANOTHER_RECORD(
      exchange ->
          exchange.send(
              HostileBytes.JSON.withBody(
                  HostileBytes.bytes("{\"id\":\"another\",\"status\":\"succeeded\"}")))),
  /** 200 and not a byte. */
  EMPTY(exchange -> exchange.send(new Answer(200, Map.of(), new byte[0]))),
  /** No content where some is due. */
  NO_CONTENT(exchange -> exchange.sendAsIs(new Answer(204, Map.of(), new byte[0]))),
  /** Accepted, perhaps. */
  ACCEPTED(exchange -> exchange.send(new Answer(202, Map.of(), HostileBytes.bytes("{}")))),
  /** A part in the place of the whole. */
  PARTIAL_CONTENT(exchange -> exchange.send(new Answer(206, Map.of(), exchange.honest().body()))),
  /** Nothing has changed, it says. */
  NOT_MODIFIED(exchange -> exchange.sendAsIs(new Answer(304, Map.of(), new byte[0]))),
  /** Not a status. */
  STATUS_999(exchange -> exchange.send(new Answer(999, Map.of(), new byte[0]))),
  REFUSED_400(refusal(400)),
  REFUSED_401(refusal(401)),
  REFUSED_403(refusal(403)),
  REFUSED_404(refusal(404)),
  REFUSED_409(refusal(409)),
  REFUSED_413(refusal(413)),
  REFUSED_429(refusal(429)),
  REFUSED_500(refusal(500)),
  REFUSED_503(refusal(503)),
  /** Come again in a hundred years. */
  RETRY_AFTER_CENTURIES(
      exchange -> exchange.send(new Answer(429, Map.of("Retry-After", "3155760000"), new byte[0])));

  @SuppressWarnings("ImmutableEnumChecker") // it keeps nothing
  private final Hostility hostility;

  HostileAnswer(Hostility hostility) {
    this.hostility = hostility;
  }

  @FunctionalInterface
  private interface Hostility {
    void answer(HostileExchange exchange) throws IOException;
  }

  /** Answers; the connection is closed afterwards. */
  void send(HostileExchange exchange) throws IOException {
    hostility.answer(exchange);
  }

  /** A refusal whose body has no end. */
  private static Hostility refusal(int status) {
    return exchange -> {
      exchange.start(
          new Answer(status, Map.of("Content-Type", "text/plain"), new byte[0]),
          "Transfer-Encoding: chunked");
      exchange.floodChunks(number -> HostileBytes.SPACES);
    };
  }

  /** The honest answer's text with something replaced, or what stands for it where nothing is. */
  private static Hostility json(String pattern, String replacement, String otherwise) {
    return exchange -> {
      Answer honest = exchange.honest();
      String text = honest.text();
      boolean isJson = text.startsWith("[{") || text.startsWith("{");
      String changed = isJson ? text.replaceAll(pattern, replacement) : text;
      exchange.send(
          honest.withBody(HostileBytes.bytes(changed.equals(text) ? otherwise : changed)));
    };
  }
}
