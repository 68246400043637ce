package io.spaces.client.internal.protocol;

import io.spaces.client.internal.http.RequestBody;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One question.
 *
 * @param method such as {@code GET}
 * @param target path and query
 * @param route what of the target a person can read, such as {@code object/}
 * @param key the key that follows the route, or empty
 * @param headers besides the ones that authenticate
 * @param longest how many bytes of an answer are read at the most, uncompressed
 */
record Question(
    String method,
    String target,
    String route,
    String key,
    Map<String, String> headers,
    @Nullable RequestBody body,
    long longest) {
  String describe() {
    return method + " " + route + key;
  }
}
