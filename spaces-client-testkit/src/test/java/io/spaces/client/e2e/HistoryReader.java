package io.spaces.client.e2e;

import io.spaces.client.SpaceClient;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.history.HistoryRecord;
import io.spaces.client.identity.Wallet;
import java.util.List;
import java.util.stream.Stream;

/** Reads all of a space's history, as a program: as a stream, or at once into a list. */
final class HistoryReader {
  private HistoryReader() {}

  /** Takes the endpoint, the wallet's key, and {@code stream} or {@code list}. */
  public static void main(String[] args) {
    try (SpaceClient client =
        SpaceClient.builder().endpoint(args[0]).wallet(Wallet.fromSecretKey(args[1])).build()) {
      Stream<HistoryRecord> records = client.history().stream(HistoryQuery.all());
      if (args[2].equals("stream")) {
        System.out.println(records.mapToLong(HistoryRecord::count).sum());
      } else {
        List<HistoryRecord> all = records.toList();
        System.out.println(all.stream().mapToLong(HistoryRecord::count).sum());
      }
    }
  }
}
