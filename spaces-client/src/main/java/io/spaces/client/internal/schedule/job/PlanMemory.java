package io.spaces.client.internal.schedule.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.error.SpaceException;
import io.spaces.client.history.Strategy;
import io.spaces.client.internal.disk.StateFile;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.JobStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a scheduler without a database remembers over restarts, in a file of the state directory: up
 * to when each plan's schedule was followed, what is under way, and when it last succeeded. Written
 * out before a run begins. Several processes can have the same file; one that comes while no other
 * is there tells what became of the runs of those that have died. Safe for use by several threads.
 */
public final class PlanMemory implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PlanMemory.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 16 << 20;

  /** For each plan: its schedule, and up to when it was followed. */
  private static final String FOLLOWED = "followed";

  /** For each job that has begun and whose end not everybody has been told: the job. */
  private static final String RUNNING = "running";

  /** For each plan and set: when a run last succeeded. */
  private static final String SUCCEEDED = "succeeded";

  /** Within a process, locks of files are nobody's. */
  private static final Object CHANGING = new Object();

  private final StateFile file;
  private final Path lockFile;
  private @Nullable FileChannel alive;

  private PlanMemory(Path directory, String scheduler) {
    file = new StateFile(directory, "schedule\0" + scheduler, ".plans");
    lockFile = file.path().resolveSibling(file.path().getFileName() + ".lock");
  }

  /**
   * The memory of a scheduler.
   *
   * @param directory made when it is missing
   * @param scheduler whose
   * @throws SpaceException when it cannot be read or written
   */
  public static PlanMemory open(Path directory, String scheduler) {
    PlanMemory memory = new PlanMemory(directory, scheduler);
    try {
      memory.change(root -> root.put("format", 1));
    } catch (IOException | RuntimeException e) {
      throw new SpaceException(
          "What the plans' schedules have done cannot be remembered in " + directory + ": " + e, e);
    }
    return memory;
  }

  /** Up to when the plan's schedule was followed, if it is the same; if not, it is from now on. */
  public Optional<Instant> follow(BackupPlan plan, Instant now) {
    Instant[] known = new Instant[1];
    changeOrWarn(
        root -> {
          ObjectNode entry = object(object(root, FOLLOWED), plan.name());
          if (isOf(plan, entry)) {
            known[0] = moment(entry, "until");
          }
          if (known[0] == null && plan.enabled()) {
            put(plan, now, entry);
          }
        });
    return Optional.ofNullable(known[0]);
  }

  /** The plan's schedule is another from now on. */
  public void restart(BackupPlan plan, Instant now) {
    changeOrWarn(root -> put(plan, now, object(object(root, FOLLOWED), plan.name())));
  }

  public void forget(String plan) {
    changeOrWarn(root -> object(root, FOLLOWED).remove(plan));
  }

  private static ObjectNode object(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode there ? there : parent.putObject(name);
  }

  private static boolean isOf(BackupPlan plan, ObjectNode entry) {
    return entry.path("cron").asText().equals(plan.schedule().expression())
        && entry.path("zone").asText().equals(plan.schedule().zone().getId());
  }

  private static void put(BackupPlan plan, Instant until, ObjectNode entry) {
    entry
        .put("cron", plan.schedule().expression())
        .put("zone", plan.schedule().zone().getId())
        .put("until", until.toString());
  }

  /** To be told before all others: what has begun and ended. */
  public BackupJobListener first() {
    return new BackupJobListener() {
      @Override
      public void started(BackupPlan plan, BackupJob job) {
        changeOrWarn(
            root -> {
              follow(plan, job, job.startedAt(), root);
              object(root, RUNNING).set(job.id(), JobJson.write(job));
            });
      }

      @Override
      public void ended(BackupPlan plan, BackupJob job) {
        changeOrWarn(root -> end(plan, job, root));
      }
    };
  }

  private static void end(BackupPlan plan, BackupJob job, ObjectNode root) {
    if (job.status() == JobStatus.SKIPPED) {
      follow(plan, job, job.dueAt(), root);
    }
    if (job.startedAt() != null) {
      object(root, RUNNING).set(job.id(), JobJson.write(job));
    }
    Instant at = job.endedAt();
    if (job.status() == JobStatus.SUCCEEDED && at != null) {
      object(object(root, SUCCEEDED), plan.name()).put(set(plan, job), at.toString());
    }
  }

  /** To be told after all others: then everybody has heard of the end. */
  public BackupJobListener last() {
    return new BackupJobListener() {
      @Override
      public void ended(BackupPlan plan, BackupJob job) {
        changeOrWarn(root -> object(root, RUNNING).remove(job.id()));
      }
    };
  }

  private static void follow(
      BackupPlan plan, BackupJob job, @Nullable Instant until, ObjectNode root) {
    if (job.strategy() == Strategy.AUTOMATIC && until != null) {
      ObjectNode entry = object(object(root, FOLLOWED), plan.name());
      put(plan, until, entry);
    }
  }

  private static String set(BackupPlan plan, BackupJob job) {
    return job.set() == null ? plan.name() : job.set();
  }

  /** When what the plan's scheduled runs take was last backed up as a whole. */
  public Optional<Instant> lastSuccess(BackupPlan plan) {
    try {
      return Optional.ofNullable(
          moment(object(object(read(), SUCCEEDED), plan.name()), plan.set(plan.selection())));
    } catch (IOException e) {
      warn(e);
      return Optional.empty();
    }
  }

  /**
   * The jobs that have begun and will never end, or whose end not everybody was told, since no
   * process is there that would do it. From now on this one is there.
   */
  public List<BackupJob> unended() {
    List<BackupJob> unended = new ArrayList<>();
    if (isAlone()) {
      try {
        object(read(), RUNNING).forEach(node -> JobJson.read(node).ifPresent(unended::add));
      } catch (IOException e) {
        warn(e);
      }
    }
    return unended;
  }

  /** What has died is kept until its plan is there again. */
  public void stillUntold(BackupJob job) {
    log.warn(
        "The job {} of {} ended with its process, and nobody was told: there is no plan of that"
            + " name; it is told once there is",
        job.id(),
        job.plan());
  }

  /** Each process holds a shared lock while it lives; who gets the whole lock is alone. */
  private synchronized boolean isAlone() {
    if (alive != null) {
      return false; // what has begun since is its own
    }
    try {
      FileChannel channel = lock(file.path().resolveSibling(file.path().getFileName() + ".alive"));
      alive = channel;
      FileLock whole = channel.tryLock();
      if (whole != null) {
        whole.release();
      }
      FileLock unused = channel.lock(0, Long.MAX_VALUE, true);
      return whole != null;
    } catch (OverlappingFileLockException e) {
      return false; // another scheduler of this process
    } catch (IOException e) {
      warn(e);
      return false;
    }
  }

  private FileChannel lock(Path path) throws IOException {
    return FileChannel.open(
        file.createPrivate(path), StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private void changeOrWarn(Consumer<ObjectNode> change) {
    try {
      change(change);
    } catch (IOException | RuntimeException e) {
      warn(e);
    }
  }

  private void warn(Exception e) {
    log.warn(
        "What the plans' schedules have done cannot be remembered in {}: runs that were missed, or"
            + " broken off, may go unnoticed after a restart",
        file.path(),
        e);
  }

  private void change(Consumer<ObjectNode> change) throws IOException {
    synchronized (CHANGING) {
      try (FileChannel channel = lock(lockFile)) {
        FileLock unused = channel.lock(); // until the channel is closed
        ObjectNode root = read();
        ObjectNode before = root.deepCopy();
        change.accept(root);
        if (!root.equals(before) || !Files.exists(file.path())) {
          ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(root));
          file.write(
              out -> {
                while (bytes.hasRemaining()) {
                  out.write(bytes);
                }
              });
        }
      }
    }
  }

  private ObjectNode read() throws IOException {
    try (var in = Files.newInputStream(file.path())) {
      String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
      if (JSON.readTree(text) instanceof ObjectNode root) {
        return root;
      }
    } catch (NoSuchFileException e) {
      return JSON.createObjectNode();
    } catch (JsonProcessingException e) {
      log.debug("It is malformed", e);
    }
    log.warn("{} is damaged, and begun anew: what was missed before now is not known", file.path());
    return JSON.createObjectNode();
  }

  private static @Nullable Instant moment(ObjectNode node, String name) {
    try {
      return node.hasNonNull(name) ? Instant.parse(node.get(name).asText()) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Another process may be the first now. */
  @Override
  public synchronized void close() {
    if (alive != null) {
      try {
        alive.close();
      } catch (IOException e) {
        log.debug("A lock cannot be given back", e);
      }
    }
  }
}
