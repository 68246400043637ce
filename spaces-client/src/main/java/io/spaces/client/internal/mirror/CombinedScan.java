package io.spaces.client.internal.mirror;

import io.spaces.client.internal.listing.ScanThread;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.read.ContentSnapshot;
import io.spaces.client.internal.source.read.SourceReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several sources as one: their objects one after the other. */
final class CombinedScan implements Scan, WorkList {
  private final ScanThread overlap;
  private final List<Scan> scans;
  private final List<WorkList> lists = new ArrayList<>();
  private int[] starts = new int[0];
  private int count;

  /**
   * Scans to be.
   *
   * @param overlap throws when two of the sources have the same key
   */
  CombinedScan(ScanThread overlap, List<Scan> scans) {
    this.overlap = overlap;
    this.scans = scans;
  }

  @Override
  public void start() {
    overlap.start();
    scans.forEach(Scan::start);
  }

  @Override
  public void compareWith(RemoteIndex index) {
    scans.forEach(scan -> scan.compareWith(index));
  }

  @Override
  public WorkList await() throws Exception {
    overlap.await();
    starts = new int[scans.size()];
    for (Scan scan : scans) {
      WorkList list = scan.await();
      starts[lists.size()] = count;
      lists.add(list);
      count += list.count();
    }
    return this;
  }

  @Override
  public long objects() {
    return scans.stream().mapToLong(Scan::objects).sum();
  }

  @Override
  public boolean isEmptyAround(String key) {
    return scans.stream().anyMatch(scan -> scan.isEmptyAround(key));
  }

  @Override
  public long bytes() {
    return scans.stream().mapToLong(Scan::bytes).sum();
  }

  @Override
  public void finish(boolean complete) {
    scans.forEach(scan -> scan.finish(complete));
  }

  @Override
  public void close() {
    overlap.close();
    scans.forEach(Scan::close);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public String key(int number) {
    int part = partOf(number);
    return lists.get(part).key(number - starts[part]);
  }

  @Override
  public long plannedSize(int number) {
    int part = partOf(number);
    return lists.get(part).plannedSize(number - starts[part]);
  }

  @Override
  public byte @Nullable [] trustedDigest(int number) {
    int part = partOf(number);
    return lists.get(part).trustedDigest(number - starts[part]);
  }

  @Override
  public ContentSnapshot read(int number, SourceReader reader, int changes) throws SourceException {
    int part = partOf(number);
    return lists.get(part).read(number - starts[part], reader, changes);
  }

  @Override
  public void remember(int number, ContentSnapshot content) {
    int part = partOf(number);
    lists.get(part).remember(number - starts[part], content);
  }

  private int partOf(int number) {
    int part = starts.length - 1;
    while (starts[part] > number) {
      part--;
    }
    return part;
  }
}
