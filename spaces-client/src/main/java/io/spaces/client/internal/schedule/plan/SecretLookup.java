package io.spaces.client.internal.schedule.plan;

import io.spaces.client.internal.secret.SecretText;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;

/** Looks secrets up, whoever knows them, and takes none that is no text. */
public final class SecretLookup {
  private SecretLookup() {}

  /**
   * The secret behind a reference.
   *
   * @throws io.spaces.client.error.InvalidParameterException when it is not there, or no text
   */
  public static String of(SecretRef reference, SecretResolver secrets) {
    return SecretText.check("secret", reference + " ", secrets.resolve(reference));
  }
}
