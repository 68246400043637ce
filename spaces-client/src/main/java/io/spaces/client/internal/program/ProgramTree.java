package io.spaces.client.internal.program;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A program and all that it has started. They end together: a dump whose shell alone is gone would
 * go on, and keep its locks.
 */
final class ProgramTree {
  /** For a dump to give up its locks, and for a script to tidy up. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** For the system to do away with what was killed. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final long LOOK_AROUND_MILLIS = 10;

  private final Process program;

  ProgramTree(Process program) {
    this.program = program;
  }

  /**
   * Ends what still runs: tells it to end, and kills what has not a second later. Returns when all
   * of it is gone. An interrupt does not break this off.
   */
  synchronized void end() {
    if (!program.isAlive()) {
      return; // what it has started is nobody's by now
    }
    Set<ProcessHandle> all = all();
    // By their handles: Process.destroy would close the stream under the thread that reads it.
    all.forEach(ProcessHandle::destroy);
    await(all, GRACE);
    Set<ProcessHandle> left = new LinkedHashSet<>();
    for (ProcessHandle process : all) {
      if (process.isAlive()) {
        process.descendants().forEach(left::add);
        left.add(process);
      }
    }
    left.forEach(ProcessHandle::destroyForcibly);
    await(left, PATIENCE);
  }

  /** The same, on a thread of its own. */
  void endSoon(String name) {
    Thread thread = new Thread(this::end, "spaces-ending-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private Set<ProcessHandle> all() {
    Set<ProcessHandle> all = new LinkedHashSet<>();
    all.add(program.toHandle());
    program.descendants().forEach(all::add);
    return all;
  }

  /** What has ended is on the system's list until somebody asks how, and has no command there. */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive()
        && (process.info().command().isPresent() || process.info().commandLine().isPresent());
  }

  private static void await(Set<ProcessHandle> processes, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    while (processes.stream().anyMatch(ProgramTree::runs) && System.nanoTime() < end) {
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_AROUND_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
