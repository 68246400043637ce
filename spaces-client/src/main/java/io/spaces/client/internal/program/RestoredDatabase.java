package io.spaces.client.internal.program;

import io.spaces.client.internal.secret.ForeignWords;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ClientThreads;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A dump that becomes a database: loaded under a name that says that it is under way, checked, and
 * only then given the name that it is to have. What had that name is kept until all that the
 * application has to say to it is said.
 */
public final class RestoredDatabase {
  private static final Logger log = LoggerFactory.getLogger(RestoredDatabase.class);
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS").withZone(ZoneOffset.UTC);

  private final DatabaseTarget target;
  private final Steps steps;
  private final Consumer<String> warnings;
  private final Cancellation cancellation;
  private final String moment = MOMENT.format(Instant.now());
  private final String loading;
  private final String replaced;
  private final String rejected;

  /** What is done around it, each with the name of the database. */
  public interface Steps {
    /** Before the live database is replaced. */
    void suspend(String database, Cancellation cancellation)
        throws IOException, InterruptedException;

    /** When it was replaced, or is back. */
    void restart(String database, Cancellation cancellation)
        throws IOException, InterruptedException;

    /** Looks whether it is what it should be. */
    void validate(String database, Cancellation cancellation)
        throws IOException, InterruptedException;
  }

  /**
   * How it ended.
   *
   * @param database the name of what was restored
   * @param bytes how many the dump has
   * @param replaced the name of what it has replaced and what is kept, or null
   */
  public record Outcome(String database, long bytes, @Nullable String replaced) {}

  private RestoredDatabase(
      DatabaseTarget target, Steps steps, Consumer<String> warnings, Cancellation cancellation) {
    this.target = target;
    this.steps = steps;
    this.warnings = warnings;
    this.cancellation = cancellation;
    loading = named("_restoring_");
    replaced = named("_replaced_");
    rejected = named("_rejected_");
  }

  /** Where a dump is put back. */
  public interface Place {
    /** Makes a restore to it; nothing is changed yet. */
    RestoredDatabase open(
        Path temporaryDirectory, Steps steps, Consumer<String> warnings, Cancellation cancellation)
        throws IOException;
  }

  /**
   * A PostgreSQL server.
   *
   * @throws io.spaces.client.error.InvalidParameterException when the address is not valid
   */
  public static Place postgres(String url, @Nullable String password) {
    PostgresTarget target = new PostgresTarget(url, password);
    return (temporary, steps, warnings, cancellation) ->
        new RestoredDatabase(target, steps, warnings, cancellation);
  }

  /**
   * A MySQL or MariaDB server.
   *
   * @throws io.spaces.client.error.InvalidParameterException when the address is not valid
   */
  public static Place mysql(String url, @Nullable String password) {
    MysqlTarget checked = new MysqlTarget(url, password, Path.of(""));
    return (temporary, steps, warnings, cancellation) ->
        new RestoredDatabase(checked.in(temporary), steps, warnings, cancellation);
  }

  /** An SQLite database's file. */
  public static Place sqlite(Path file) {
    return (temporary, steps, warnings, cancellation) ->
        new RestoredDatabase(new SqliteTarget(file, temporary), steps, warnings, cancellation);
  }

  /** A name like that of the live one, which is shortened where both together are too long. */
  private String named(String suffix) {
    String end = suffix + moment;
    StringBuilder name = new StringBuilder(target.live());
    while ((name + end).getBytes(StandardCharsets.UTF_8).length > target.longestName()) {
      int last = name.codePointBefore(name.length());
      name.setLength(name.length() - Character.charCount(last));
    }
    return name + end;
  }

  /**
   * Restores into a new database beside the live one.
   *
   * @param name what it is to be called, or null for a name like the live one's, with the time
   */
  public Outcome into(@Nullable String name, InputStream dump)
      throws IOException, InterruptedException {
    String wanted = name == null ? named("_restored_") : name;
    if (target.exists(wanted, cancellation)) {
      throw new IOException(
          "There is a database "
              + wanted
              + " already; nothing was changed: name another one, or have the live one replaced");
    }
    long bytes = load(dump);
    String now = loading;
    try {
      target.rename(loading, wanted, cancellation);
      now = wanted;
      steps.validate(wanted, cancellation);
    } catch (IOException | RuntimeException | InterruptedException e) {
      remove(now, e);
      throw e;
    }
    return new Outcome(wanted, bytes, null);
  }

  /** Restores in the place of the live one. */
  public Outcome instead(boolean keepReplaced, InputStream dump)
      throws IOException, InterruptedException {
    String live = target.live();
    long bytes = load(dump);
    boolean replacing = false;
    boolean suspended = false;
    boolean swapped = false;
    try {
      replacing = target.exists(live, cancellation);
      if (replacing) {
        target.dress(loading, cancellation);
      }
      suspended = true;
      steps.suspend(live, cancellation);
      swap(replacing, loading, replaced, cancellation);
      swapped = true;
      steps.restart(live, cancellation);
      steps.validate(live, cancellation);
    } catch (IOException | RuntimeException | InterruptedException e) {
      if (swapped) {
        throw putBack(replacing, e);
      }
      if (suspended) {
        atLast(e, () -> steps.restart(live, new Cancellation()));
      }
      remove(loading, e);
      throw e;
    }
    boolean kept = replacing && (keepReplaced || !isRemoved(replaced));
    return new Outcome(live, bytes, kept ? replaced : null);
  }

  private long load(InputStream dump) throws IOException {
    target.create(loading, cancellation);
    Counted counted = new Counted(dump);
    Cancellation.Registration closing = cancellation.onCancel(counted::closeSoon);
    try {
      target.load(loading, counted, cancellation);
      // Whether it is whole is told at its end.
      counted.transferTo(OutputStream.nullOutputStream());
      target.check(loading, cancellation);
    } catch (IOException | RuntimeException e) {
      remove(loading, e);
      throw e;
    } finally {
      closing.close();
    }
    return counted.count;
  }

  private void swap(boolean replacing, String incoming, String outgoing, Cancellation breakingOff)
      throws IOException {
    if (replacing) {
      target.swap(incoming, outgoing, breakingOff);
    } else {
      target.rename(incoming, target.live(), breakingOff);
    }
  }

  /** Returns the failure that tells what is where now. */
  private IOException putBack(boolean replacing, Exception reason) {
    String live = target.live();
    String failed = "The restored database " + live + " was refused: " + ForeignWords.of(reason);
    atLast(reason, () -> steps.suspend(live, new Cancellation()));
    boolean isBack =
        atLast(
            reason,
            () -> {
              if (replacing) {
                target.swap(replaced, rejected, new Cancellation());
              } else {
                target.rename(live, rejected, new Cancellation());
              }
            });
    atLast(reason, () -> steps.restart(live, new Cancellation()));
    String now =
        isBack
            ? (replacing ? live + " is again what it was" : "there is no " + live + ", as before")
                + "; what was restored is kept as "
                + rejected
            : live
                + " is what was restored, since it could not be put back"
                + (replacing ? "; what it was before is kept as " + replaced : "");
    return new IOException(failed + ". The database " + now, reason);
  }

  /** Something that is to be done whatever has happened: the time limit, say, or an interrupt. */
  private interface LastStep {
    void run() throws IOException, InterruptedException;
  }

  private static boolean atLast(Exception reason, LastStep step) {
    boolean interrupted = Thread.interrupted();
    try {
      step.run();
      return true;
    } catch (InterruptedException e) {
      interrupted = true;
      reason.addSuppressed(e);
      return false;
    } catch (IOException | RuntimeException e) {
      log.warn("After a database could not be restored: {}", ForeignWords.described(e));
      reason.addSuppressed(e);
      return false;
    } finally {
      if (interrupted || reason instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void remove(String name, Exception reason) {
    boolean unused = atLast(reason, () -> target.remove(name, new Cancellation()));
  }

  private boolean isRemoved(String name) {
    try {
      target.remove(name, cancellation);
      return true;
    } catch (IOException | RuntimeException e) {
      warnings.accept(
          "The database "
              + name
              + ", which was replaced, could not be removed: "
              + ForeignWords.of(e));
      return false;
    }
  }

  /** A dump whose bytes are counted. */
  private static final class Counted extends FilterInputStream {
    private long count;

    private Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      count += Math.max(0, read);
      return read;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    /** Wakes who reads it. */
    private void closeSoon() {
      Thread unused = ClientThreads.start("spaces-closing-a-dump", this::closeQuietly);
    }

    private void closeQuietly() {
      try {
        close();
      } catch (IOException e) {
        log.debug("A dump could not be closed", e);
      }
    }
  }
}
