package io.spaces.client.internal.mirror;

/** Finds out what a source holds. Started once, on a thread of its own where that pays. */
interface Scan extends AutoCloseable {
  /** Starts to look. */
  void start();

  /** Hands over what the space has; what is unchanged may then be settled as it is found. */
  void compareWith(RemoteIndex index);

  /**
   * Waits until all is found.
   *
   * @return what is left for the workers
   */
  WorkList await() throws Exception;

  /** How many objects the source holds; known after {@link #await}. */
  long objects();

  /** Whether an object would lie in a folder of the source that holds none at all. */
  boolean isEmptyAround(String key);

  /** How many bytes they hold; known after {@link #await}. */
  long bytes();

  /** The run has ended: keeps what it has learned. */
  void finish(boolean complete);

  /** Stops the scan, and waits for that. */
  @Override
  void close();
}
