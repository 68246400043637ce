package io.spaces.client.examples.cli;

import io.spaces.client.backup.Layout;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Wallet;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.PlanEncryption;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.schedule.SecretResolver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What two plans have in common, and whether that does harm. */
final class SharedByPlans {
  private final SecretResolver secrets;
  private final List<String> notes = new ArrayList<>();
  private final BiConsumer<BackupPlan, String> problems;

  /** Tells {@code problems} for each of two plans what cannot be. */
  SharedByPlans(SecretResolver secrets, BiConsumer<BackupPlan, String> problems) {
    this.secrets = secrets;
    this.problems = problems;
  }

  /** What they may have in common, and a person should know of. */
  List<String> notes() {
    return notes;
  }

  void look(List<BackupPlan> plans) {
    for (int i = 0; i < plans.size(); i++) {
      for (BackupPlan other : plans.subList(i + 1, plans.size())) {
        look(plans.get(i), other);
      }
    }
  }

  private void look(BackupPlan one, BackupPlan two) {
    if (place(one).equals(place(two))) {
      inOnePlace(one, two);
    }
    for (PlanSource source : one.sources()) {
      two.sources().forEach(other -> sources(one, source, two, other));
    }
    state(one, two);
    if (one.stateDirectory() != null && one.stateDirectory().equals(two.stateDirectory())) {
      note(one, two, "keep their state in " + one.stateDirectory());
    }
  }

  private void inOnePlace(BackupPlan one, BackupPlan two) {
    String where = " in one place, " + place(one);
    if (one.layout() != two.layout()) {
      note(one, two, "are a mirror and a vault" + where + "; a restore has to say of which");
    } else if (one.layout() == Layout.VAULT) {
      inOneVault(one, two, where);
    } else if (one.strictSync() || two.strictSync()) {
      problem(one, two, "mirrors" + where + ", and strictSync deletes what the other has sent");
    } else {
      note(one, two, "are mirrors" + where + "; of files with one name there, the last is kept");
    }
  }

  private void inOneVault(BackupPlan one, BackupPlan two, String where) {
    if (!isOneKey(one.encryption(), two.encryption())) {
      problem(one, two, "vaults" + where + ", with different encryption; one vault has one key");
    }
    if (one.set().equals(two.set())) {
      note(
          one,
          two,
          "make snapshots of one set, \""
              + one.set()
              + "\","
              + where
              + "; the rules of each decide on those of both");
    }
  }

  /** Unknown secrets are told elsewhere. */
  private boolean isOneKey(@Nullable PlanEncryption one, @Nullable PlanEncryption two) {
    if (one == null || two == null) {
      return one == null && two == null;
    }
    try {
      return one.kind() == two.kind()
          && secrets.resolve(one.secret()).equals(secrets.resolve(two.secret()));
    } catch (InvalidParameterException e) {
      return true;
    }
  }

  private void sources(BackupPlan one, PlanSource source, BackupPlan two, PlanSource other) {
    if (source instanceof PlanSource.Folder a && other instanceof PlanSource.Folder b) {
      Path mine = real(a.path());
      Path its = real(b.path());
      if (mine.equals(its)) {
        note(one, two, "back up the same folder, " + mine);
      } else if (its.startsWith(mine)) {
        note(one, two, "back up " + its + ", the one with all of " + mine);
      } else if (mine.startsWith(its)) {
        note(one, two, "back up " + mine + ", the other with all of " + its);
      }
    } else if (isOneDatabase(source, other)) {
      note(one, two, "back up the same database, " + database(source));
    }
  }

  private static boolean isOneDatabase(PlanSource one, PlanSource two) {
    String database = database(one);
    return database != null && database.equals(database(two));
  }

  private static @Nullable String database(PlanSource source) {
    if (source instanceof PlanSource.Sqlite sqlite) {
      return real(sqlite.path()).toString();
    }
    if (source instanceof PlanSource.Postgres postgres) {
      return postgres.url();
    }
    return source instanceof PlanSource.Mysql mysql ? mysql.url() : null;
  }

  /** State that another plan backs up changes its source with every run. */
  private void state(BackupPlan one, BackupPlan two) {
    stateInSourceOf(two, one);
    stateInSourceOf(one, two);
  }

  private void stateInSourceOf(BackupPlan other, BackupPlan plan) {
    Path state = plan.stateDirectory();
    for (PlanSource source : other.sources()) {
      if (state != null
          && source instanceof PlanSource.Folder folder
          && real(state).startsWith(real(folder.path()))) {
        notes.add(quoted(other) + " backs up the state folder of " + quoted(plan) + ", " + state);
      }
    }
  }

  private void note(BackupPlan one, BackupPlan two, String what) {
    notes.add(quoted(one) + " and " + quoted(two) + " " + what);
  }

  private void problem(BackupPlan one, BackupPlan two, String what) {
    problems.accept(one, "This and " + quoted(two) + " are " + what);
    problems.accept(two, "This and " + quoted(one) + " are " + what);
  }

  private static String quoted(BackupPlan plan) {
    return '"' + plan.name() + '"';
  }

  /** The area of a space that a plan's backups lie in. */
  private String place(BackupPlan plan) {
    Destination endpoint = plan.destination();
    String app = endpoint.appDid() == null ? actor(endpoint) : endpoint.appDid();
    String area = plan.incremental() && endpoint.appPid() != null ? endpoint.appPid() : app;
    String address = endpoint.address().replaceFirst("/+$", "");
    String host = address.replaceFirst("(?<=//)([^/]*).*", "$1").toLowerCase(Locale.ROOT);
    return host + address.substring(host.length()) + " (" + area + ")";
  }

  /** Whose area it is where nobody says so; of a secret that is not known, its reference. */
  private String actor(Destination endpoint) {
    try {
      Credentials credentials = endpoint.credentials(secrets);
      if (credentials instanceof Credentials.Signed signed) {
        return signed.delegation() == null
            ? signed.wallet().address()
            : signed.delegation().from().address();
      }
      Wallet wallet = credentials instanceof Credentials.AccessKey key ? key.wallet() : null;
      return wallet == null ? endpoint.secret().toString() : wallet.address();
    } catch (InvalidParameterException e) {
      return endpoint.secret().toString();
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
