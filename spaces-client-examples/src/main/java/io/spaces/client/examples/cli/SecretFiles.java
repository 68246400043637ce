package io.spaces.client.examples.cli;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.schedule.SecretRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reads files that hold one secret on one line. What is in them is never part of a message. */
final class SecretFiles {
  private static final int MAX_SIZE = 4096;

  private final CommandSpec command;

  SecretFiles(CommandSpec command) {
    this.command = command;
  }

  /**
   * Returns the line, without its end; to be overwritten by the caller.
   *
   * @param option has named the file on the command line
   */
  char[] line(String option, Path file) {
    byte[] bytes = new byte[MAX_SIZE + 1];
    try (InputStream in = Files.newInputStream(file)) {
      int length = in.readNBytes(bytes, 0, bytes.length);
      if (length > MAX_SIZE) {
        throw mistake(option + " " + file + " is too large to be a secret.");
      }
      char[] line = line(ByteBuffer.wrap(bytes, 0, length), option + " " + file);
      warnWhenOpenToOthers(file);
      return line;
    } catch (CharacterCodingException e) {
      throw mistake(option + " " + file + " is not text in UTF-8.");
    } catch (NoSuchFileException e) {
      throw mistake(option + " " + file + " does not exist.");
    } catch (IOException e) {
      throw mistake(option + " " + file + " cannot be read (" + e + ").");
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Returns the key in the file. */
  Encryption key(String option, Path file) {
    char[] line = line(option, file);
    try {
      return Encryption.key(new String(line).strip());
    } catch (InvalidParameterException e) {
      throw mistake(option + " " + file + ": the " + e.getMessage() + ".");
    } finally {
      Arrays.fill(line, '\0');
    }
  }

  /** Returns the passphrase in the file. */
  Encryption passphrase(String option, Path file) {
    char[] line = line(option, file);
    try {
      return Encryption.passphrase(line);
    } finally {
      Arrays.fill(line, '\0');
    }
  }

  /** Returns what opens a vault by the private half of a recovery key in the file. */
  Encryption recovery(String option, Path file) {
    char[] line = line(option, file);
    try {
      return Encryption.recovery(new String(line));
    } catch (InvalidParameterException e) {
      throw mistake(option + " " + file + ": the " + e.getMessage() + ".");
    } finally {
      Arrays.fill(line, '\0');
    }
  }

  private char[] line(ByteBuffer bytes, String what) throws CharacterCodingException {
    CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(bytes);
    try {
      int end = text.length();
      while (end > 0 && isLineEnd(text.charAt(end - 1))) {
        end--;
      }
      if (end == 0) {
        throw mistake(what + " is empty; expected one line.");
      }
      char[] line = new char[end];
      text.get(line);
      for (char each : line) {
        if (isLineEnd(each) || each == 0) {
          Arrays.fill(line, '\0');
          throw mistake(
              what
                  + (each == 0
                      ? " holds a NUL, which no secret can; expected text in UTF-8 (is it UTF-16?)."
                      : " has several lines; expected one."));
        }
      }
      return line;
    } finally {
      Arrays.fill(text.array(), '\0');
    }
  }

  private static boolean isLineEnd(char character) {
    return character == '\n' || character == '\r';
  }

  private void warnWhenOpenToOthers(Path file) {
    SecretRef.file(file)
        .warning()
        .ifPresent(
            warning ->
                command
                    .commandLine()
                    .getErr()
                    .println("Warning: " + Printable.line(warning) + "."));
  }

  private ParameterException mistake(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
