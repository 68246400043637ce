package io.spaces.client.backup;

import static java.util.Objects.requireNonNull;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.content.BytesContent;
import io.spaces.client.internal.program.DatabaseDumps;
import io.spaces.client.internal.program.ProgramOutput;
import io.spaces.client.internal.secret.SecretText;
import io.spaces.client.internal.source.SystemPaths;
import io.spaces.client.internal.source.read.LimitedContent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a backup reads. Immutable.
 *
 * @since 0.1.0
 */
public sealed interface Source {
  /**
   * All the files below a folder.
   *
   * @param path the folder, which must exist when the backup starts
   * @return the source
   */
  static Source folder(Path path) {
    return new Folder(path, "");
  }

  /**
   * All the files below a folder, put below another folder in the backup.
   *
   * @param path the folder, which must exist when the backup starts
   * @param under the folder in the backup, such as {@code uploads}
   * @return the source
   * @throws InvalidParameterException when {@code under} is not a relative path
   */
  static Source folder(Path path, String under) {
    SourceKeys.check("under", under);
    return new Folder(path, under);
  }

  /**
   * Several sources in one backup. They must not meet: two folders need a place of their own each,
   * see {@link #folder(Path, String)}, and no two sources may have an object of the same key.
   *
   * @param sources the sources, one at least
   * @return a source of all of them
   * @throws InvalidParameterException when there is none, or two of them meet
   */
  static Source of(Source... sources) {
    for (Source source : requireNonNull(sources, "sources")) {
      requireNonNull(source, "sources");
    }
    All all = new All(List.of(sources));
    return all.parts().size() == 1 ? all.parts().get(0) : all;
  }

  /**
   * Single objects.
   *
   * @param objects the objects, with a different key each
   * @return the source
   * @throws InvalidParameterException when two objects have the same key
   */
  static Source objects(List<SourceObject> objects) {
    return new Objects(objects);
  }

  /**
   * What a program writes to its standard output, as one object. The program is run when the backup
   * comes to it, and its output read as any stream is, see {@link SourceObject#of(String,
   * SourceObject.Content)}: into a vault without a copy. Unless it ends with 0 the object fails,
   * with the end of what the program wrote to its standard error as the reason.
   *
   * @param name the object's key
   * @param argv the program and its arguments; secrets do not belong there, since every user of the
   *     machine can list them
   * @return the source
   * @throws InvalidParameterException when the key is not a relative path, or there is no program
   */
  static Source command(String name, String... argv) {
    for (String argument : requireNonNull(argv, "argv")) {
      requireNonNull(argument, "argv");
    }
    return command(name, List.of(argv), Map.of());
  }

  /**
   * What a program that gets additional environment variables writes to its standard output, as one
   * object; see {@link #command(String, String...)}.
   *
   * @param name the object's key
   * @param argv the program and its arguments
   * @param variables variables besides those of this process; their values may be secret
   * @return the source
   * @throws InvalidParameterException when the key is not a relative path, there is no program, or
   *     a value is no text (a NUL, or what is no character)
   */
  static Source command(String name, List<String> argv, Map<String, String> variables) {
    SourceKeys.check("name", name);
    requireNonNull(argv, "argv");
    requireNonNull(variables, "variables");
    if (argv.isEmpty()) {
      throw new InvalidParameterException("argv", "is empty; expected a program");
    }
    variables.forEach((variable, value) -> SecretText.check("variables", variable + " ", value));
    return objects(List.of(SourceObject.of(name, new ProgramOutput(argv, variables))));
  }

  /**
   * A PostgreSQL database, dumped by {@code pg_dump} in its custom format into one object. To bring
   * it back: {@code pg_restore --clean --if-exists --dbname=URL FILE}.
   *
   * <p>Of libpq's variables those count that say how a connection is protected and proven: {@code
   * PGSSL…}, {@code PGREQUIRE…}, {@code PGCHANNELBINDING}, {@code PGGSS…}, {@code PGKRB…}, {@code
   * PGPASSFILE} and, where no password is given, {@code PGPASSWORD}. What the address says goes
   * first. No variable counts that would choose another server, database, role or option; an
   * address without a host names the server of this machine at its default socket. A parameter that
   * libpq does not know is refused.
   *
   * @param name the object's key, such as {@code db/app.dump}
   * @param url such as {@code postgresql://user@host:5432/database}, without a password
   * @param password the user's password, which goes through the environment, or null when none is
   *     needed or {@code ~/.pgpass} has it
   * @return the source
   * @throws InvalidParameterException when the key is not a relative path, or the address is
   *     malformed or holds a password
   */
  static Source postgres(String name, String url, @Nullable String password) {
    SourceKeys.check("name", name);
    requireNonNull(url, "url");
    return objects(List.of(SourceObject.of(name, DatabaseDumps.postgres(url, password))));
  }

  /**
   * A MySQL or MariaDB database, dumped by {@code mariadb-dump}, or else {@code mysqldump}, as SQL
   * into one object, with its routines, triggers and events. To bring it back: {@code mariadb
   * --max-allowed-packet=1G --database=NAME < FILE}; the server has to allow such packets, too,
   * where rows are large.
   *
   * <p>No file of options is read, neither {@code ~/.my.cnf} nor {@code /etc/my.cnf}, and no
   * variable of MySQL's or MariaDB's counts: what a connection needs, options of TLS such as {@code
   * ?ssl-ca=PATH} included, stands in the address. An address without a host, such as {@code
   * mysql:///database}, names the server of this machine at its default socket, and no other. A
   * parameter that the programs do not know is refused. Rows may have 1 GiB.
   *
   * @param name the object's key, such as {@code db/app.sql}
   * @param url such as {@code mysql://user@host:3306/database}, without a password; {@code
   *     ?socket=PATH} names a local socket
   * @param password the user's password, which goes through a file that its owner alone can read,
   *     or null when none is needed
   * @return the source
   * @throws InvalidParameterException when the key is not a relative path, or the address is
   *     malformed or holds a password
   */
  static Source mysql(String name, String url, @Nullable String password) {
    SourceKeys.check("name", name);
    requireNonNull(url, "url");
    return objects(List.of(SourceObject.of(name, DatabaseDumps.mysql(url, password))));
  }

  /**
   * An SQLite database, copied while in use into one object: by the program {@code sqlite3} when it
   * is installed, else by the JDBC driver when that is on the class path. To bring it back, put the
   * file in its place while nobody has it open, and delete its {@code -wal} and {@code -shm} files.
   *
   * @param name the object's key, such as {@code db/app.sqlite}
   * @param path the database's file
   * @return the source
   * @throws InvalidParameterException when the key is not a relative path
   */
  static Source sqlite(String name, Path path) {
    SourceKeys.check("name", name);
    Path file = SystemPaths.here("path", requireNonNull(path, "path"));
    return objects(List.of(SourceObject.of(name, DatabaseDumps.sqlite(file))));
  }

  /**
   * The same source with a limit on how long each of its programs, databases and streams may take,
   * from its start to its end. One that takes longer is ended, with all that it has started, and
   * fails as one that cannot be read; all else is backed up. Without a limit, which is the default,
   * a dump waits behind a lock for as long as that is held, or until the run is cancelled or has
   * reached {@linkplain io.spaces.client.TransferBuilder#timeLimit its own limit}. Folders and
   * files have none.
   *
   * <p>A stream of the application's whose opening or reading still blocks at its limit has its
   * thread interrupted, and is closed a second later if it blocks in a read. Not even that ends one
   * that heeds neither, such as a file on a disk that answers no more, or an opening that goes on
   * after an interrupt: that blocks until the run is cancelled, which leaves it behind.
   *
   * @param limit 1 ms to 24 days
   * @return a source with that limit, in place of one that this has
   * @throws InvalidParameterException when out of range, or there is no program, database or stream
   */
  default Source timeLimit(Duration limit) {
    LimitedContent.check(requireNonNull(limit, "limit"));
    if (this instanceof All all && all.parts().stream().anyMatch(Objects.class::isInstance)) {
      return new All(
          all.parts().stream()
              .map(part -> part instanceof Objects ? part.timeLimit(limit) : part)
              .toList());
    }
    if (this instanceof Objects objects) {
      return new Objects(objects.objects().stream().map(object -> limited(object, limit)).toList());
    }
    throw new InvalidParameterException(
        "timeLimit", "is for programs, databases and streams; a folder has none");
  }

  private static SourceObject limited(SourceObject object, Duration limit) {
    return object instanceof SourceObject.OfStream stream
            && !(stream.content() instanceof BytesContent)
        ? SourceObject.of(stream.key(), LimitedContent.of(stream.content(), limit))
        : object;
  }

  /**
   * All the files below a folder.
   *
   * @param path the folder
   * @param under the folder in the backup that its files go to, with a slash at its end; or empty
   * @since 0.1.0
   */
  record Folder(Path path, String under) implements Source {
    /**
     * Checks the place.
     *
     * @param path see {@link #path}
     * @param under see {@link #under}
     * @throws InvalidParameterException when it is neither empty nor a relative path and a slash
     */
    public Folder {
      path = SystemPaths.here("source", requireNonNull(path, "path"));
      requireNonNull(under, "under");
      if (!under.isEmpty()) {
        int end = under.length() - (under.endsWith("/") ? 1 : 0);
        SourceKeys.check("under", under.substring(0, end));
        under = under.substring(0, end) + "/";
      }
    }
  }

  /**
   * Single objects.
   *
   * @param objects the objects
   * @since 0.1.0
   */
  record Objects(List<SourceObject> objects) implements Source {
    /**
     * Copies the list and checks that no key comes twice.
     *
     * @param objects see {@link #objects}
     */
    public Objects {
      objects = List.copyOf(requireNonNull(objects, "objects"));
      Set<String> keys = new HashSet<>();
      for (SourceObject object : objects) {
        if (!keys.add(object.key())) {
          throw new InvalidParameterException(
              "source", "has the key \"" + object.key() + "\" twice; expected each key once");
        }
      }
    }
  }

  /**
   * Several sources.
   *
   * @param parts folders and objects
   * @since 0.1.0
   */
  record All(List<Source> parts) implements Source {
    /**
     * Copies the list, with the parts of what is itself several sources in its place, and checks
     * that they do not meet.
     *
     * @param parts see {@link #parts}
     */
    public All {
      parts =
          requireNonNull(parts, "parts").stream()
              .flatMap(part -> part instanceof All all ? all.parts().stream() : Stream.of(part))
              .toList();
      if (parts.isEmpty()) {
        throw new InvalidParameterException("source", "is empty; expected one source at least");
      }
      Set<String> taken = new HashSet<>();
      for (Source part : parts) {
        if (part instanceof Folder folder && !taken.add(folder.under())) {
          throw new InvalidParameterException(
              "source", "has two folders in one place; give each a place of its own");
        }
        if (part instanceof Objects objects) {
          for (SourceObject object : objects.objects()) {
            if (!taken.add(object.key())) {
              throw new InvalidParameterException(
                  "source", "has the key \"" + object.key() + "\" twice; expected each key once");
            }
          }
        }
      }
    }
  }
}
