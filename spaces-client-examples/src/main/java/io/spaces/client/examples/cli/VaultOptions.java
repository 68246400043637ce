package io.spaces.client.examples.cli;

import io.spaces.client.BackupBuilder;
import io.spaces.client.backup.Compression;
import io.spaces.client.snapshot.Retention;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What makes a backup one into a vault, but for its key. */
final class VaultOptions {
  @Option(
      names = "--snapshot",
      description =
          "Back up into a vault: each run is a snapshot, and each content is stored once. So do the"
              + " options below.")
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
        "Rules: all, last:N or files:N, hours:N, days:N, daily:N, weekly:N, monthly:N, yearly:N."
      })
  private @Nullable Retention keep;

  void apply(BackupBuilder<?> backup) {
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
  }
}
