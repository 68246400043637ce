package io.spaces.client.backup;

import static java.util.Objects.requireNonNull;

import io.spaces.client.error.InvalidParameterException;

/**
 * How a vault compresses. Content that does not shrink is stored as it is, whatever is chosen here,
 * and what one backup compressed in one way stays readable when the next one chooses another.
 *
 * @param method the way of compressing
 * @param level how hard it tries; 0 for {@link Method#NONE}
 * @since 0.1.0
 */
public record Compression(Method method, int level) {
  private static final int MAX_DEFLATE = 9;
  private static final int MAX_ZSTD = 19;

  /**
   * The ways of compressing.
   *
   * @since 0.1.0
   */
  public enum Method {
    /** Not at all. */
    NONE,
    /** DEFLATE, RFC 1951: always there. */
    DEFLATE,
    /** Zstandard, RFC 8878: faster and smaller; needs {@code com.github.luben:zstd-jni}. */
    ZSTD
  }

  /**
   * Checks the level.
   *
   * @param method see {@link #method}
   * @param level see {@link #level}
   * @throws InvalidParameterException when the method has no such level
   */
  public Compression {
    requireNonNull(method, "method");
    switch (method) {
      case NONE -> check(level, 0, 0);
      case DEFLATE -> check(level, 1, MAX_DEFLATE);
      case ZSTD -> check(level, 1, MAX_ZSTD);
    }
  }

  /**
   * Stores content as it is.
   *
   * @return no compression
   */
  public static Compression none() {
    return new Compression(Method.NONE, 0);
  }

  /**
   * Compresses with DEFLATE.
   *
   * @param level 1 (fastest) to 9 (smallest)
   * @return the choice
   * @throws InvalidParameterException when the level is out of range
   */
  public static Compression deflate(int level) {
    return new Compression(Method.DEFLATE, level);
  }

  /**
   * Compresses with Zstandard, which needs the library {@code com.github.luben:zstd-jni}; where it
   * is missing, no backup takes this choice, and a restore says of each file that needs it why it
   * fails. An application that is a module has to require {@code com.github.luben.zstd_jni}.
   *
   * @param level 1 (fastest) to 19 (smallest); 3 is a good choice
   * @return the choice
   * @throws InvalidParameterException when the level is out of range
   */
  public static Compression zstd(int level) {
    return new Compression(Method.ZSTD, level);
  }

  private static void check(int level, int least, int most) {
    if (level < least || level > most) {
      throw new InvalidParameterException(
          "level", "is " + level + "; expected " + least + " to " + most);
    }
  }
}
