package io.spaces.client.backup;

/**
 * What to do with symbolic links in the source.
 *
 * @since 0.1.0
 */
public enum SymbolicLinks {
  /**
   * Links are not followed. A plain backup leaves them out and counts them; a backup with snapshots
   * keeps them as links. The default.
   */
  SKIP,

  /**
   * Links are followed, also out of the source: what they lead to is backed up as if it stood in
   * their place. A link back to a folder that it stands in is left out.
   */
  FOLLOW
}
