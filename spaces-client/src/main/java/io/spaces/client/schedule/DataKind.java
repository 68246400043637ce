package io.spaces.client.schedule;

/**
 * What kind of data a plan's source holds. A run takes the sources of the kinds it is asked for.
 *
 * @since 0.1.0
 */
public enum DataKind {
  /** The dump of a database. */
  DATABASE,
  /** What users have put into the application. */
  USER_DATA,
  /** Any other files. */
  FILES
}
