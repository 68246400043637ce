package io.spaces.client.internal.memory;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many files, folders and connections this process may have open, which are the application's,
 * too, and what of them the library takes.
 */
public final class Descriptors {
  /** What a system allows that does not say, as macOS and Windows: then nothing is cut down. */
  private static final long UNKNOWN = 1 << 20;

  /** A connection, the file that is read or written, packs, copies, and one to look around. */
  private static final int OF_A_WORKER = 8;

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Path OPEN = Path.of("/proc/self/fd");
  private static final String LIMIT = "Max open files";
  private static final Logger log = LoggerFactory.getLogger(Descriptors.class);

  private Descriptors() {}

  /**
   * Returns how many workers may be at work: with a half of what is free.
   *
   * @param asked how many are wanted
   * @return as many, or fewer; one at the least
   */
  public static int workers(int asked) {
    long most = Math.max(1, free() / 2 / OF_A_WORKER);
    if (most < asked) {
      log.info(
          "A concurrency of {} is taken for {}: this process may open {} files, and {} of them are"
              + " free",
          most,
          asked,
          limit(),
          free());
    }
    return (int) Math.min(asked, most);
  }

  /**
   * Returns how many folders may be kept open: with a third of what is free.
   *
   * @param asked how many are wanted, of two descriptors each
   * @return as many, or fewer; four at the least
   */
  public static int folders(int asked) {
    return (int) Math.min(asked, Math.max(4, free() / 3 / 2));
  }

  /**
   * Tells whether an error means that no more can be opened. The JDK has no type for it, so the
   * system's words decide (EMFILE, ENFILE), which are English or the locale's; and where the system
   * tells how many are open, that.
   *
   * @param error an error, or null
   * @return true when it or one of its causes means that
   */
  public static boolean areUsedUp(@Nullable Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof IOException && mayMeanSo(e)) {
        String words = e.getMessage();
        if ((words != null && words.contains("Too many open files")) || free() == 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** Those that have a type of their own mean something else. */
  private static boolean mayMeanSo(Throwable e) {
    return !(e instanceof FileSystemException) || e.getClass() == FileSystemException.class;
  }

  /**
   * Returns what to tell of such an error.
   *
   * @return what stands behind a colon
   */
  public static String words() {
    return "this process has as many files and connections open as it may, "
        + limit()
        + "; allow it more, as with ulimit -n, or take a lower concurrency";
  }

  private static long free() {
    long limit = limit(); // before another file is open
    try (Stream<Path> open = Files.list(OPEN)) {
      return Math.max(0, limit - open.count());
    } catch (AccessDeniedException e) {
      return UNKNOWN;
    } catch (IOException e) {
      return Files.isDirectory(OPEN) ? 0 : UNKNOWN;
    }
  }

  private static long limit() {
    try (BufferedReader lines = Files.newBufferedReader(LIMITS)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(LIMIT)) {
          String left = line.substring(LIMIT.length()).strip();
          int end = left.indexOf(' ');
          return Long.parseLong(end < 0 ? left : left.substring(0, end));
        }
      }
      return UNKNOWN;
    } catch (NumberFormatException e) {
      return UNKNOWN; // there is none
    } catch (IOException e) {
      return UNKNOWN;
    }
  }
}
