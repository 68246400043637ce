package io.spaces.client.testkit;

/**
 * The database that the official server keeps its tree of keys in. It lists and deletes folders by
 * SQL's {@code LIKE}, for which {@code _} in a folder's name stands for any character and {@code %}
 * for any number of them: a list of {@code a_b/} also has what is in {@code axb/}, under its whole
 * path, and a deletion of the one removes the other.
 */
public enum Database {
  /** Tells upper from lower case; a key's whole path has room for 1,024 characters. */
  POSTGRES,
  /** Takes ASCII's upper and lower case for the same; a path may be of any length. */
  SQLITE
}
