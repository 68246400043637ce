package io.spaces.client.schedule;

import io.spaces.client.error.InvalidParameterException;

/**
 * The former name of {@link Destination}: what was written for it compiles as before.
 *
 * @since 0.1.0
 * @deprecated use {@link Destination#builder}
 */
@Deprecated(since = "0.1.0")
public final class FileEndpoint {
  private FileEndpoint() {}

  /**
   * Starts to describe a destination.
   *
   * @param address as for {@link Destination#builder}
   * @return a builder of a destination
   * @throws InvalidParameterException when it is blank
   * @deprecated use {@link Destination#builder}
   */
  @Deprecated(since = "0.1.0")
  @SuppressWarnings("InlineMeSuggester") // its annotation would be one more dependency
  public static Destination.Builder of(String address) {
    return Destination.builder(address);
  }
}
