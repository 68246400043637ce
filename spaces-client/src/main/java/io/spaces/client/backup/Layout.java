package io.spaces.client.backup;

/**
 * How backups are laid out in the space.
 *
 * @since 0.1.0
 */
public enum Layout {
  /**
   * Each file is an object at its own path, which every client of DID Spaces can read; one state is
   * kept, the last.
   */
  MIRROR,
  /** Snapshots in packs: compressed, deduplicated, encrypted if asked. */
  VAULT
}
