package io.spaces.client.internal.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URISyntaxException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.regex.Pattern;

/**
 * What may be told of errors that others have made: the JDK and libraries tend to quote what they
 * could not read, and that may be a secret, or hold one.
 */
public final class ForeignWords {
  /** Texts in quotes, but for single characters, which parsers name to say where they stopped. */
  private static final Pattern QUOTED = Pattern.compile("'[^']{2,}'|\"[^\"]{2,}\"");

  private static final Pattern JDBC_ADDRESS = Pattern.compile("jdbc:[^\\s\"'\\]]+");

  private ForeignWords() {}

  /** The same, with the error's type in front, as {@link Throwable#toString} has it. */
  public static String described(Throwable e) {
    String words = of(e);
    return words.equals(e.getMessage()) ? e.toString() : words;
  }

  /** An error's message, without what it may quote; its type where there would be nothing left. */
  public static String of(Throwable e) {
    String message = e.getMessage();
    if (message == null) {
      return e.toString();
    }
    if (e instanceof JsonProcessingException json) {
      return QUOTED.matcher(json.getOriginalMessage()).replaceAll("'…'");
    }
    if (e instanceof SQLException) {
      return JDBC_ADDRESS.matcher(message).replaceAll("jdbc:…");
    }
    // Their messages are little else than a quotation.
    boolean quotes =
        e instanceof IllegalArgumentException
            || e instanceof DateTimeException
            || e instanceof URISyntaxException;
    if (quotes) {
      return e.getClass().getSimpleName() + " (its message is left out: it may quote a secret)";
    }
    // Those that only wrap another one repeat it.
    return e.getCause() != null && message.equals(e.getCause().toString())
        ? of(e.getCause())
        : message;
  }
}
