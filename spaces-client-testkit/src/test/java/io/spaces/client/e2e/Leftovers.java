package io.spaces.client.e2e;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a client may leave behind in its process. */
final class Leftovers {
  private Leftovers() {}

  /** The threads of clients; OkHttp's own two end by themselves within a minute. */
  static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("spaces-"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static long openDescriptors() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }
}
