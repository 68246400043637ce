package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import io.spaces.client.backup.Source;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.check.Parameters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a plan backs up. Immutable, and without secrets: it holds references to them.
 *
 * @since 0.1.0
 */
public sealed interface PlanSource {
  /**
   * Returns what kind of data it holds.
   *
   * @return the kind by which runs select it
   */
  DataKind kind();

  /**
   * Returns where it lies in a backup, which no two sources of a backup have in common: the word by
   * which a run of some sources names its set, and by which one can be chosen.
   *
   * @return the key of its object, such as {@code db/app.dump}; of a folder, the folder in the
   *     backup that its files go to, empty for the backup's root
   */
  String key();

  /**
   * Returns how long its program may take.
   *
   * @return the limit, or null when there is none, as for folders
   */
  @Nullable Duration timeLimit();

  /**
   * The same source with a limit on how long its program, or the copying of its database, may take;
   * see {@link Source#timeLimit}.
   *
   * @param limit 1 second to 24 days, in whole seconds
   * @return a source with that limit, in place of one that this has
   * @throws InvalidParameterException when out of range, or this is a folder
   */
  default PlanSource timeLimit(Duration limit) {
    required("timeLimit", limit);
    if (this instanceof Command command) {
      return new Command(
          command.kind(), command.name(), command.argv(), command.environment(), limit);
    }
    if (this instanceof Postgres postgres) {
      return new Postgres(
          postgres.kind(), postgres.name(), postgres.url(), postgres.password(), limit);
    }
    if (this instanceof Mysql mysql) {
      return new Mysql(mysql.kind(), mysql.name(), mysql.url(), mysql.password(), limit);
    }
    if (this instanceof Sqlite sqlite) {
      return new Sqlite(sqlite.kind(), sqlite.name(), sqlite.path(), limit);
    }
    throw new InvalidParameterException(
        "timeLimit", "is for programs and databases; a folder has none");
  }

  /**
   * All the files below a folder, at their own paths.
   *
   * @param kind what kind of data it holds
   * @param path the folder
   * @return the source
   */
  static PlanSource folder(DataKind kind, Path path) {
    return new Folder(kind, path, "");
  }

  /**
   * All the files below a folder, put below another folder in the backup. A plan with several
   * folders needs that.
   *
   * @param kind what kind of data it holds
   * @param path the folder
   * @param under the folder in the backup, such as {@code uploads}
   * @return the source
   * @throws InvalidParameterException when {@code under} is not a relative path
   */
  static PlanSource folder(DataKind kind, Path path, String under) {
    return new Folder(kind, path, under);
  }

  /**
   * What a program writes to its standard output, as one object.
   *
   * @param kind what kind of data it holds
   * @param name the object's key
   * @param argv the program and its arguments; they are stored and shown, so no secret may be in
   *     them
   * @param environment variables to give it besides its own
   * @return the source
   * @throws InvalidParameterException when the key is not a relative path, or there is no program
   */
  static PlanSource command(
      DataKind kind, String name, List<String> argv, Map<String, SecretRef> environment) {
    return new Command(kind, name, argv, environment);
  }

  /**
   * A PostgreSQL database, dumped by {@code pg_dump} into one object.
   *
   * @param name the object's key, such as {@code db/app.dump}
   * @param url such as {@code postgresql://app@db.example/app}, without a password
   * @param password where the password is, or null when none is needed
   * @return the source, of the kind {@link DataKind#DATABASE}
   * @throws InvalidParameterException when the key is not a relative path, or the address is
   *     malformed or holds a password
   */
  static PlanSource postgres(String name, String url, @Nullable SecretRef password) {
    return new Postgres(DataKind.DATABASE, name, url, password);
  }

  /**
   * A MySQL or MariaDB database, dumped by {@code mariadb-dump} or {@code mysqldump} into one
   * object.
   *
   * @param name the object's key, such as {@code db/app.sql}
   * @param url such as {@code mysql://app@db.example:3306/app}, without a password
   * @param password where the password is, or null when none is needed
   * @return the source, of the kind {@link DataKind#DATABASE}
   * @throws InvalidParameterException when the key is not a relative path, or the address is
   *     malformed or holds a password
   */
  static PlanSource mysql(String name, String url, @Nullable SecretRef password) {
    return new Mysql(DataKind.DATABASE, name, url, password);
  }

  /**
   * An SQLite database, copied while in use into one object.
   *
   * @param name the object's key, such as {@code db/app.sqlite}
   * @param path the database's file
   * @return the source, of the kind {@link DataKind#DATABASE}
   * @throws InvalidParameterException when the key is not a relative path
   */
  static PlanSource sqlite(String name, Path path) {
    return new Sqlite(DataKind.DATABASE, name, path);
  }

  /**
   * All the files below a folder.
   *
   * @param kind what kind of data it holds
   * @param path the folder
   * @param under the folder in the backup that its files go to, or empty
   * @since 0.1.0
   */
  record Folder(DataKind kind, Path path, String under) implements PlanSource {
    /**
     * Checks the place.
     *
     * @param kind see {@link #kind}
     * @param path see {@link #path}
     * @param under see {@link #under}
     * @throws InvalidParameterException when it is neither empty nor a relative path
     */
    public Folder {
      required("kind", kind);
      required("path", path);
      required("under", under);
      if (!under.isEmpty()) {
        Source.folder(path, under);
      }
    }

    @Override
    public String key() {
      return under;
    }

    @Override
    public @Nullable Duration timeLimit() {
      return null;
    }
  }

  /**
   * What a program writes to its standard output, as one object.
   *
   * @param kind what kind of data it holds
   * @param name the object's key
   * @param argv the program and its arguments; they are stored and shown, so no secret may be in
   *     them
   * @param environment variables to give it besides its own
   * @param timeLimit how long it may take, 1 second to 24 days in whole seconds, or null
   * @since 0.1.0
   */
  record Command(
      DataKind kind,
      String name,
      List<String> argv,
      Map<String, SecretRef> environment,
      @Nullable Duration timeLimit)
      implements PlanSource {
    /**
     * Copies, and checks the key and that there is a program.
     *
     * @param kind see {@link #kind}
     * @param name see {@link #name}
     * @param argv see {@link #argv}
     * @param environment see {@link #environment}
     * @param timeLimit see {@link #timeLimit}
     * @throws InvalidParameterException when the key is not a relative path, or there is no program
     */
    public Command {
      required("kind", kind);
      required("name", name);
      argv = Parameters.all("argv", argv);
      environment = Map.copyOf(required("environment", environment));
      if (argv.isEmpty() || argv.get(0).isBlank()) {
        throw new InvalidParameterException("argv", "is empty; expected a program");
      }
      Source.command(name, argv, Map.of());
      Parameters.limit(timeLimit);
    }

    @Override
    public String key() {
      return name;
    }

    /**
     * The same without a limit.
     *
     * @param kind see {@link #kind}
     * @param name see {@link #name}
     * @param argv see {@link #argv}
     * @param environment see {@link #environment}
     * @throws InvalidParameterException as when there is one
     */
    public Command(
        DataKind kind, String name, List<String> argv, Map<String, SecretRef> environment) {
      this(kind, name, argv, environment, null);
    }
  }

  /**
   * A PostgreSQL database.
   *
   * @param kind what kind of data it holds
   * @param name the object's key
   * @param url where the database is, without a password
   * @param password where the password is, or null
   * @param timeLimit how long it may take, 1 second to 24 days in whole seconds, or null
   * @since 0.1.0
   */
  record Postgres(
      DataKind kind,
      String name,
      String url,
      @Nullable SecretRef password,
      @Nullable Duration timeLimit)
      implements PlanSource {
    /**
     * Checks the key and the address.
     *
     * @param kind see {@link #kind}
     * @param name see {@link #name}
     * @param url see {@link #url}
     * @param password see {@link #password}
     * @param timeLimit see {@link #timeLimit}
     * @throws InvalidParameterException when the key is not a relative path, or the address is
     *     malformed or holds a password
     */
    public Postgres {
      required("kind", kind);
      required("name", name);
      Parameters.withoutPassword("url", url);
      Source.postgres(name, url, null);
      Parameters.limit(timeLimit);
    }

    @Override
    public String key() {
      return name;
    }

    /**
     * The same without a limit.
     *
     * @param kind see {@link #kind}
     * @param name see {@link #name}
     * @param url see {@link #url}
     * @param password see {@link #password}
     * @throws InvalidParameterException as when there is one
     */
    public Postgres(DataKind kind, String name, String url, @Nullable SecretRef password) {
      this(kind, name, url, password, null);
    }
  }

  /**
   * A MySQL or MariaDB database.
   *
   * @param kind what kind of data it holds
   * @param name the object's key
   * @param url where the database is, without a password
   * @param password where the password is, or null
   * @param timeLimit how long it may take, 1 second to 24 days in whole seconds, or null
   * @since 0.1.0
   */
  record Mysql(
      DataKind kind,
      String name,
      String url,
      @Nullable SecretRef password,
      @Nullable Duration timeLimit)
      implements PlanSource {
    /**
     * Checks the key and the address.
     *
     * @param kind see {@link #kind}
     * @param name see {@link #name}
     * @param url see {@link #url}
     * @param password see {@link #password}
     * @param timeLimit see {@link #timeLimit}
     * @throws InvalidParameterException when the key is not a relative path, or the address is
     *     malformed or holds a password
     */
    public Mysql {
      required("kind", kind);
      required("name", name);
      Parameters.withoutPassword("url", url);
      Source.mysql(name, url, null);
      Parameters.limit(timeLimit);
    }

    @Override
    public String key() {
      return name;
    }

    /**
     * The same without a limit.
     *
     * @param kind see {@link #kind}
     * @param name see {@link #name}
     * @param url see {@link #url}
     * @param password see {@link #password}
     * @throws InvalidParameterException as when there is one
     */
    public Mysql(DataKind kind, String name, String url, @Nullable SecretRef password) {
      this(kind, name, url, password, null);
    }
  }

  /**
   * An SQLite database.
   *
   * @param kind what kind of data it holds
   * @param name the object's key
   * @param path the database's file
   * @param timeLimit how long it may take, 1 second to 24 days in whole seconds, or null
   * @since 0.1.0
   */
  record Sqlite(DataKind kind, String name, Path path, @Nullable Duration timeLimit)
      implements PlanSource {
    /**
     * Checks the key.
     *
     * @param kind see {@link #kind}
     * @param name see {@link #name}
     * @param path see {@link #path}
     * @param timeLimit see {@link #timeLimit}
     * @throws InvalidParameterException when it is not a relative path
     */
    public Sqlite {
      required("kind", kind);
      required("name", name);
      required("path", path);
      Source.sqlite(name, path);
      Parameters.limit(timeLimit);
    }

    @Override
    public String key() {
      return name;
    }

    /**
     * The same without a limit.
     *
     * @param kind see {@link #kind}
     * @param name see {@link #name}
     * @param path see {@link #path}
     * @throws InvalidParameterException as when there is one
     */
    public Sqlite(DataKind kind, String name, Path path) {
      this(kind, name, path, null);
    }
  }
}
