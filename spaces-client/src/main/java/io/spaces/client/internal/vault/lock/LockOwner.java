package io.spaces.client.internal.vault.lock;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.spaces.client.internal.crypto.Hashes;
import io.spaces.client.internal.crypto.RandomBytes;
import io.spaces.client.internal.disk.LocalState;
import io.spaces.client.internal.vault.format.ObjectNames;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The process that holds a lock. A lock left behind by a process that is known to be dead counts no
 * more; that is known only of processes of the same machine, and there of the same process table.
 *
 * @param machine names the machine and its process table
 * @param process its number there
 * @param started when it started: on Linux in ticks since the machine did, whose clock may be set
 *     meanwhile, elsewhere in milliseconds since 1970; 0 when unknown
 */
public record LockOwner(String machine, long process, long started) {
  private static final String HOST = "host";

  /** Where /proc/PID/stat tells it, counted from behind the name (proc(5)). */
  private static final int STARTED = 19;

  /** The locks that this very process holds: any other that bears its number was left behind. */
  private static final Set<String> HELD = ConcurrentHashMap.newKeySet();

  public static LockOwner current(LocalState state) {
    return of(machine(state), ProcessHandle.current());
  }

  static LockOwner of(String machine, ProcessHandle process) {
    return new LockOwner(machine, process.pid(), started(process));
  }

  static void holds(String lock) {
    HELD.add(lock);
  }

  static void releases(String lock) {
    HELD.remove(lock);
  }

  /** Tells whether this owner of a lock certainly lives no more. */
  boolean isGone(String lock, LockOwner self) {
    if (!machine.equals(self.machine)) {
      return false;
    }
    if (process == self.process) {
      return started != self.started || !HELD.contains(lock);
    }
    ProcessHandle there = ProcessHandle.of(process).filter(ProcessHandle::isAlive).orElse(null);
    if (there == null) {
      return seesOthers();
    }
    long since = started(there);
    return started != 0 && since != 0 && started != since;
  }

  /** Linux can hide the processes of other users (hidepid in proc(5)), the first one too. */
  private static boolean seesOthers() {
    return File.separatorChar == '\\' || ProcessHandle.of(1).isPresent();
  }

  private static long started(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"), ISO_8859_1);
      // The name of the program, which may hold anything, is in parentheses.
      return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[STARTED]);
    } catch (IOException | RuntimeException e) {
      return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
  }

  /**
   * On Linux the kernel's own marks say which processes share a table of numbers: containers may
   * share folders, but not that. Hashed, since they are nobody else's business.
   */
  private static String machine(LocalState state) {
    try {
      String marks =
          Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
              + Files.readString(Path.of("/proc/sys/kernel/hostname"))
              + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
      byte[] hash = Hashes.newSha256().digest(marks.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, ObjectNames.ID_LENGTH);
    } catch (IOException | UnsupportedOperationException e) {
      return randomName(state);
    }
  }

  private static String randomName(LocalState state) {
    String name =
        state
            .read(HOST)
            .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
            .filter(text -> text.matches("[0-9a-f]{32}"))
            .orElse("");
    if (name.isEmpty()) {
      name = RandomBytes.name(ObjectNames.ID_LENGTH);
      state.write(HOST, new ByteArrayInputStream(name.getBytes(StandardCharsets.US_ASCII)));
    }
    return name;
  }
}
