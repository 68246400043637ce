package io.spaces.client.internal.transfer;

import io.spaces.client.transfer.ObjectFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs what happens to each object: at INFO when the user asked for that, else at DEBUG. A key, and
 * what is said of it, can hold line breaks; they are escaped, so that an object cannot forge a log
 * line.
 */
public final class ObjectLog {
  private static final Logger log = LoggerFactory.getLogger("io.spaces.client.objects");

  private final String movedWord;
  private final boolean enabled;
  private final Level level;

  /** A log that calls a moved object by the given word, such as {@code uploaded}. */
  public ObjectLog(String movedWord, boolean info) {
    this.movedWord = movedWord;
    this.level = info ? Level.INFO : Level.DEBUG;
    this.enabled = log.isEnabledForLevel(level);
  }

  void moved(String key, long size) {
    say(movedWord, key, size + " bytes");
  }

  void planned(String key, long size) {
    say("would be " + movedWord, key, size + " bytes");
  }

  void unchanged(String key) {
    say("unchanged", key, "");
  }

  void deleted(String key) {
    say("deleted", key, "");
  }

  void deletionPlanned(String key) {
    say("would be deleted", key, "");
  }

  void skipped(String key, String reason) {
    say("skipped", key, reason);
  }

  void failed(ObjectFailure failure) {
    say("failed", failure.key(), failure.message());
  }

  private void say(String what, String key, String detail) {
    if (enabled) {
      log.atLevel(level).log("{}: {} {}", what, printable(key), printable(detail));
    }
  }

  static String printable(String raw) {
    StringBuilder text = new StringBuilder(raw.length());
    raw.chars()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                text.append(String.format("\\u%04x", c));
              } else {
                text.append((char) c);
              }
            });
    return text.toString();
  }
}
