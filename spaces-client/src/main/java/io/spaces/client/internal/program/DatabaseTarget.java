package io.spaces.client.internal.program;

import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.io.InputStream;

/**
 * Databases beside each other, where a dump can be put back: those of a server, or files of a
 * folder. Each method fails with the words of the program that did the work.
 */
interface DatabaseTarget {
  /** The name of the database that is in use, or was. */
  String live();

  /** How long a name can be: in bytes of UTF-8. */
  int longestName();

  boolean exists(String name, Cancellation cancellation) throws IOException;

  /** Makes an empty database; one that is there already is left as it is, and a failure. */
  void create(String name, Cancellation cancellation) throws IOException;

  /** Puts a dump into an empty database. */
  void load(String name, InputStream dump, Cancellation cancellation) throws IOException;

  /** Looks whether a database is sound. */
  void check(String name, Cancellation cancellation) throws IOException;

  /** Makes a database like the live one in what a dump does not have: its owner, say. */
  void dress(String name, Cancellation cancellation) throws IOException;

  void rename(String from, String to, Cancellation cancellation) throws IOException;

  /**
   * Puts a database in the place of the live one, which gets another name. Where this fails, both
   * are as they were, or the failure says where they are.
   */
  void swap(String incoming, String outgoing, Cancellation cancellation) throws IOException;

  void remove(String name, Cancellation cancellation) throws IOException;
}
