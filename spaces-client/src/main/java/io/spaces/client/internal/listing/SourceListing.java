package io.spaces.client.internal.listing;

import io.spaces.client.backup.Source;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.source.read.SourceReader;
import io.spaces.client.internal.source.read.SourceReaders;
import io.spaces.client.internal.spec.BackupSpec;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.ThreadReaper;
import io.spaces.client.internal.transfer.WorkOrder;
import io.spaces.client.internal.transfer.Workers;
import io.spaces.client.internal.waiting.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that a source holds, looked for while the run talks to the space. What waits for the workers
 * is numbered from 0, the objects of one part after those of the other; safe for use by several
 * threads once {@link #await} has returned.
 */
public final class SourceListing implements AutoCloseable {
  private final Listing.Terms terms;
  private final Monitor monitor;

  /** Looks whether several parts overlap; one alone does not. */
  private final @Nullable ScanThread overlap;

  private final List<Listing> parts = new ArrayList<>();
  private int[] starts = new int[0];
  private int count;

  /** Carries objects through, one after the other. For one thread. */
  @FunctionalInterface
  public interface Worker extends AutoCloseable {
    /** Works on one object; throws only what ends the whole run. */
    void carryOut(int number);

    @Override
    default void close() {}
  }

  /**
   * A listing to be; {@link #start} begins to look.
   *
   * @param keepStructure whether folders, links and further names of files are kept; otherwise
   *     {@link #settle} has to be called before {@link #await}
   * @param isReserved whether nothing of the source can be kept under a key
   */
  public SourceListing(
      BackupSpec spec,
      boolean keepStructure,
      Predicate<String> isReserved,
      Monitor monitor,
      Cancellation cancellation) {
    this.monitor = monitor;
    UnreadablePolicy unreadable = new UnreadablePolicy(spec.onTrouble(), monitor);
    terms =
        new Listing.Terms(
            spec, keepStructure, isReserved, unreadable, cancellation, new CompletableFuture<>());
    overlap =
        spec.source() instanceof Source.All all
            ? new ScanThread(
                cancellation,
                left -> unreadable.leftBehind(left, null),
                stop -> SourceOverlap.refuse(all, spec.rules()))
            : null;
    addParts(spec.source());
  }

  private void addParts(Source source) {
    if (source instanceof Source.Folder folder) {
      parts.add(new FolderPart(folder, terms));
    } else if (source instanceof Source.Objects objects) {
      parts.add(new ObjectsPart(objects.objects(), terms));
    } else if (source instanceof Source.All all) {
      all.parts().forEach(this::addParts);
    }
  }

  /** Starts to look through the source, on threads of their own. */
  public void start() {
    if (overlap != null) {
      overlap.start();
    }
    parts.forEach(Listing::start);
  }

  /** From now on files are settled as they are found. */
  public void settle(Listing.Settling settling) {
    terms.whileFound().complete(settling);
  }

  /**
   * Learns which vault this goes to.
   *
   * @param owner what the words begin with that name what is remembered
   */
  public void openCache(String owner) {
    parts.forEach(part -> part.openCache(owner));
  }

  /**
   * Waits until it is known that no two parts have the same key.
   *
   * @throws SpaceException when two have
   */
  public void awaitOverlap() throws Exception {
    if (overlap != null) {
      overlap.await();
    }
  }

  /** Waits until all is found, and no two parts have the same key. */
  public void await() throws Exception {
    awaitOverlap();
    starts = new int[parts.size()];
    for (int part = 0; part < starts.length; part++) {
      parts.get(part).await();
      starts[part] = count;
      count += parts.get(part).count();
    }
  }

  /** What the source is made of. */
  public List<Listing> parts() {
    return parts;
  }

  /** What is done about what cannot be read. */
  public UnreadablePolicy unreadable() {
    return terms.unreadable();
  }

  /** How many objects were found, those that are settled among them. */
  public long objects() {
    return parts.stream().mapToLong(Listing::objects).sum();
  }

  /** How many bytes they hold. */
  public long bytes() {
    return parts.stream().mapToLong(Listing::bytes).sum();
  }

  /** How many objects wait for the workers. */
  public int count() {
    return count;
  }

  /** An object's key. */
  public String key(int number) {
    return part(number).key(inPart(number));
  }

  /** An object's length when the totals were taken; 0 when it was not known. */
  public long plannedSize(int number) {
    return part(number).plannedSize(inPart(number));
  }

  /** The part that an object is of. */
  public Listing part(int number) {
    return parts.get(place(number));
  }

  /** An object's number in its part. */
  public int inPart(int number) {
    return number - starts[place(number)];
  }

  private int place(int number) {
    int place = starts.length - 1;
    while (starts[place] > number) {
      place--;
    }
    return place;
  }

  /** Lets workers carry objects through. One that reads what does not answer may be left behind. */
  public void carryOut(WorkOrder order, Function<SourceReader, ? extends Worker> workers)
      throws Exception {
    int most = order.workers(terms.spec().concurrency());
    String name = Thread.currentThread().getName();
    Cancellation cancellation = terms.cancellation();
    try (SourceReaders readers =
        new SourceReaders(name, most, terms.spec().temporaryDirectory(), cancellation)) {
      Workers.runOrLeave(
          name,
          most,
          cancellation,
          left -> unreadable().leftBehind(left, readers.readBy(left)),
          () -> {
            try (Worker worker = workers.apply(readers.reader())) {
              for (int number = order.take(); number >= 0; number = order.take()) {
                cancellation.throwIfCancelled();
                worker.carryOut(number);
              }
            }
          });
    }
  }

  /** Stops looking, and keeps what a run that has begun to push has learned. */
  @Override
  public void close() {
    terms.whileFound().completeExceptionally(new SpaceException("The run has ended."));
    if (overlap != null) {
      overlap.close();
    }
    parts.forEach(Listing::close);
    if (!terms.spec().dryRun() && monitor.tally().isPushing()) {
      boolean complete = !terms.cancellation().isCancelled() && monitor.tally().failedCount() == 0;
      String writer = Thread.currentThread().getName() + "-state";
      ThreadReaper.write(
          writer, terms.cancellation(), () -> parts.forEach(part -> part.finish(complete)));
    }
  }
}
