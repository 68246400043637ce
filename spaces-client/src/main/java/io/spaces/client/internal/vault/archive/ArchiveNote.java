package io.spaces.client.internal.vault.archive;

import io.spaces.client.internal.vault.snapshot.SetName;
import io.spaces.client.snapshot.Snapshot;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an archive says of the snapshot that it was made of: the {@code comment} of its global
 * extended header (POSIX.1-2001, pax), which other tools pass over. Its last line was not written
 * by earlier releases, which take it for the end of the description.
 *
 * @param time when the backup started
 * @param description what its maker said about it
 * @param set what it is a backup of; may be empty
 * @param complete whether the snapshot was complete; false where an earlier release did not say so:
 *     what an archive lacks may only not have been readable
 */
record ArchiveNote(Instant time, String description, String set, boolean complete) {
  /** The keyword of the header. */
  static final String KEYWORD = "comment";

  private static final String FORM = "spaces-client snapshot %s of %s: %s";
  private static final Pattern TEXT =
      Pattern.compile(
          FORM.replace("of %s", "of (\\S+)")
              .replace(": %s", ": (.*)")
              .replace("%s", "[0-9a-f]{16}"),
          Pattern.DOTALL);

  private static final String END = "\nspaces-client complete=%s set=%s";
  private static final Pattern END_TEXT =
      Pattern.compile("(.*)\nspaces-client complete=(true|false) set=([^\n]*)", Pattern.DOTALL);

  /** The names of snapshots hold years of four digits. */
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

  static String text(Snapshot snapshot) {
    return FORM.formatted(snapshot.id(), snapshot.time(), snapshot.description())
        + END.formatted(snapshot.complete(), snapshot.set().replace('\n', ' '));
  }

  /** Reads a comment; null when it is somebody else's, or none. */
  static @Nullable ArchiveNote parse(@Nullable String comment, Instant now) {
    Matcher matcher = comment == null ? null : TEXT.matcher(comment);
    if (matcher == null || !matcher.matches()) {
      return null;
    }
    Instant time = time(matcher.group(1), now);
    Matcher end = END_TEXT.matcher(matcher.group(2));
    if (!end.matches()) {
      return new ArchiveNote(time, matcher.group(2), "", false);
    }
    String set = SetName.isValid(end.group(3)) ? end.group(3) : "";
    return new ArchiveNote(time, end.group(1), set, end.group(2).equals("true"));
  }

  /** The present, where no snapshot can have the time. */
  private static Instant time(String text, Instant now) {
    try {
      Instant time = Instant.parse(text);
      return !time.isBefore(EARLIEST) && time.isBefore(LATEST) ? time : now;
    } catch (DateTimeException e) {
      return now;
    }
  }
}
