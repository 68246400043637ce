package io.spaces.client.examples.cli;

import io.spaces.client.BackupBuilder;
import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Layout;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.snapshot.Retention;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether a backup is one into a vault, and what only a vault knows, but for its key. */
final class VaultOptions {
  @Mixin private LockOption lock;
  @Mixin private AcceptVaultOption accept;

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      converter = LayoutConverter.class,
      description =
          "mirror: each file is an object at its own path; vault: each run is a snapshot, and each"
              + " content is stored once. Default: vault with any option below, else mirror.")
  private @Nullable Layout layout;

  @Option(names = "--snapshot", description = "The same as --layout vault.")
  private boolean snapshot;

  @Option(names = "--zip", description = "Compress; the same as --compression deflate:1.")
  private boolean zip;

  @Option(
      names = "--compression",
      paramLabel = "METHOD",
      converter = CompressionConverter.class,
      description = "deflate:1 (fastest) to deflate:9, or zstd:1 to zstd:19.")
  private @Nullable Compression compression;

  @Option(
      names = "--set",
      paramLabel = "NAME",
      description =
          "What this is a backup of: rules, newest and strict restores look at one set. Default:"
              + " the folder's place.")
  private @Nullable String set;

  @Option(
      names = "--description",
      paramLabel = "TEXT",
      description = "What to say about the snapshot.")
  private @Nullable String description;

  @Option(
      names = "--expires",
      paramLabel = "WHEN",
      converter = ExpiryConverter.class,
      description =
          "How long the snapshot is held, whatever --keep says, and when it goes:"
              + " 2030-01-31T12:00:00Z, or after 12h, 30d or 8w.")
  private @Nullable Instant expires;

  @Option(
      names = "--keep",
      paramLabel = "RULES",
      converter = RetentionConverter.class,
      description = {
        "Which snapshots of the set stay afterwards: those that any rule keeps, such as"
            + " last:3,daily:7,monthly:12.",
        "Rules: all, last:N or files:N, hours:N, days:N, daily:N, weekly:N, monthly:N, yearly:N,"
            + " zone:ZONE; as in plans, FILES 3 DAILY 7 says the same."
      })
  private @Nullable Retention keep;

  @Option(
      names = "--prune",
      paramLabel = "WHEN",
      converter = PruningConverter.class,
      description =
          "When to free what no snapshot needs, after the backup: never, after-run, daily, weekly,"
              + " and only when that is more than a tenth of the vault. Default: daily.")
  private @Nullable Pruning prune;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      converter = GraceConverter.class,
      description =
          "How long snapshots lie in the trash before that removes them: 0, 12h, 30d or 8w."
              + " Default: 7d.")
  private @Nullable Duration grace;

  /** Says all of it; of a key it says only that it makes the backup one into a vault. */
  void apply(BackupBuilder<?> backup, boolean encrypted) {
    if (layout != null) {
      backup.layout(layout);
    } else if (encrypted || isVault()) {
      backup.layout(Layout.VAULT);
    }
    if (snapshot) {
      backup.snapshot(true);
    }
    if (zip) {
      backup.zip(true);
    }
    if (compression != null) {
      backup.compression(compression);
    }
    if (set != null) {
      backup.set(set);
    }
    if (description != null) {
      backup.description(description);
    }
    if (expires != null) {
      backup.expiresAt(expires);
    }
    if (keep != null) {
      backup.retention(keep);
    }
    if (prune != null) {
      backup.prune(prune);
    }
    if (grace != null) {
      backup.grace(grace);
    }
    Duration wait = lock.time();
    if (wait != null) {
      backup.lockWait(wait);
    }
    String accepted = accept.id();
    if (accepted != null) {
      backup.acceptVault(accepted);
    }
  }

  /** Whether anything was asked for that only a vault has. */
  private boolean isVault() {
    return snapshot
        || zip
        || compression != null
        || set != null
        || description != null
        || expires != null
        || keep != null
        || prune != null
        || grace != null
        || lock.time() != null
        || accept.id() != null;
  }
}
