package io.spaces.client.internal.mirror;

import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.read.ContentSnapshot;
import io.spaces.client.internal.source.read.SourceReader;
import org.jspecify.annotations.Nullable;

/** The objects that wait for the workers, numbered from 0. Safe for use by several threads. */
interface WorkList {
  /** How many there are. */
  int count();

  /** An object's key. */
  String key(int number);

  /** An object's length when the totals were taken; 0 when it was not known. */
  long plannedSize(int number);

  /** The content hash that an object is trusted to have without being read, or null. */
  byte @Nullable [] trustedDigest(int number);

  /**
   * Reads an object at one moment.
   *
   * @param changes how often the object changed under earlier attempts
   */
  ContentSnapshot read(int number, SourceReader reader, int changes) throws SourceException;

  /** Remembers what an object holds, which is now in the space too. */
  void remember(int number, ContentSnapshot content);
}
