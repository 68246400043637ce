package io.spaces.client.examples.bench;

import java.util.List;

/** What the benchmark does with a corpus. */
public enum Scenario {
  /** Mirrors it, and measures the floors beside it; what the other scenarios do not do. */
  MIRROR(false, false),
  /** Backs it up into a vault, compressed. */
  ZIP(true, false),
  /** Backs it up into a vault, encrypted. */
  ENCRYPT(false, true),
  /** Backs it up into a vault, compressed and encrypted. */
  ZIP_ENCRYPT(true, true),
  /** Restores it from such a vault into an empty folder. */
  RESTORE(true, true),
  /** Backs it up into such a vault, incrementally, when nothing has changed. */
  NO_CHANGE(true, true),
  /** Backs one large file up into such a vault again, with a piece inserted in its middle. */
  INSERT(true, true);

  private final boolean zip;
  private final boolean encrypt;

  Scenario(boolean zip, boolean encrypt) {
    this.zip = zip;
    this.encrypt = encrypt;
  }

  /** The options of a backup, but for the key. */
  List<String> options() {
    return zip ? List.of("--snapshot", "--zip") : List.of("--snapshot");
  }

  boolean isEncrypted() {
    return encrypt;
  }
}
