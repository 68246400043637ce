package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.internal.schedule.job.JobRetention;
import io.spaces.client.internal.schedule.job.PlanMemory;
import io.spaces.client.internal.schedule.job.PlanRuns;
import io.spaces.client.internal.schedule.job.RunHooks;
import io.spaces.client.internal.schedule.notify.QueuedNotifier;
import io.spaces.client.internal.schedule.quartz.QuartzEngine;
import io.spaces.client.internal.schedule.quartz.SchedulerParts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link BackupScheduler} needs. Not safe for use by several threads.
 *
 * @see BackupScheduler#builder
 * @since 0.1.0
 */
public final class BackupSchedulerBuilder {
  private String name = "spaces";
  private @Nullable String node;
  private @Nullable DataSource dataSource;
  private int threads = 2;
  private Duration grace = Duration.ofMinutes(1);
  private Duration checkInterval = Duration.ofSeconds(7);
  private int triggersAMinute = 5;
  private Duration keepJobs = Duration.ofDays(90);
  private SecretResolver secrets = SecretResolver.standard();
  private @Nullable BackupRunner runner;
  private @Nullable Path stateDirectory;
  private final List<BackupJobListener> listeners = new ArrayList<>();
  private final List<Notifier> notifiers = new ArrayList<>();
  private final List<Hook> before = new ArrayList<>();
  private final List<Hook> after = new ArrayList<>();

  BackupSchedulerBuilder() {}

  /**
   * What the schedulers that share a store are called; {@code spaces} by default.
   *
   * @param name some text
   * @return this
   * @throws InvalidParameterException when it is blank
   */
  public BackupSchedulerBuilder name(String name) {
    this.name = Parameters.text("name", name).strip();
    return this;
  }

  /**
   * What this node is called, as the jobs it runs tell. By default the host's name and something
   * random.
   *
   * @param node a name that no other node has
   * @return this
   * @throws InvalidParameterException when it is blank
   */
  public BackupSchedulerBuilder node(String node) {
    this.node = Parameters.text("node", node).strip();
    return this;
  }

  /**
   * The database in which plans and jobs are kept, and which several nodes can share: H2 (2.x),
   * PostgreSQL or MariaDB, with each of which this is tested on several nodes; MySQL is spoken to
   * like MariaDB, but not tested. Missing tables, whose names all start with {@code SPACES_}, are
   * made, for which the database's user needs the right. Everything is in memory by default.
   *
   * @param dataSource gives connections; a pool of {@link #threads} and three more is right
   * @return this
   */
  public BackupSchedulerBuilder dataSource(DataSource dataSource) {
    this.dataSource = required("dataSource", dataSource);
    return this;
  }

  /**
   * How many plans run at once on this node.
   *
   * @param threads 1 to 64; 2 by default
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public BackupSchedulerBuilder threads(int threads) {
    this.threads = Parameters.between("threads", 1, 64, threads);
    return this;
  }

  /**
   * By how much a run may be late before it counts as missed.
   *
   * @param grace more than 0, 36,500 days at the most; a minute by default
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public BackupSchedulerBuilder grace(Duration grace) {
    this.grace = Parameters.positive("grace", required("grace", grace));
    return this;
  }

  /**
   * How often the nodes that share a store look after each other. That a node has died, or is cut
   * off, is found out after this time and some twelve seconds; until then its run goes on alone.
   *
   * @param interval more than 0, 36,500 days at the most; 7 seconds by default
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public BackupSchedulerBuilder checkInterval(Duration interval) {
    checkInterval = Parameters.positive("checkInterval", required("checkInterval", interval));
    return this;
  }

  /**
   * How often {@link BackupScheduler#trigger} may be called on this node.
   *
   * @param aMinute runs a minute, 1 to 1,000; 5 by default
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public BackupSchedulerBuilder triggerRate(int aMinute) {
    triggersAMinute = Parameters.between("triggerRate", 1, 1_000, aMinute);
    return this;
  }

  /**
   * For how long jobs are remembered after their end. In memory, no more than 10,000 are.
   *
   * @param time more than 0, 36,500 days at the most; 90 days by default
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public BackupSchedulerBuilder keepJobs(Duration time) {
    keepJobs = Parameters.positive("keepJobs", required("keepJobs", time));
    return this;
  }

  /**
   * Who knows the plans' secrets; {@link SecretResolver#standard()} by default. They are looked up
   * when a run needs them, and once when a plan is added and when the scheduler is started, so that
   * one that is not there is told then and not at night.
   *
   * @param secrets looks secrets up
   * @return this
   */
  public BackupSchedulerBuilder secrets(SecretResolver secrets) {
    this.secrets = required("secrets", secrets);
    return this;
  }

  /**
   * Who carries plans out; by default each is backed up to its destination, by {@link
   * BackupRunner#ofSpaces}, around which another can be put.
   *
   * @param runner carries plans out
   * @return this
   */
  public BackupSchedulerBuilder runner(BackupRunner runner) {
    this.runner = required("runner", runner);
    return this;
  }

  /**
   * Adds something to do on this node before each run of any plan, ahead of what the plan says; see
   * {@link Hook}. None by default.
   *
   * @param hook a program or code
   * @return this
   */
  public BackupSchedulerBuilder before(Hook hook) {
    before.add(required("before", hook));
    return this;
  }

  /**
   * Adds something to do on this node after each run of any plan, behind what the plan says; see
   * {@link Hook}. None by default.
   *
   * @param hook a program or code
   * @return this
   */
  public BackupSchedulerBuilder after(Hook hook) {
    after.add(required("after", hook));
    return this;
  }

  /**
   * Adds a listener.
   *
   * @param listener told what the jobs of this node do
   * @return this
   */
  public BackupSchedulerBuilder listener(BackupJobListener listener) {
    listeners.add(required("listener", listener));
    return this;
  }

  /**
   * Adds a notifier.
   *
   * @param notifier told how the jobs of this node ended, as their plans ask
   * @return this
   */
  public BackupSchedulerBuilder notifier(Notifier notifier) {
    notifiers.add(required("notifier", notifier));
    return this;
  }

  /**
   * A folder in which this scheduler keeps what must outlast the process, and that no database
   * holds: the notifications that have not arrived yet (in {@code notifications}, for the owner
   * alone), and, without a {@link #dataSource}, what it has done. That is up to when each plan's
   * schedule was followed, so that what falls due while the application is stopped is treated as
   * the plan's {@link MissedRuns} says; which runs are under way, so that one whose process has
   * died is told as {@link JobStatus#FAILED} at the next start, as soon as its plan is there; and
   * when they last succeeded. The plans themselves are to be {@linkplain BackupScheduler#put put}
   * at each start, before it or after. Schedulers of the same {@link #name} may share it, also in
   * several processes: one of them delivers. By default there is none, what has not arrived ten
   * seconds after {@link BackupScheduler#close} is lost, and what was missed before the start is
   * not known.
   *
   * @param directory made when it is missing; not on a network's file system without locks
   * @return this
   */
  public BackupSchedulerBuilder stateDirectory(Path directory) {
    stateDirectory = required("stateDirectory", directory);
    return this;
  }

  /**
   * Makes the scheduler, and the tables of its store when they are missing. It runs nothing until
   * it is {@linkplain BackupScheduler#start started}.
   *
   * @return a scheduler to start and to close
   * @throws SpaceException when Quartz is missing, or the store or the state directory cannot be
   *     used
   */
  public BackupScheduler build() {
    String here = node == null ? defaultNode() : node;
    BackupRunner carrying = runner == null ? BackupRunner.ofSpaces(secrets) : runner;
    PlanMemory memory =
        stateDirectory == null || dataSource != null ? null : PlanMemory.open(stateDirectory, name);
    List<BackupJobListener> listening = new ArrayList<>(listeners);
    if (memory != null) {
      listening.add(0, memory.first());
      listening.add(memory.last());
    }
    List<QueuedNotifier> told = QueuedNotifier.all(notifiers, notifications());
    return new BackupScheduler(
        SchedulerParts.of(
            new QuartzEngine.Settings(
                name, here, threads, grace, checkInterval, dataSource, memory),
            triggersAMinute,
            jobs ->
                new PlanRuns(
                    jobs,
                    carrying,
                    listening,
                    List.copyOf(told),
                    here,
                    Clock.systemUTC(),
                    new JobRetention(jobs, Clock.systemUTC(), System::nanoTime, keepJobs),
                    new RunHooks(before, after, secrets))),
        told,
        carrying::check);
  }

  private @Nullable Path notifications() {
    return stateDirectory == null ? null : QueuedNotifier.folder(stateDirectory, name);
  }

  private static String defaultNode() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "node";
    }
    return host + "-" + UUID.randomUUID().toString().substring(0, 8);
  }
}
