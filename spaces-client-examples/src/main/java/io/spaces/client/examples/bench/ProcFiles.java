package io.spaces.client.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux tells of processes below {@code /proc} (proc(5)); -1 elsewhere. */
final class ProcFiles {
  /** USER_HZ, in which all Linux ports with a JVM count processor time for programs. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int CUTIME = 15;

  private ProcFiles() {}

  /** Seconds of processor time, user and system, of all children that have ended. */
  static double childrenCpuSeconds() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      // The second field is a name in parentheses and may hold anything; count from behind it.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = Long.parseLong(fields[CUTIME - 2]) + Long.parseLong(fields[CUTIME - 1]);
      return ticks / TICKS_PER_SECOND;
    } catch (IOException e) {
      return -1;
    }
  }

  /** The most memory a process has ever held, in bytes; -1 when it is gone. */
  static long peakMemory(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(-1);
    } catch (IOException | RuntimeException e) {
      return -1;
    }
  }
}
