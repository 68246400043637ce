package io.spaces.client.testkit.interop;

import static java.util.Objects.requireNonNull;

import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.testkit.StoredRecord;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Our own space, as anybody gets it who asks for nothing special. */
final class TestKitSpace implements PeerSpace {
  private final SpaceServer server = SpaceServer.builder().memory().app(Peer.WALLET).start();

  @Override
  public String endpoint() {
    return server.endpoint();
  }

  @Override
  public SortedMap<String, String> below(String did) {
    String folder = ".did-objects/" + did + "/";
    SortedMap<String, String> hashes = new TreeMap<>();
    for (StoredObject object : server.objects().below(folder)) {
      hashes.put(object.key().substring(folder.length()), requireNonNull(object.hash()));
    }
    return hashes;
  }

  @Override
  public long uploads() {
    return server.journal().entries("PUT", Route.OBJECT).stream()
        .filter(entry -> entry.status() == 200)
        .count();
  }

  @Override
  public List<Row> records() {
    return Stream.concat(server.records().stream(), server.objects().syncRecords().stream())
        .sorted(Comparator.comparing(StoredRecord::createdAt))
        .map(TestKitSpace::row)
        .toList();
  }

  private static Row row(StoredRecord record) {
    return new Row(
        record.actionType(),
        record.status(),
        record.data().getOrDefault("target", "").toString(),
        number(record, "totalCount"),
        number(record, "size"));
  }

  private static long number(StoredRecord record, String name) {
    return record.data().get(name) instanceof Number number ? number.longValue() : -1;
  }

  @Override
  public void close() {
    server.close();
  }
}
