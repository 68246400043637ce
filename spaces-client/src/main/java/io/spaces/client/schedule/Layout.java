package io.spaces.client.schedule;

/** How a plan's backups are laid out in the space. */
public enum Layout {
  /** Each file is an object at its own path; one state is kept, the last. */
  MIRROR,
  /** Snapshots in packs: compressed, deduplicated, encrypted if asked. */
  VAULT
}
