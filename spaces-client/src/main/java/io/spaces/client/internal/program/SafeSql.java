package io.spaces.client.internal.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A dump of SQL that says nothing of which database it goes into: one that was made to create its
 * database would leave the new one, and load into the one of its name that is in use.
 */
final class SafeSql extends FilterInputStream {
  /** At the start of a line, in upper case. */
  private static final Pattern LEAVES =
      Pattern.compile(
          "USE (`|\\S+;)|(/\\*!\\d+ *)?(CREATE|DROP|ALTER) DATABASE (?!CHARACTER SET"
              + " )|\\\\C(ONNECT)?\\b");

  private static final Pattern COPY = Pattern.compile("COPY .*");
  private static final int HEAD = 48;

  private final StringBuilder head = new StringBuilder(HEAD);
  private String tail = "";
  private boolean rows;

  SafeSql(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    int start = offset;
    for (int i = offset; i < offset + count; i++) {
      if (bytes[i] == '\n') {
        note(bytes, start, i);
        look();
        start = i + 1;
      }
    }
    if (count > 0) {
      note(bytes, start, offset + count);
      if (head.length() == HEAD) {
        refuse();
      }
    } else if (count < 0) {
      look();
    }
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void note(byte[] bytes, int from, int to) {
    int missing = Math.min(HEAD - head.length(), to - from);
    head.append(new String(bytes, from, missing, ISO_8859_1));
    int last = Math.min(to - from, 16);
    String more = tail + new String(bytes, to - last, last, ISO_8859_1);
    tail = more.substring(Math.max(0, more.length() - 16));
  }

  /** At the end of a line. */
  private void look() throws IOException {
    refuse();
    if (rows) {
      rows = !head.toString().equals("\\.");
    } else {
      rows = COPY.matcher(head).matches() && tail.endsWith("FROM stdin;");
    }
    head.setLength(0);
    tail = "";
  }

  private void refuse() throws IOException {
    String line = head.toString().toUpperCase(Locale.ROOT);
    if (!rows && LEAVES.matcher(line).lookingAt()) {
      throw new IOException(
          "The dump names the database that it goes into (a line begins with \""
              + line.split("[ \r]", 2)[0]
              + "\"), and would change that one; expected a dump of what is in one database, made"
              + " without --create or --databases");
    }
  }
}
