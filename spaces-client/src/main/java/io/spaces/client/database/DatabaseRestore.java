package io.spaces.client.database;

import static java.util.Objects.requireNonNull;

import io.spaces.client.error.CancelledException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.program.ProgramRun;
import io.spaces.client.internal.program.RestoredDatabase;
import io.spaces.client.internal.secret.ForeignWords;
import io.spaces.client.internal.secret.SecretText;
import io.spaces.client.internal.source.SystemPaths;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.Deadline;
import io.spaces.client.schedule.Hook;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts a dump back into its database: what {@link io.spaces.client.backup.Source#postgres}, {@code
 * mysql} and {@code sqlite} have backed up, as a stream, from a snapshot, a mirror or a file.
 *
 * <pre>{@code
 * try (InputStream dump = Files.newInputStream(file)) {
 *   DatabaseRestore.postgres("postgresql://app@db/shop", password)
 *       .swap(true)
 *       .suspend(Hook.program("systemctl", "stop", "shop"))
 *       .restart(Hook.program("systemctl", "start", "shop"))
 *       .validate(Hook.program("/usr/local/bin/check-shop"))
 *       .run(dump);
 * }
 * }</pre>
 *
 * <p>The dump is loaded into a new database beside the one of the address, called {@code
 * NAME_restoring_TIME} until it is complete and checked. That is all that a restore which is killed
 * leaves; one that fails removes it. Then, by default, it gets its name: {@code
 * NAME_restored_TIME}, or {@link #into}. The database of the address is not touched.
 *
 * <p>With {@link #swap} it takes the place of the database of the address. {@link #suspend} comes
 * first, with all that takes long done already; the one in use becomes {@code NAME_replaced_TIME},
 * the new one gets its name, and {@link #restart} and {@link #validate} follow. When one of these
 * fails, the application is suspended again, what was replaced is put back, the application is
 * restarted, and the restore has failed; what was restored is kept as {@code NAME_rejected_TIME},
 * with whatever the application has written to it meanwhile. Times are UTC, as {@code
 * 20260131120000000}; a name that would be too long for the server is shortened before them.
 *
 * <p>The programs of the database are used, and have to be installed; no file of options and no
 * variable counts that would lead elsewhere, as for the dumps. Passwords go the way that they go
 * for dumps, and are on no command line. A program that fails is a failure with its words.
 *
 * <p>One restore at a time; not safe for use by several threads.
 *
 * @since 1.0.0
 */
public final class DatabaseRestore {
  private static final Duration LONGEST = Duration.ofDays(24);

  private final RestoredDatabase.Place place;
  private @Nullable String into;
  private boolean swap;
  private boolean keepReplaced = true;
  private @Nullable Duration timeLimit;
  private Path temporaryDirectory = SystemPaths.temporaryDirectory();
  private SecretResolver secrets = SecretResolver.standard();
  private final List<Hook> suspend = new ArrayList<>();
  private final List<Hook> restart = new ArrayList<>();
  private final List<Hook> validate = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();

  /**
   * Looks, as code, whether a restored database is what it should be.
   *
   * @since 1.0.0
   */
  @FunctionalInterface
  public interface Check {
    /**
     * Looks at it.
     *
     * @param database its name; of SQLite, that of its file, beside the one that was given
     * @throws Exception when it is not; the message becomes part of the restore's failure
     */
    void validate(String database) throws Exception;
  }

  /**
   * How a restore ended: well, or there would be none. Immutable.
   *
   * @since 1.0.0
   */
  public static final class Result {
    private final RestoredDatabase.Outcome outcome;
    private final Duration elapsed;
    private final List<Warning> warnings;

    private Result(RestoredDatabase.Outcome outcome, Duration elapsed, List<Warning> warnings) {
      this.outcome = outcome;
      this.elapsed = elapsed;
      this.warnings = List.copyOf(warnings);
    }

    /** {@return the name of the restored database; of SQLite, that of its file} */
    public String database() {
      return outcome.database();
    }

    /** {@return how many bytes the dump has} */
    public long bytes() {
      return outcome.bytes();
    }

    /** {@return how long it took, hooks included} */
    public Duration elapsed() {
      return elapsed;
    }

    /** {@return the name of what was replaced and is kept, or null where there is none} */
    public @Nullable String replaced() {
      return outcome.replaced();
    }

    /** {@return what went wrong without making the restore fail} */
    public List<Warning> warnings() {
      return warnings;
    }

    /** Returns the name of the database and what was kept. */
    @Override
    public String toString() {
      return "Result[" + outcome + ", " + elapsed + "]";
    }
  }

  private DatabaseRestore(RestoredDatabase.Place place) {
    this.place = place;
  }

  /**
   * Into a PostgreSQL server: what {@code pg_dump} has written in its custom format, by {@code
   * pg_restore}, or as SQL of one database, by {@code psql}. A swap takes the owner, the
   * privileges, the settings and the comment of the database itself along, which a dump does not
   * have; it ends the sessions of others. The user needs the right to create databases, the server
   * its database {@code postgres}, and the roles that the dump names.
   *
   * @param url such as {@code postgresql://user@host:5432/database}, without a password, as for the
   *     dump; the database need not be there
   * @param password the user's password, or null when none is needed or {@code ~/.pgpass} has it
   * @return a restore
   * @throws InvalidParameterException when the address is malformed, names no database or holds a
   *     password
   */
  public static DatabaseRestore postgres(String url, @Nullable String password) {
    requireNonNull(url, "url");
    return new DatabaseRestore(RestoredDatabase.postgres(url, password));
  }

  /**
   * Into a MySQL or MariaDB server: what {@code mariadb-dump} or {@code mysqldump} has written of
   * one database, by {@code mariadb}, or else {@code mysql}. No database has a name there that
   * could be changed: tables are moved, all in one statement, and views, triggers, routines and
   * events made anew, for which {@code mariadb-dump} or {@code mysqldump} is needed, too. A swap
   * without {@link #suspend} may show an application tables without them for a moment. A restore
   * that is killed in that moment leaves the tables where they were or where they go, each database
   * whole, and some of these missing.
   *
   * <p>A dump that names its database is refused, since it would change that one: one made with
   * {@code --databases}, and one with {@code ALTER DATABASE NAME}, which the programs write where a
   * routine, a trigger or an event was made while the database had another character set.
   *
   * @param url such as {@code mysql://user@host:3306/database}, without a password, as for the
   *     dump; the database need not be there
   * @param password the user's password, which goes through a file that its owner alone can read,
   *     or null when none is needed
   * @return a restore
   * @throws InvalidParameterException when the address is malformed or holds a password
   */
  public static DatabaseRestore mysql(String url, @Nullable String password) {
    requireNonNull(url, "url");
    return new DatabaseRestore(RestoredDatabase.mysql(url, password));
  }

  /**
   * Into a file beside another: an SQLite database, which {@code sqlite3} has to find sound. A swap
   * needs the application to have closed the database: it fails, and changes nothing, where logs of
   * SQLite show that it is open. The new file gets the owner, the group and the mode of the one
   * that it replaces.
   *
   * @param database the database's file; it need not be there, its folder has to
   * @return a restore
   */
  public static DatabaseRestore sqlite(Path database) {
    Path file = SystemPaths.here("database", requireNonNull(database, "database"));
    return new DatabaseRestore(RestoredDatabase.sqlite(file));
  }

  /**
   * Says what the new database is called.
   *
   * @param name of a database that is not there; of SQLite, of a file beside the one that was given
   * @return this
   * @throws InvalidParameterException when blank, or of SQLite no name of a file
   */
  public DatabaseRestore into(String name) {
    if (requireNonNull(name, "into").isBlank() || name.indexOf('\0') >= 0) {
      throw new InvalidParameterException("into", "is no name; expected that of a new database");
    }
    into = name;
    return this;
  }

  /**
   * Says whether it takes the place of the database of the address.
   *
   * @param swap false, which is the default, for a new database beside it
   * @return this
   */
  public DatabaseRestore swap(boolean swap) {
    this.swap = swap;
    return this;
  }

  /**
   * Says whether what was replaced stays after a validation that succeeded.
   *
   * @param keep true, which is the default, to keep it as {@code NAME_replaced_TIME}; false to
   *     remove it for good
   * @return this
   */
  public DatabaseRestore keepReplaced(boolean keep) {
    keepReplaced = keep;
    return this;
  }

  /**
   * Limits how long the restore may take, hooks included; what is to be put back afterwards is not
   * limited.
   *
   * @param limit 1 ms to 24 days; none by default
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public DatabaseRestore timeLimit(Duration limit) {
    if (requireNonNull(limit, "timeLimit").toMillis() < 1 || limit.compareTo(LONGEST) > 0) {
      throw new InvalidParameterException(
          "timeLimit", "is " + limit + "; expected 1 ms to 24 days");
    }
    timeLimit = limit;
    return this;
  }

  /**
   * Says where files go that programs need, which their owner alone can read.
   *
   * @param directory the system's by default
   * @return this
   */
  public DatabaseRestore temporaryDirectory(Path directory) {
    temporaryDirectory =
        SystemPaths.here("temporaryDirectory", requireNonNull(directory, "temporaryDirectory"));
    return this;
  }

  /**
   * Says who knows the variables of hooks.
   *
   * @param resolver {@link SecretResolver#standard()} by default
   * @return this
   */
  public DatabaseRestore secrets(SecretResolver resolver) {
    secrets = requireNonNull(resolver, "secrets");
    return this;
  }

  /**
   * Adds what stops the application before a swap.
   *
   * @param hook a program, which gets {@code SPACES_DATABASE}, the name of the database, besides
   *     its own variables; all else is as {@link Hook} says
   * @return this
   * @throws InvalidParameterException when it is code, which has a plan
   */
  public DatabaseRestore suspend(Hook hook) {
    suspend.add(program("suspend", hook));
    return this;
  }

  /**
   * Adds what starts the application after a swap, or after it was put back.
   *
   * @param hook as for {@link #suspend}
   * @return this
   * @throws InvalidParameterException when it is code
   */
  public DatabaseRestore restart(Hook hook) {
    restart.add(program("restart", hook));
    return this;
  }

  /**
   * Adds what looks whether the database is what it should be, after a restart, or in a new
   * database.
   *
   * @param hook as for {@link #suspend}
   * @return this
   * @throws InvalidParameterException when it is code; see {@link #validate(Check)}
   */
  public DatabaseRestore validate(Hook hook) {
    validate.add(program("validate", hook));
    return this;
  }

  /**
   * The same by code, after the programs.
   *
   * @param check called on the thread that restores
   * @return this
   */
  public DatabaseRestore validate(Check check) {
    checks.add(requireNonNull(check, "validate"));
    return this;
  }

  private static Hook program(String name, Hook hook) {
    if (requireNonNull(hook, name).code() != null) {
      throw new InvalidParameterException(
          name, "is code of a plan; expected a program, or a check");
    }
    return hook;
  }

  /**
   * Restores.
   *
   * @param dump read to its end, on the calling thread, and closed
   * @return what was restored
   * @throws SpaceException when it fails; the message says why, in the words of the program that
   *     failed, and what is where if anything has changed
   * @throws InterruptedException when the calling thread is interrupted; nothing has changed then
   */
  public Result run(InputStream dump) throws InterruptedException {
    requireNonNull(dump, "dump");
    long begin = System.nanoTime();
    List<Warning> warnings = new ArrayList<>();
    Cancellation late = new Cancellation();
    Duration limit = timeLimit == null ? LONGEST : timeLimit;
    try (dump;
        Deadline deadline = Deadline.start("spaces-database-limit", limit, late)) {
      try {
        RestoredDatabase restore =
            place.open(
                temporaryDirectory,
                new Hooks(warnings::add),
                text -> warnings.add(new Warning(Warning.Code.REPLACED_KEPT, text)),
                late);
        RestoredDatabase.Outcome outcome =
            swap ? restore.instead(keepReplaced, dump) : restore.into(into, dump);
        return new Result(outcome, Duration.ofNanos(System.nanoTime() - begin), warnings);
      } catch (IOException | RuntimeException e) {
        throw failure(e, deadline);
      }
    } catch (IOException e) {
      throw new SpaceException("The dump could not be closed: " + ForeignWords.of(e), e);
    }
  }

  private static SpaceException failure(Exception e, Deadline deadline)
      throws InterruptedException {
    String words = ForeignWords.of(e);
    if (deadline.isReached()) {
      return new SpaceException("The restore " + deadline.words() + ": " + words, e);
    }
    if (e instanceof CancelledException && Thread.interrupted()) {
      InterruptedException interrupted = new InterruptedException("The restore was interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
    return new SpaceException("The database was not restored: " + words, e);
  }

  /** The hooks of one restore. */
  private final class Hooks implements RestoredDatabase.Steps {
    private final Consumer<Warning> warnings;

    private Hooks(Consumer<Warning> warnings) {
      this.warnings = warnings;
    }

    @Override
    public void suspend(String database, Cancellation cancellation)
        throws IOException, InterruptedException {
      run(suspend, database, cancellation);
    }

    @Override
    public void restart(String database, Cancellation cancellation)
        throws IOException, InterruptedException {
      run(restart, database, cancellation);
    }

    @Override
    public void validate(String database, Cancellation cancellation)
        throws IOException, InterruptedException {
      run(validate, database, cancellation);
      for (Check check : checks) {
        cancellation.throwIfCancelled();
        try {
          check.validate(database);
        } catch (InterruptedException e) {
          throw e;
        } catch (Exception e) {
          throw new IOException("The validation failed: " + ForeignWords.of(e), e);
        }
      }
    }

    private void run(List<Hook> hooks, String database, Cancellation cancellation)
        throws IOException, InterruptedException {
      for (Hook hook : hooks) {
        try {
          program(hook, database).run(hook.timeLimit(), cancellation);
        } catch (IOException | RuntimeException e) {
          cancellation.throwIfCancelled();
          String why = "The hook " + hook.name() + " failed: " + ForeignWords.of(e);
          if (hook.essential()) {
            throw new IOException(why, e);
          }
          warnings.accept(new Warning(Warning.Code.HOOK_FAILED, why));
        }
      }
    }

    private ProgramRun program(Hook hook, String database) {
      Map<String, String> variables = new HashMap<>();
      variables.put("SPACES_DATABASE", database);
      List<String> hidden = new ArrayList<>();
      for (Map.Entry<String, SecretRef> variable : hook.environment().entrySet()) {
        SecretRef reference = variable.getValue();
        String value = SecretText.check("secret", reference + " ", secrets.resolve(reference));
        variables.put(variable.getKey(), value);
        hidden.add(value);
      }
      return new ProgramRun(hook.argv(), variables, hidden);
    }
  }
}
