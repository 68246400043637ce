package io.spaces.client.examples.cli;

import io.spaces.client.history.History;
import io.spaces.client.history.HistoryKind;
import io.spaces.client.history.HistoryPage;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.history.HistoryRecord;
import io.spaces.client.history.HistoryStatus;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spaces history}. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Tells what happened in the space: backups, restores and syncs.")
final class HistoryCommand implements Callable<Integer> {
  @Mixin private VaultAccess vault;
  @Mixin private Output output;

  @Option(
      names = "--snapshots",
      description =
          "Tell of the vault's snapshots, too: their sets, counts, sizes, descriptions, expiry.")
  private boolean withSnapshots;

  @Option(
      names = "--set",
      paramLabel = "NAME",
      converter = SetConverter.class,
      description = "Only backups whose snapshots are of this set; asks the vault, too.")
  private @Nullable String set;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      split = ",",
      description =
          "Only backup, restore, sync, connected, disconnected or snapshot; several with commas.")
  private Set<HistoryKind> kinds = Set.of();

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      split = ",",
      description = "Only what is open, succeeded or failed; several with commas.")
  private Set<HistoryStatus> statuses = Set.of();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = MomentConverter.class,
      description = "Only what began at 2026-01-31T12:00:00Z, say, or later.")
  private @Nullable Instant from;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = MomentConverter.class,
      description = "Only what began before.")
  private @Nullable Instant until;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "Only where the message, the description or the id contains it.")
  private @Nullable String text;

  @Option(names = "--oldest-first", description = "The earliest first.")
  private boolean oldestFirst;

  @Option(
      names = "--page",
      paramLabel = "N",
      defaultValue = "0",
      description = "Which page, from 0 on.")
  private int page;

  @Option(
      names = "--page-size",
      paramLabel = "N",
      defaultValue = "50",
      description = "Records on a page, 1 to 500 (default: 50).")
  private int pageSize;

  @Option(names = "--all", description = "All pages from there on.")
  private boolean all;

  @Override
  public Integer call() {
    HistoryQuery query = query();
    return vault.look(
        output,
        (client, snapshots) -> {
          History history =
              withSnapshots || set != null ? client.history(snapshots) : client.history();
          if (all) {
            printAll(history.stream(query));
          } else {
            printPage(history.page(query));
          }
          return ExitCode.SUCCEEDED;
        });
  }

  private HistoryQuery query() {
    return HistoryQuery.all()
        .kind(kinds.toArray(HistoryKind[]::new))
        .status(statuses.toArray(HistoryStatus[]::new))
        .from(from)
        .until(until)
        .containing(text)
        .newestFirst(!oldestFirst)
        .page(page)
        .pageSize(pageSize)
        .set(set);
  }

  private void printPage(HistoryPage records) {
    output.print(
        json -> {
          json.writeNumberField("page", records.number());
          json.writeNumberField("total", records.total());
          json.writeBooleanField("hasNext", records.hasNext());
          HistoryText.write(records.records().iterator(), json);
        },
        out -> records.records().forEach(record -> out.println(HistoryText.line(record))));
    if (records.hasNext() && !output.isJson()) {
      output.err().println("There is more: --page " + (records.number() + 1));
      output.err().flush();
    }
  }

  private void printAll(Stream<HistoryRecord> records) {
    output.print(
        json -> HistoryText.write(records.iterator(), json),
        out -> records.forEach(record -> out.println(HistoryText.line(record))));
  }
}
