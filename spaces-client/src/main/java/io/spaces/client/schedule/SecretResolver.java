package io.spaces.client.schedule;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.internal.secret.SecretText;
import io.spaces.client.internal.source.SystemPaths;
import io.spaces.client.internal.source.read.OpenWatch;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Map;

/**
 * Looks secrets up. Called on the threads of a scheduler, whenever a run needs one.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SecretResolver {
  /**
   * Looks a secret up.
   *
   * @param reference where it is
   * @return the secret
   * @throws InvalidParameterException when it is not there, or no text (a NUL, or bytes that are no
   *     characters); the message names the reference
   */
  String resolve(SecretRef reference);

  /**
   * Looks into the environment and into files.
   *
   * @return a resolver that knows no {@linkplain SecretRef#named named} secrets
   */
  static SecretResolver standard() {
    return standard(Map.of());
  }

  /**
   * Looks into the environment, into files, and into a map. Of a file that others than its owner
   * can read or change a warning is logged, once; see {@link SecretRef#warning}.
   *
   * @param named the named secrets, by their name; copied
   * @return a resolver
   */
  static SecretResolver standard(Map<String, String> named) {
    Map<String, String> copy = Map.copyOf(Parameters.required("named", named));
    return reference -> {
      String secret =
          switch (Parameters.required("reference", reference).kind()) {
            case ENV -> System.getenv(reference.name());
            case FILE -> read(reference);
            case NAMED -> copy.get(reference.name());
          };
      if (secret == null || secret.isEmpty()) {
        throw new InvalidParameterException("secret", reference + " is not there or empty");
      }
      return SecretText.check("secret", reference + " ", secret);
    };
  }

  private static String read(SecretRef reference) {
    try {
      String secret = OpenWatch.readGiven(SystemPaths.of("secret", reference.name())).strip();
      reference.warnOnce();
      return secret;
    } catch (CharacterCodingException e) {
      throw new InvalidParameterException("secret", reference + " is not text in UTF-8");
    } catch (IOException e) {
      throw new InvalidParameterException(
          "secret", reference + " cannot be read: " + e.getClass().getSimpleName());
    }
  }
}
