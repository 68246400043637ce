package io.spaces.client.testkit.internal.storage;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Where a space keeps what it is given. */
public interface Storage extends Closeable {
  /** Opens the part of one app, with what it held before. */
  Shelf shelf(String name) throws IOException;

  /** Names the shelves that hold something already. */
  List<String> shelves() throws IOException;

  /** Returns the values of an earlier {@link #identify}, or an empty map. */
  Map<String, String> identity() throws IOException;

  /** Remembers who this space is. */
  void identify(Map<String, String> identity) throws IOException;

  @Override
  void close() throws IOException;
}
