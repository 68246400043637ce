package io.spaces.client.internal.memory;

import io.spaces.client.error.SpaceException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a server may make us keep in memory: the heap is the application's, too, whose own threads
 * are to meet no {@link OutOfMemoryError} on our account.
 */
public final class Heap {
  private Heap() {}

  /**
   * Returns how much any one thing may take: a list, an index.
   *
   * @return half of what Java may take, in bytes
   */
  public static long share() {
    return Runtime.getRuntime().maxMemory() / 2;
  }

  /**
   * Returns what the characters of a text take: Java keeps those of Latin-1 in a byte each.
   *
   * @param text may be long
   * @return their bytes
   */
  public static long charsOf(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xff) {
        return 2L * text.length();
      }
    }
    return text.length();
  }

  /**
   * Refuses to keep more than the {@link #share}.
   *
   * @param what would be kept
   * @param bytes how much it takes
   * @throws SpaceException when that is too much
   */
  public static void require(String what, long bytes) {
    if (bytes > share()) {
      throw exhausted(what, null);
    }
  }

  /**
   * Does what may take too much memory all the same. Whatever it holds is given up when it fails.
   *
   * @param what is to be kept
   * @param work makes it
   * @param <T> what that is
   * @return what the work returned
   * @throws SpaceException when memory has run out
   */
  public static <T> T orFail(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (OutOfMemoryError e) {
      throw exhausted(what, e);
    }
  }

  /**
   * Returns the error for what does not fit into memory.
   *
   * @param what does not fit
   * @param cause how that was noticed, or null
   * @return says what to do
   */
  public static SpaceException exhausted(String what, @Nullable OutOfMemoryError cause) {
    return new SpaceException(
        what
            + " does not fit into memory, of which Java may take "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MiB. Give it more (-Xmx), or look whether the space is sound.",
        cause);
  }
}
