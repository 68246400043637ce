package io.spaces.client.internal.program;

import io.spaces.client.error.CancelledException;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ClientThreads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A program that is given its input. The input's end reaches it only where the input was read to
 * its end: one that breaks off would be taken for a whole one.
 *
 * @param argv the program and its arguments
 * @param owned tells of the name of a variable whether the program gets it from here only
 * @param variables their values are secret
 */
record ProgramInput(List<String> argv, Predicate<String> owned, Map<String, String> variables) {
  /** Of what a program prints; its answers are short. */
  private static final int MOST = 1 << 24;

  private static final int BUFFER = 1 << 16;

  /**
   * Runs the program to its end.
   *
   * @return what it has printed
   * @throws IOException when it cannot be started, ends with another code than 0 or before it has
   *     read all, or the input cannot be read
   */
  String run(InputStream input, Cancellation cancellation) throws IOException {
    cancellation.throwIfCancelled();
    String program = argv.get(0);
    ProgramTree tree = ProgramOutput.tree(argv, owned, variables, false);
    Process process = tree.program();
    Complaints complaints = new Complaints(program, process.getErrorStream());
    Answer answer = new Answer(process.getInputStream());
    boolean ended = false;
    Cancellation.Registration ending = cancellation.onCancel(() -> tree.endSoon(program));
    try {
      IOException unread = feed(input, process.getOutputStream());
      int code = process.waitFor();
      ended = true;
      cancellation.throwIfCancelled();
      if (code != 0) {
        throw complaints.failure(code, List.copyOf(variables.values()));
      }
      if (unread != null) {
        throw new IOException(
            "The program " + program + " ended with 0 before it had read all", unread);
      }
      return answer.text();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("The program " + program + " was cancelled.", e);
    } finally {
      ending.close();
      if (!ended) {
        tree.end();
      }
    }
  }

  /** Returns what became of the writing where the program reads no more; it says why. */
  private static @Nullable IOException feed(InputStream input, OutputStream out)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("The restore was interrupted");
      }
      try {
        out.write(buffer, 0, count);
      } catch (IOException e) {
        return e;
      }
    }
    try {
      out.close();
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  /** What a program prints, read on a thread of its own. */
  private static final class Answer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread reader;

    private Answer(InputStream out) {
      reader = ClientThreads.start("spaces-stdout", () -> read(out));
    }

    private void read(InputStream out) {
      byte[] buffer = new byte[BUFFER];
      try (out) {
        for (int count = out.read(buffer); count >= 0; count = out.read(buffer)) {
          if (bytes.size() < MOST) {
            bytes.write(buffer, 0, count);
          }
        }
      } catch (IOException e) {
        // the program was ended, and nobody will ask
      }
    }

    String text() throws IOException, InterruptedException {
      reader.join();
      if (bytes.size() >= MOST) {
        throw new IOException("What the program printed is too long: " + MOST + " bytes or more");
      }
      String text = bytes.toString(StandardCharsets.UTF_8);
      return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
  }
}
