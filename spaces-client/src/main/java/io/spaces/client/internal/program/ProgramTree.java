package io.spaces.client.internal.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.spaces.client.internal.waiting.ClientThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A program and all that it has started. They end together: a dump whose shell alone is gone would
 * go on, and keep its locks. Whose parent has ended is nobody's child, so that each has a mark in
 * its environment, too, by which Linux tells them.
 */
final class ProgramTree {
  private static final Path PROC = Path.of("/proc");
  private static final boolean TELLS_MARKS = Files.isReadable(PROC.resolve("self/environ"));

  /** For a dump to give up its locks, and for a script to tidy up. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** For the system to do away with what was killed. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final long LOOK_AROUND_MILLIS = 20;

  private final Process program;
  private final String mark;

  private ProgramTree(Process program, String mark) {
    this.program = program;
    this.mark = mark;
  }

  /** Starts a program. */
  static ProgramTree start(ProcessBuilder builder) throws IOException {
    // The name and not the value: what is started by what is started has marks of both.
    String mark = "SPACES_PROGRAM_" + UUID.randomUUID().toString().replace('-', '_');
    builder.environment().put(mark, "1");
    return new ProgramTree(builder.start(), mark);
  }

  Process program() {
    return program;
  }

  /**
   * Ends what still runs: tells it to end, and kills what has not a second later. Returns when all
   * of it is gone. An interrupt does not break this off.
   */
  synchronized void end() {
    Set<ProcessHandle> all = new LinkedHashSet<>(Set.of(program.toHandle()));
    Set<ProcessHandle> told = new HashSet<>();
    long begin = System.nanoTime();
    boolean interrupted = false;
    // Again and again: what is being ended may start something.
    for (long spent = 0; spent < GRACE.plus(PATIENCE).toNanos(); ) {
      look(all);
      List<ProcessHandle> left = all.stream().filter(ProgramTree::runs).toList();
      if (left.isEmpty()) {
        break;
      }
      // By their handles: Process.destroy would close the stream under the thread that reads it.
      for (ProcessHandle process : left) {
        if (spent >= GRACE.toNanos()) {
          process.destroyForcibly();
        } else if (told.add(process)) {
          process.destroy();
        }
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_AROUND_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      spent = System.nanoTime() - begin;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same, on a thread of its own. */
  void endSoon(String name) {
    Thread unused = ClientThreads.start("spaces-ending-" + name, this::end);
  }

  private void look(Set<ProcessHandle> all) {
    for (ProcessHandle process : List.copyOf(all)) {
      process.descendants().forEach(all::add);
    }
    if (TELLS_MARKS) {
      ProcessHandle.allProcesses().filter(this::isMarked).forEach(all::add);
    }
  }

  private boolean isMarked(ProcessHandle process) {
    try {
      Path environment = PROC.resolve(process.pid() + "/environ");
      return new String(Files.readAllBytes(environment), ISO_8859_1).contains(mark);
    } catch (IOException e) {
      return false; // it has ended, or is somebody else's
    }
  }

  /** What has ended is on the system's list until somebody asks how, and has no command there. */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive()
        && (process.info().command().isPresent() || process.info().commandLine().isPresent());
  }
}
