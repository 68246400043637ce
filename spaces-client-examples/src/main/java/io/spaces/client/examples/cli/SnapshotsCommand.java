package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.Snapshots;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.NothingFoundException;
import io.spaces.client.snapshot.FileVersion;
import io.spaces.client.snapshot.FoundEntry;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotChange;
import io.spaces.client.snapshot.SnapshotEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code spaces snapshots}: its commands that look at snapshots or change one. */
@Command(
    name = "snapshots",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SnapshotsAssignCommand.class,
      SnapshotsCatCommand.class,
      SnapshotsChangeKeyCommand.class,
      SnapshotsConfirmCommand.class,
      SnapshotsExportCommand.class,
      SnapshotsImportCommand.class,
      SnapshotsPruneCommand.class,
      SnapshotsRenameSetCommand.class,
      SnapshotsRepairCommand.class,
      SnapshotsSetsCommand.class,
      SnapshotsVerifyCommand.class
    },
    description = {
      "Looks after the snapshots in a vault.",
      "A snapshot is named by its id, by the beginning of it (4 digits or more), or by newest or"
          + " newest-complete, of its set.",
      "Each belongs to a set: what it is a backup of. Where there are several, --set says which."
    })
final class SnapshotsCommand extends CommandGroup {
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Lists the snapshots, newest first.",
        "Names those that are damaged on standard error, and then ends with 3. Warns there of"
            + " snapshots that the space hides, or brings back after they were deleted."
      })
  int list(
      @Mixin VaultAccess vault,
      @Mixin SetOption set,
      @Mixin Output output,
      @Option(names = "--deleted", description = "Those in the trash instead.") boolean deleted) {
    return vault.look(
        output,
        (client, snapshots) -> {
          List<Snapshot> all = deleted ? set.of(snapshots.deleted()) : set.of(snapshots.list());
          output.print(
              json -> {
                Output.writeArray("snapshots", all.iterator(), SnapshotText::write, json);
                SnapshotText.writeDamaged(vault.damaged(), json);
                Report.write(vault.warnings(), json);
              },
              out -> all.forEach(snapshot -> out.println(SnapshotText.line(snapshot))));
          return ExitCode.SUCCEEDED;
        });
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Shows a snapshot and everything in it.")
  int show(
      @Mixin VaultAccess vault,
      @Mixin SetOption set,
      @Mixin Output output,
      @Parameters(paramLabel = "ID", defaultValue = "newest", description = "The snapshot.")
          String id) {
    return vault.use(
        snapshots -> {
          Snapshot snapshot = snapshots.get(set.id(snapshots, id));
          try (Stream<SnapshotEntry> entries = snapshots.entries(snapshot.id())) {
            output.print(
                json -> write(snapshot, entries, json),
                out -> {
                  out.println(SnapshotText.line(snapshot));
                  entries.forEach(entry -> out.println(SnapshotText.line(entry)));
                });
          }
          return ExitCode.SUCCEEDED;
        });
  }

  private static void write(Snapshot snapshot, Stream<SnapshotEntry> entries, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart("snapshot");
    SnapshotText.write(snapshot, json);
    json.writeEndObject();
    Output.writeArray("entries", entries.iterator(), SnapshotText::write, json);
  }

  @Command(
      name = "ls",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Lists what is in a folder of a snapshot, or all that is below it.")
  int ls(
      @Mixin VaultAccess vault,
      @Mixin SetOption set,
      @Mixin Output output,
      @Option(names = "--recursive", description = "All that is below the folder.")
          boolean recursive,
      @Parameters(paramLabel = "ID", description = "The snapshot.") String id,
      @Parameters(
              paramLabel = "PATH",
              arity = "0..1",
              defaultValue = "/",
              description = "A folder, or a file. Default: all that was backed up.")
          String path) {
    String wanted = path.replaceAll("^/+|/+$", "");
    return vault.use(
        snapshots -> {
          try (Stream<SnapshotEntry> all = snapshots.entries(set.id(snapshots, id))) {
            Iterator<SnapshotEntry> listed =
                all.filter(entry -> isListed(entry, wanted, recursive)).iterator();
            if (!listed.hasNext() && !wanted.isEmpty()) {
              throw new NothingFoundException(
                  "The snapshot has nothing at \"" + Printable.line(path) + "\".");
            }
            output.print(
                json -> Output.writeArray("entries", listed, SnapshotText::write, json),
                out -> listed.forEachRemaining(entry -> out.println(SnapshotText.line(entry))));
          }
          return ExitCode.SUCCEEDED;
        });
  }

  /** Whether an entry is what was asked for and no folder, or is in it. */
  private static boolean isListed(SnapshotEntry entry, String wanted, boolean recursive) {
    String path = entry.path();
    if (path.equals(wanted)) {
      return entry.type() != SnapshotEntry.Type.DIRECTORY;
    }
    String folder = wanted.isEmpty() ? "" : wanted + "/";
    return path.startsWith(folder) && (recursive || path.indexOf('/', folder.length()) < 0);
  }

  @Command(
      name = "find",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Looks for files, folders and links in all snapshots, newest first.",
        "A line each: the snapshot's id and time, then the entry."
      })
  int find(
      @Mixin VaultAccess vault,
      @Mixin Output output,
      @Parameters(
              paramLabel = "PATTERN",
              description = "As for --include: *.pdf anywhere, /uploads/2026-* at the root.")
          String pattern) {
    return vault.use(
        snapshots -> {
          try (Stream<FoundEntry> found = snapshots.find(pattern)) {
            output.print(
                json -> Output.writeArray("found", found.iterator(), SnapshotText::write, json),
                out -> found.forEach(one -> out.println(SnapshotText.line(one))));
          }
          return ExitCode.SUCCEEDED;
        });
  }

  @Command(
      name = "versions",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Tells which contents a path has had, that of the newest snapshot first.",
        "A line each: the newest snapshot that has it, how many have it, then the entry."
      })
  int versions(
      @Mixin VaultAccess vault,
      @Mixin SetOption set,
      @Mixin Output output,
      @Parameters(paramLabel = "PATH", description = "The path, as ls prints it.") String path) {
    return vault.use(
        snapshots -> {
          String name = set.name();
          List<FileVersion> all =
              name == null ? snapshots.versions(path) : snapshots.versions(name, path);
          output.print(
              json -> Output.writeArray("versions", all.iterator(), SnapshotText::write, json),
              out -> all.forEach(version -> out.println(SnapshotText.line(version))));
          return ExitCode.SUCCEEDED;
        });
  }

  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Tells what differs between two snapshots.")
  int diff(
      @Mixin VaultAccess vault,
      @Mixin SetOption set,
      @Mixin Output output,
      @Parameters(paramLabel = "OLDER", description = "One snapshot.") String older,
      @Parameters(
              paramLabel = "NEWER",
              arity = "0..1",
              description = "The other. Default: the newest of the same set.")
          @Nullable String newer) {
    return vault.use(
        snapshots -> {
          Snapshot from = snapshots.get(set.id(snapshots, older));
          Snapshot to = newer(snapshots, from, newer, set);
          try (Stream<SnapshotChange> changes = snapshots.diff(from.id(), to.id())) {
            output.print(
                json -> write(from, to, changes, json),
                out -> changes.forEach(change -> out.println(SnapshotText.line(change))));
          }
          return ExitCode.SUCCEEDED;
        });
  }

  private static Snapshot newer(
      Snapshots snapshots, Snapshot from, @Nullable String given, SetOption set) {
    if (given == null) {
      return snapshots.newest(from.set()).orElse(from);
    }
    return snapshots.get(set.id(snapshots, given));
  }

  private static void write(
      Snapshot older, Snapshot newer, Stream<SnapshotChange> changes, JsonGenerator json)
      throws IOException {
    json.writeStringField("older", older.id());
    json.writeStringField("newer", newer.id());
    Output.writeArray("changes", changes.iterator(), SnapshotText::write, json);
  }

  @Command(
      name = "describe",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Changes a snapshot's description.")
  int describe(
      @Mixin VaultAccess vault,
      @Mixin SetOption set,
      @Mixin Output output,
      @Parameters(paramLabel = "ID", description = "The snapshot.") String id,
      @Parameters(paramLabel = "TEXT", description = "The new text; may be empty.") String text) {
    return vault.use(snapshots -> print(snapshots.describe(set.id(snapshots, id), text), output));
  }

  @Command(
      name = "expire",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description =
          "Changes how long a snapshot is held against rules, and when it goes to the trash.")
  int expire(
      @Mixin VaultAccess vault,
      @Mixin SetOption set,
      @Mixin Output output,
      @Parameters(paramLabel = "ID", description = "The snapshot.") String id,
      @Parameters(
              paramLabel = "WHEN",
              description =
                  "never (rules decide), now, 2030-01-31T12:00:00Z, or after 12h, 30d or 8w.")
          String when) {
    Instant time = expiry(when, output);
    return vault.use(snapshots -> print(snapshots.expire(set.id(snapshots, id), time), output));
  }

  private static @Nullable Instant expiry(String when, Output output) {
    Instant now = Instant.now();
    try {
      return switch (when) {
        case "never" -> null;
        case "now" -> now;
        default -> ExpiryConverter.expiry(when, now);
      };
    } catch (TypeConversionException e) {
      throw output.mistake("WHEN: " + e.getMessage() + ".");
    }
  }

  @Command(
      name = "pin",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Holds a snapshot against every rule and its expiry.")
  int pin(
      @Mixin VaultAccess vault,
      @Mixin SetOption set,
      @Mixin Output output,
      @Parameters(paramLabel = "ID", description = "The snapshot.") String id) {
    return vault.use(snapshots -> print(snapshots.pin(set.id(snapshots, id)), output));
  }

  @Command(
      name = "unpin",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Takes a pin off a snapshot.")
  int unpin(
      @Mixin VaultAccess vault,
      @Mixin SetOption set,
      @Mixin Output output,
      @Parameters(paramLabel = "ID", description = "The snapshot.") String id) {
    return vault.use(snapshots -> print(snapshots.unpin(set.id(snapshots, id)), output));
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Moves snapshots to the trash, from where undelete brings them back.",
        "prune removes them for good, and frees the room they take, after 7 days or its --grace.",
        "One that is damaged in the space is deleted at once and for good."
      })
  int delete(
      @Mixin VaultAccess vault,
      @Mixin SetOption set,
      @Mixin Output output,
      @Option(
              names = "--dry-run",
              description = "Say what would go, and how much room that makes, and change nothing.")
          boolean dryRun,
      @Parameters(paramLabel = "ID", arity = "1..*", description = "The snapshots.")
          List<String> ids) {
    return vault.use(
        snapshots -> {
          if (dryRun) {
            return previewDelete(snapshots, ids, set, output);
          }
          List<String> deleted = delete(snapshots, ids, set);
          output.print(
              json -> SnapshotText.write("deleted", deleted, json),
              out -> out.println("In the trash: " + String.join(", ", deleted) + "."));
          return ExitCode.SUCCEEDED;
        });
  }

  @Command(
      name = "undelete",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Takes snapshots out of the trash again; list --deleted shows what is in it.")
  int undelete(
      @Mixin VaultAccess vault,
      @Mixin Output output,
      @Parameters(paramLabel = "ID", arity = "1..*", description = "The snapshots.")
          List<String> ids) {
    return vault.use(
        snapshots -> {
          List<Snapshot> back = ids.stream().map(id -> snapshots.undelete(id)).toList();
          output.print(
              json -> Output.writeArray("snapshots", back.iterator(), SnapshotText::write, json),
              out -> back.forEach(snapshot -> out.println(SnapshotText.line(snapshot))));
          return ExitCode.SUCCEEDED;
        });
  }

  private static int previewDelete(
      Snapshots snapshots, List<String> ids, SetOption set, Output output) {
    List<Snapshot> named =
        ids.stream().map(id -> snapshots.get(set.id(snapshots, id))).distinct().toList();
    String[] whole = named.stream().map(Snapshot::id).toArray(String[]::new);
    long freed = snapshots.previewDelete(whole).bytesFreed();
    output.print(
        json -> {
          json.writeBooleanField("dryRun", true);
          SnapshotText.write("deleted", List.of(whole), json);
          json.writeNumberField("bytesFreed", freed);
        },
        out -> {
          named.forEach(snapshot -> out.println("goes   " + SnapshotText.line(snapshot)));
          out.println("Once they are removed for good, " + Units.bytes(freed) + " are free.");
        });
    return ExitCode.SUCCEEDED;
  }

  /** When one of them does not exist, none is deleted. */
  private static List<String> delete(Snapshots snapshots, List<String> ids, SetOption set) {
    List<String> found =
        ids.stream().map(id -> fullId(snapshots, set.id(snapshots, id))).distinct().toList();
    found.forEach(snapshots::delete);
    return found;
  }

  private static String fullId(Snapshots snapshots, String id) {
    try {
      return snapshots.get(id).id();
    } catch (IntegrityException e) {
      return id; // one that is damaged can be deleted all the same
    }
  }

  @Command(
      name = "accept-rollback",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Takes the snapshots that the space shows for all there are.",
        "For a space that was set back to an earlier state on purpose: until then, commands refuse"
            + " to go on without snapshots that this machine has seen.",
        "Snapshots that are missing although others continue them are noted as deleted, for all"
            + " machines: one that comes back later is removed by the next pruning.",
        "Deleted ones that are back without a note of that count again."
      })
  int acceptRollback(@Mixin VaultAccess vault, @Mixin Output output) {
    return vault.look(
        output,
        (client, snapshots) -> {
          snapshots.acceptRollback();
          int shown = snapshots.list().size();
          output.print(
              json -> json.writeNumberField("snapshots", shown),
              out ->
                  out.println(
                      shown == 1
                          ? "1 snapshot is taken for all there are."
                          : shown + " snapshots are taken for all there are."));
          return ExitCode.SUCCEEDED;
        });
  }

  /** Prints those that were changed. */
  static int print(List<Snapshot> changed, Output output) {
    output.print(
        json -> Output.writeArray("snapshots", changed.iterator(), SnapshotText::write, json),
        out -> changed.forEach(snapshot -> out.println(SnapshotText.line(snapshot))));
    return ExitCode.SUCCEEDED;
  }

  /** Prints one snapshot. */
  static int print(Snapshot snapshot, Output output) {
    output.print(
        json -> {
          json.writeObjectFieldStart("snapshot");
          SnapshotText.write(snapshot, json);
          json.writeEndObject();
        },
        out -> out.println(SnapshotText.line(snapshot)));
    return ExitCode.SUCCEEDED;
  }
}
