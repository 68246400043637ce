package io.spaces.client.testkit.interop;

import java.util.List;
import java.util.SortedMap;

/** A space for both programs, and what there is to see in it. */
interface PeerSpace extends AutoCloseable {
  /** The endpoint of an area that {@link Peer#WALLET} may use. */
  String endpoint();

  /** Content hashes by path, of what lies below {@code .did-objects/<did>/}. */
  SortedMap<String, String> below(String did);

  /** How many objects have been sent to it. */
  long uploads();

  /** All records, oldest first. */
  List<Row> records();

  @Override
  void close();

  /**
   * A record of the space's log.
   *
   * @param kind such as {@code app-backup}
   * @param status such as {@code succeeded}
   * @param target where a sync wrote to, or empty
   * @param count how many objects, -1 when nobody says
   * @param size how many bytes, -1 when nobody says
   */
  record Row(String kind, String status, String target, long count, long size) {}
}
