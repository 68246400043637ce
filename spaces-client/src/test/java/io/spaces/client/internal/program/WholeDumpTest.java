package io.spaces.client.internal.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dumps of programs that ended with 0. */
final class WholeDumpTest {
  private static final String MYSQL =
      "-- MariaDB dump\n\nINSERT INTO t VALUES (1);\n" + "-- a\n".repeat(1000);

  @ParameterizedTest
  @ValueSource(
      strings = {"\n-- Dump completed\n", "\n-- Dump completed", "\n-- Dump completed\n\n"})
  void whatHasItsMarkAtItsEndIsRead(String end) throws IOException {
    assertThat(read(mysql(MYSQL + end), 7)).isEqualTo(MYSQL + end);
    assertThat(read(mysql(MYSQL + end), 100_000)).isEqualTo(MYSQL + end);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-- MariaDB dump\n",
        "x",
        "-- Dump completed\n-- MariaDB dump\n -- Dump comple"
      })
  void whatHasNoMarkAtItsEndIsNoDump(String written) {
    for (int piece : new int[] {1, 3, 512, 100_000}) {
      assertThatThrownBy(() -> read(mysql(written), piece))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("mysqldump ended with 0")
          .hasMessageContaining("(" + written.length() + " bytes) is no whole dump");
    }
  }

  @Test
  void aMarkLongBeforeTheEndIsNone() {
    String written = "\n-- Dump completed\n" + "x".repeat(2000);

    assertThatThrownBy(() -> read(mysql(written), 100)).hasMessageContaining("no whole dump");
  }

  @Test
  void postgresBeginsAsItsFormatDoes() throws IOException {
    for (int piece : new int[] {1, 2, 5, 1000}) {
      assertThat(read(postgres("PGDMP\1\16\0data"), piece)).isEqualTo("PGDMP\1\16\0data");
      for (String none : new String[] {"", "PGDM", "pg_dump: something", "\0PGDMP"}) {
        assertThatThrownBy(() -> read(postgres(none), piece)).hasMessageContaining("no whole dump");
      }
    }
  }

  private static InputStream mysql(String written) {
    return WholeDump.ofMysql(new ByteArrayInputStream(written.getBytes(ISO_8859_1)), "mysqldump");
  }

  private static InputStream postgres(String written) {
    return WholeDump.ofPostgres(new ByteArrayInputStream(written.getBytes(ISO_8859_1)));
  }

  private static String read(InputStream in, int piece) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[piece];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      text.append(new String(buffer, 0, read, ISO_8859_1));
    }
    return text.toString();
  }
}
