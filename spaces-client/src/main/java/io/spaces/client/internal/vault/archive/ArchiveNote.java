package io.spaces.client.internal.vault.archive;

import io.spaces.client.snapshot.Snapshot;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an archive says of the snapshot that it was made of: the {@code comment} of its global
 * extended header (POSIX.1-2001, pax), which other tools pass over.
 *
 * @param time when the backup started
 * @param description what its maker said about it
 */
record ArchiveNote(Instant time, String description) {
  /** The keyword of the header. */
  static final String KEYWORD = "comment";

  private static final String FORM = "spaces-client snapshot %s of %s: %s";
  private static final Pattern TEXT =
      Pattern.compile(
          FORM.replace("of %s", "of (\\S+)")
              .replace(": %s", ": (.*)")
              .replace("%s", "[0-9a-f]{16}"),
          Pattern.DOTALL);

  /** The names of snapshots hold years of four digits. */
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

  static String text(Snapshot snapshot) {
    return FORM.formatted(snapshot.id(), snapshot.time(), snapshot.description());
  }

  /** Reads a comment; null when it is somebody else's, or none. */
  static @Nullable ArchiveNote parse(@Nullable String comment) {
    Matcher matcher = comment == null ? null : TEXT.matcher(comment);
    if (matcher == null || !matcher.matches()) {
      return null;
    }
    try {
      Instant time = Instant.parse(matcher.group(1));
      boolean nameable = !time.isBefore(EARLIEST) && time.isBefore(LATEST);
      return nameable ? new ArchiveNote(time, matcher.group(2)) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
