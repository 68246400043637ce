package io.spaces.client.internal.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A dump whose end is an exception where it does not begin and end as a whole one does: programs
 * have been known to end with 0 all the same.
 */
final class WholeDump extends FilterInputStream {
  /** The first bytes of PostgreSQL's custom format, which has no mark at its end. */
  static final String POSTGRES_START = "PGDMP";

  /** A comment in the last lines of what MySQL's and MariaDB's programs write. */
  static final String MYSQL_END = "\n-- Dump completed";

  private static final int TAIL = 512;

  private final String subject;
  private final String start;
  private final String end;
  private final byte[] first;
  private byte[] last = new byte[0];
  private long count;

  private WholeDump(InputStream in, String subject, String start, String end) {
    super(in);
    this.subject = subject;
    this.start = start;
    this.end = end;
    first = new byte[start.length()];
  }

  static InputStream ofPostgres(InputStream in) {
    return new WholeDump(in, ended("pg_dump"), POSTGRES_START, "");
  }

  static InputStream ofMysql(InputStream in, String program) {
    return new WholeDump(in, ended(program), "", MYSQL_END);
  }

  private static String ended(String program) {
    return "The program " + program + " ended with 0, but what it wrote";
  }

  /** One of SQL that comes back: it is not whole unless it ends as its program ends it. */
  static InputStream ofSql(InputStream in, String end) {
    return new WholeDump(in, "What is to be restored", "", end);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    if (read < 0) {
      requireWhole();
    } else if (read > 0) {
      note(bytes, offset, read);
    }
    return read;
  }

  @Override
  public long skip(long n) throws IOException {
    return n <= 0 || read() < 0 ? 0 : 1;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void note(byte[] bytes, int offset, int length) {
    if (count < first.length) {
      int missing = (int) Math.min(first.length - count, length);
      System.arraycopy(bytes, offset, first, (int) count, missing);
    }
    count += length;
    int kept = Math.min(last.length, Math.max(0, TAIL - length));
    int added = Math.min(length, TAIL);
    byte[] tail = Arrays.copyOfRange(last, last.length - kept, last.length + added);
    System.arraycopy(bytes, offset + length - added, tail, kept, added);
    last = tail;
  }

  private void requireWhole() throws IOException {
    boolean begun = count >= first.length && new String(first, ISO_8859_1).equals(start);
    if (!begun || !new String(last, ISO_8859_1).contains(end)) {
      throw new IOException(subject + " (" + count + " bytes) is no whole dump");
    }
  }
}
