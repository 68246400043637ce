package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;

import io.spaces.client.backup.Encryption;
import java.io.IOException;
import java.io.InputStream;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Vaults that were written before there were sets, by the program of commit 7f89d67: {@code spaces
 * backup --incremental --zip}, three runs of a folder with a change each, the last one incomplete;
 * and two with {@code --key-file}.
 */
final class OldVaults {
  static final Encryption KEY = Encryption.key("ab".repeat(32));

  private OldVaults() {}

  /** The objects of one without encryption, by their keys in it. */
  static SortedMap<String, byte[]> plain() throws IOException {
    return read("vault-before-sets.zip");
  }

  /** Those of one that {@link #KEY} opens. */
  static SortedMap<String, byte[]> encrypted() throws IOException {
    return read("vault-before-sets-encrypted.zip");
  }

  private static SortedMap<String, byte[]> read(String name) throws IOException {
    SortedMap<String, byte[]> objects = new TreeMap<>();
    try (InputStream resource = requireNonNull(OldVaults.class.getResourceAsStream(name), name);
        ZipInputStream zip = new ZipInputStream(resource)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        objects.put(entry.getName(), zip.readAllBytes());
      }
    }
    return objects;
  }
}
