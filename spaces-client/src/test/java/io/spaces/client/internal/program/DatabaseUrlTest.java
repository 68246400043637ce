package io.spaces.client.internal.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.InvalidParameterException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of databases, by the rules of the programs that they go to. */
final class DatabaseUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mysql://app@db_main:3307/shop|--user=app --protocol=tcp --host=db_main --port=3307 shop",
        "mysql://app@[::1]:3306/shop|--user=app --protocol=tcp --host=::1 --port=3306 shop",
        "mariadb://[fe80::1%eth0]/shop|--protocol=tcp --host=fe80::1%eth0 --port=3306 shop",
        "jdbc:mysql://127.0.0.1/a%20b|--protocol=tcp --host=127.0.0.1 --port=3306 a b",
        "mysql://a%40b%3Ac@h/d|--user=a@b:c --protocol=tcp --host=h --port=3306 d",
        "mysql://h/d?user=app|--user=app --protocol=tcp --host=h --port=3306 d",
        "mysql://app@/shop|--user=app --host=localhost shop",
        "mysql:///shop|--host=localhost shop",
        "mysql://db:/shop|--protocol=tcp --host=db --port=3306 shop",
        "mysql:///shop?socket=/run/my%20sql|--protocol=socket --socket=/run/my sql shop",
        "mysql://h/d?ssl-ca=/a+b.pem|--protocol=tcp --host=h --port=3306 --ssl-ca=/a+b.pem d",
      })
  void mysqlsProgramsGetThatServerAndNoOther(String url, String options) {
    assertThat(String.join(" ", DatabaseUrl.forMysql(url))).isEqualTo(options);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://app@db_main:5432/shop",
        "postgresql://app@h1:5432,h2:5433,[::1]/shop?target_session_attrs=primary",
        "postgres://%2Frun%2Fpostgresql/shop",
        "postgresql:///shop?host=/run/postgresql&user=app&port=5433",
        "postgresql://app@db/-shop",
        "postgresql://app@db",
        "postgresql://db:/shop",
        "postgresql://a%40b@db/shop?sslmode=verify-full&sslrootcert=/etc/ca.pem",
      })
  void postgresReadsItsAddressesItself(String url) {
    assertThat(DatabaseUrl.forPostgres(url)).isEqualTo(url);
    assertThat(DatabaseUrl.forPostgres("jdbc:" + url)).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "://app:S3CRET@db_main:5432/shop",
        "://app:S3CRET@db/shop?sslmode=require",
        "://app:S3C@RET@db/shop",
        "://app:S3C/RET@db/shop",
        "://:S3CRET@db/shop",
        "://app:@db/shop",
        "://h1:5432,app:S3CRET@h2/shop",
        "://db/shop?password=S3CRET",
        "://db/shop?passWord=S3CRET",
        "://db/shop?a=b&pass%77ord=S3CRET",
        "://db/shop?sslpassword=S3CRET",
        "://db/shop?S3CRET=%zz",
        "://db/shop#S3CRET",
        "://S3CRET db/shop",
        "://S3CRET\\db/shop",
        "://app@db@S3CRET/shop",
        "://db:S3CRET/shop",
        "://db:99999/shop",
        "://db:0/shop",
        "://[::1/shop",
        "://::1/shop",
        "://(host=db)/shop",
        "://,/shop",
        "://db/shop?a=1&a=2",
        "://db/shop?unknown=S3CRET",
        ":db=shop password=S3CRET",
        "ql://db/shop"
      })
  void whatAProgramWouldReadOtherwiseIsRefusedAndNotRepeated(String rest) {
    for (String url :
        List.of("postgresql" + rest, "mysql" + rest, "jdbc:mariadb" + rest, "x" + rest)) {
      assertThatThrownBy(
              () -> {
                List<String> unused =
                    url.startsWith("p")
                        ? List.of(DatabaseUrl.forPostgres(url))
                        : DatabaseUrl.forMysql(url);
              })
          .as(url)
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageStartingWith("url ")
          .satisfies(
              e -> {
                StringWriter told = new StringWriter();
                e.printStackTrace(new PrintWriter(told));
                assertThat(told.toString()).doesNotContain("S3C", "RET");
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'mysql://h1:3306,h2:3306/shop', several hosts",
    "mysql://db/shop/extra, form mysql://",
    "mysql://db/, form mysql://",
    "mysql://db/-shop, dash",
    "mysql://db/%2Dshop, dash",
    "mysql:replication://db/shop, form mysql://",
    "mysql://db/shop?sslMode=VERIFY_IDENTITY, sslMode",
    "jdbc:mysql://db/shop?useSSL=true&serverTimezone=UTC, '\"useSSL\", which'",
    "jdbc:mysql://db/shop?serverTimezone=UTC, leave it out where only a JDBC driver is meant",
    "mysql://:3307/shop, names no host",
    "mysql://db/shop?socket=/run/x, a host and a socket",
    "mysql://a@db/shop?user=b, its user twice",
  })
  void mysqlsProgramsAreNotGivenWhatTheyDoNotKnow(String url, String reason) {
    assertThatThrownBy(() -> DatabaseUrl.forMysql(url))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://db/shop?host=other, its host twice",
    "postgresql://db/shop?hostaddr=10.0.0.1, its hostaddr twice",
    "postgresql://db:1/shop?port=2, its port twice",
    "postgresql://a@db/shop?user=b, its user twice",
    "postgresql://db/shop?dbname=other, its dbname twice",
    "postgresql://db/shop?service=other, service",
    "postgresql://:5433/shop, names no host",
    "'postgresql://db,/shop', names no host",
    "postgresql://db/shop?currentSchema=x, currentSchema",
  })
  void postgresIsNotLedElsewhereByTheQuery(String url, String reason) {
    assertThatThrownBy(() -> DatabaseUrl.forPostgres(url))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void postgresKeepsWhatProtectsAConnectionAndNothingThatLeadsElsewhere() {
    assertThat(
            Stream.of(
                    "PGHOST PGHOSTADDR PGPORT PGDATABASE PGUSER PGSERVICE PGSERVICEFILE"
                        + " PGSYSCONFDIR PGOPTIONS PGAPPNAME PGTARGETSESSIONATTRS PGTZ PGDATESTYLE"
                        + " PGCLIENTENCODING")
                .flatMap(names -> Stream.of(names.split(" "))))
        .allMatch(DatabaseDumps::leadsElsewhere);
    assertThat(
            Stream.of(
                    "PGSSLMODE PGSSLROOTCERT PGSSLCERT PGSSLKEY PGSSLMINPROTOCOLVERSION"
                        + " PGREQUIREAUTH PGREQUIRESSL PGREQUIREPEER PGCHANNELBINDING PGPASSFILE"
                        + " PGGSSENCMODE PGKRBSRVNAME PATH HOME")
                .flatMap(names -> Stream.of(names.split(" "))))
        .noneMatch(DatabaseDumps::leadsElsewhere);
  }

  @Test
  void noVariableOfMysqlOrMariaDbCounts() {
    assertThat(
            List.of(
                "MYSQL_HOST",
                "MYSQL_UNIX_PORT",
                "MARIADB_UNIX_PORT",
                "MYSQL_TCP_PORT",
                "MYSQL_PWD",
                "MYSQL_HOME",
                "MARIADB_HOME",
                "MARIADB_GROUP_SUFFIX"))
        .allMatch(DatabaseDumps::isOfMysql);
    assertThat(List.of("PATH", "HOME", "USER")).noneMatch(DatabaseDumps::isOfMysql);
  }

  /** Checked with {@code my_print_defaults --defaults-file=FILE client} of MariaDB 10.11. */
  @Test
  void aPasswordOfAnyCharactersIsOneValueInAFileOfOptions() {
    assertThat(DatabaseDumps.optionFile("a\"#b\\c' ; d\n e\r=f "))
        .isEqualTo("[client]\npassword=\"a\\\"#b\\\\c' ; d\\n e\\r=f \"\n");
  }
}
