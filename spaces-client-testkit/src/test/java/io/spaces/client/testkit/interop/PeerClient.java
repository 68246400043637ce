package io.spaces.client.testkit.interop;

import java.nio.file.Path;
import java.util.List;

/** A program that backs folders up to one space, and restores them. */
interface PeerClient extends AutoCloseable {
  /** A full backup. */
  Run full(String did, Path source);

  /** An incremental backup, which deletes from the space what is gone when it is strict. */
  Run incremental(String did, Path source, boolean strict);

  /** A restore of what was backed up for a DID. */
  Run restore(String did, Path target);

  /** What the program shows of the space's log, newest first. */
  List<PeerSpace.Row> history();

  @Override
  void close();

  /**
   * How a run ended.
   *
   * @param statusCode 200 when all is well
   * @param statusMessage what was said, or empty
   * @param errorCount how many objects failed
   * @param count how many were sent, fetched or deleted
   * @param size their bytes
   */
  record Run(int statusCode, String statusMessage, long errorCount, long count, long size) {}
}
