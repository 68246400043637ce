package io.spaces.client.internal.vault;

import io.spaces.client.internal.crypto.Hashes;
import io.spaces.client.internal.vault.format.Keys;
import java.io.ByteArrayInputStream;
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
 * @param started when it started, in milliseconds since 1970, or 0 when unknown
 */
record LockOwner(String machine, long process, long started) {
  private static final String HOST = "host";

  /** The locks that this very process holds: any other that bears its number was left behind. */
  private static final Set<String> HELD = ConcurrentHashMap.newKeySet();

  static LockOwner current(LocalState state) {
    ProcessHandle self = ProcessHandle.current();
    return new LockOwner(machine(state), self.pid(), started(self));
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
    return ProcessHandle.of(process)
        .map(handle -> !handle.isAlive() || (started != 0 && started(handle) != started))
        .orElse(true);
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
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
      return HexFormat.of().formatHex(hash, 0, Keys.ID_LENGTH);
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
      name = Keys.randomName(Keys.ID_LENGTH);
      state.write(HOST, new ByteArrayInputStream(name.getBytes(StandardCharsets.US_ASCII)));
    }
    return name;
  }
}
