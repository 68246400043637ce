package io.spaces.client.internal.restore;

import io.spaces.client.internal.restore.platform.NameTraits;
import java.io.File;
import java.io.IOException;
import java.util.Locale;

/** Finds out which names a file system takes for the same, by making a file and asking for it. */
final class TraitsProbe {
  private static final String ASCII = "probe-a";
  private static final String COMPOSED = "probe-\u00e9";
  private static final String DECOMPOSED = "probe-e\u0301";

  private TraitsProbe() {}

  static NameTraits probe(Staging staging) throws IOException {
    boolean ignoresCase = areOne(staging, ASCII, ASCII.toUpperCase(Locale.ROOT));
    boolean ignoresForm;
    try {
      ignoresForm = areOne(staging, COMPOSED, DECOMPOSED);
    } catch (RefusedEntryException e) {
      // A JVM that can write ASCII names only.
      ignoresForm = false;
    }
    return new NameTraits(ignoresCase, ignoresForm);
  }

  private static boolean areOne(Staging staging, String name, String other) throws IOException {
    staging.directory().createFile(name).close();
    try {
      return staging.directory().stat(other) != null;
    } finally {
      staging.discard(name, TargetEntry.Kind.FILE);
    }
  }

  /** What is usual on this system. */
  static NameTraits guess() {
    if (File.separatorChar == '\\') {
      return new NameTraits(true, false);
    }
    boolean mac = System.getProperty("os.name", "").startsWith("Mac");
    return mac ? new NameTraits(true, true) : NameTraits.EXACT;
  }
}
