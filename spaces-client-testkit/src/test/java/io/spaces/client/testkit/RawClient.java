package io.spaces.client.testkit;

import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.protocol.object.ObjectKeys;
import io.spaces.client.internal.protocol.sign.Authenticator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Sends single requests and takes the answers as they come. */
final class RawClient {
  static final String BOUNDARY = "----boundary-7MA4YWxk";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final String endpoint;
  private final Authenticator authenticator;

  RawClient(String endpoint, Credentials credentials) {
    this(endpoint, credentials, Clock.systemUTC());
  }

  RawClient(String endpoint, Credentials credentials, Clock clock) {
    this.endpoint = endpoint;
    this.authenticator = Authenticator.of(credentials, clock);
  }

  static RawClient of(SpaceServer server) {
    return of(server, server.wallet());
  }

  static RawClient of(SpaceServer server, Wallet wallet) {
    return new RawClient(server.endpoint(), Credentials.wallet(wallet));
  }

  HttpResponse<byte[]> get(String route) {
    return send("GET", route, Map.of(), new byte[0]);
  }

  HttpResponse<byte[]> head() {
    return send("HEAD", "", Map.of(), new byte[0]);
  }

  HttpResponse<byte[]> json(String method, String route, String json) {
    return send(
        method,
        route,
        Map.of("content-type", "application/json"),
        json.getBytes(StandardCharsets.UTF_8));
  }

  HttpResponse<byte[]> put(String key, String text) {
    return put(key, text.getBytes(StandardCharsets.UTF_8));
  }

  HttpResponse<byte[]> put(String key, byte[] content) {
    return put(key, content, ContentHash.cidOf(content));
  }

  HttpResponse<byte[]> put(String key, byte[] content, String hash) {
    return putBody(key, hash, multipart(content));
  }

  HttpResponse<byte[]> putBody(String key, String hash, byte[] body) {
    return send("PUT", object(key), putHeaders(hash), body);
  }

  static Map<String, String> putHeaders(String hash) {
    return Map.of("content-type", "multipart/form-data; boundary=" + BOUNDARY, "x-hash", hash);
  }

  static byte[] multipart(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ("--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"data\"; filename=\"f\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    out.writeBytes(content);
    out.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  HttpResponse<byte[]> getObject(String key) {
    return get(object(key));
  }

  HttpResponse<byte[]> delete(String key) {
    return send("DELETE", object(key), Map.of(), new byte[0]);
  }

  String list(String folder) {
    return text(
        get("lists/" + ObjectKeys.encode(folder) + "?recursive=true&ignoreDirectories=true"));
  }

  InputStream stream(String route) {
    URI url = url(route);
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    sign("GET", url).forEach(request::header);
    try {
      return http.send(request.build(), BodyHandlers.ofInputStream()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static String object(String key) {
    return "object/" + ObjectKeys.encode(key);
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  URI url(String route) {
    return URI.create(route.startsWith("http") ? route : endpoint + route);
  }

  Map<String, String> sign(String method, URI url) {
    String target = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
    return new LinkedHashMap<>(authenticator.headers(method, target));
  }

  HttpResponse<byte[]> send(String method, String route, Map<String, String> headers, byte[] body) {
    return send(method, route, headers, body, signature -> {});
  }

  HttpResponse<byte[]> send(
      String method,
      String route,
      Map<String, String> headers,
      byte[] body,
      Consumer<Map<String, String>> tampering) {
    HttpRequest.BodyPublisher publisher =
        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    return send(method, route, headers, publisher, tampering);
  }

  HttpResponse<byte[]> send(
      String method,
      String route,
      Map<String, String> headers,
      HttpRequest.BodyPublisher body,
      Consumer<Map<String, String>> tampering) {
    URI url = url(route);
    Map<String, String> all = sign(method, url);
    all.putAll(headers);
    tampering.accept(all);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).timeout(Duration.ofMinutes(2)).method(method, body);
    all.forEach(request::header);
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
