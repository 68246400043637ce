package io.spaces.client.schedule;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs of each file with a secret that others can get at, once in the life of the process. */
final class OpenSecrets {
  private static final Logger log = LoggerFactory.getLogger(SecretResolver.class);
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private OpenSecrets() {}

  static void warnOf(SecretRef reference) {
    reference
        .warning()
        .filter(TOLD::add)
        .ifPresent(warning -> log.warn("A secret is not safe: {}", warning));
  }
}
