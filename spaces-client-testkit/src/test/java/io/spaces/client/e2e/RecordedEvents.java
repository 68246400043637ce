package io.spaces.client.e2e;

import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.SkippedEntry;
import io.spaces.client.transfer.TransferListener;
import io.spaces.client.transfer.TransferProgress;
import io.spaces.client.transfer.TransferStatus;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a listener is told, in order. */
final class RecordedEvents implements TransferListener {
  /** One call of a listener's method. */
  record Event(String name, String key, long size) {}

  private final List<Event> events = new ArrayList<>();
  private final List<TransferProgress> progress = new ArrayList<>();
  private final List<TransferStatus> ends = new ArrayList<>();

  @Override
  public synchronized void started() {
    events.add(new Event("started", "", 0));
  }

  @Override
  public synchronized void objectStarted(String key, long size) {
    events.add(new Event("objectStarted", key, size));
  }

  @Override
  public synchronized void objectSucceeded(String key, long size) {
    events.add(new Event("objectSucceeded", key, size));
  }

  @Override
  public synchronized void objectFailed(ObjectFailure failure) {
    events.add(new Event("objectFailed", failure.key(), 0));
  }

  @Override
  public synchronized void objectSkipped(SkippedEntry entry) {
    events.add(new Event("objectSkipped", entry.key(), 0));
  }

  @Override
  public synchronized void objectDeleted(String key) {
    events.add(new Event("objectDeleted", key, 0));
  }

  @Override
  public synchronized void objectPlanned(String key, long size) {
    events.add(new Event("objectPlanned", key, size));
  }

  @Override
  public synchronized void deletionPlanned(String key) {
    events.add(new Event("deletionPlanned", key, 0));
  }

  @Override
  public synchronized void progressed(TransferProgress snapshot) {
    progress.add(snapshot);
    events.add(new Event("progressed", "", snapshot.bytesDone()));
  }

  @Override
  public synchronized void ended(TransferStatus status) {
    ends.add(status);
    events.add(new Event("ended", status.name(), 0));
  }

  synchronized List<Event> all() {
    return List.copyOf(events);
  }

  synchronized List<Event> named(String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }

  synchronized List<String> keys(String name) {
    return named(name).stream().map(Event::key).toList();
  }

  synchronized List<TransferProgress> progress() {
    return List.copyOf(progress);
  }

  synchronized List<TransferStatus> ends() {
    return List.copyOf(ends);
  }
}
