package io.spaces.client.e2e;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What a client may leave behind in its process. */
final class Leftovers {
  private Leftovers() {}

  /** How long a run's own thread has to end once its end was told. */
  private static final Duration TO_END = Duration.ofSeconds(30);

  /** The threads of clients; OkHttp's own two end by themselves within a minute. */
  static Set<String> threads() {
    Thread.getAllStackTraces().keySet().forEach(Leftovers::awaitRun);
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("spaces-"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Who awaits a run hears of its end a moment before its thread has ended. */
  private static void awaitRun(Thread thread) {
    if (thread.getName().matches("spaces-(backup|restore)-\\d+")) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, TO_END.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static long openDescriptors() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }
}
