package io.spaces.client.testkit;

/** How much of what a client sends a {@link SpaceServer} checks. */
public enum Verification {
  /** Nothing: every request is believed. */
  NONE,
  /**
   * What the official server checks: signatures and delegations, the header {@code
   * x-signature-version} where a key is in the path, content hashes that were announced, and that
   * records have the fields that the official client cannot do without. The default.
   */
  CORE,
  /**
   * What a careful client does, on top of that: every signed request says its {@code
   * x-signature-version}, every upload announces its content hash and has one part {@code data}
   * with a file name, no key has to be joined to be understood and none of a folder is deleted,
   * records have all their fields, each of its own type, and the DIDs in them are valid and not
   * empty.
   */
  STRICT
}
