package io.spaces.client.testkit;

import io.spaces.client.testkit.internal.storage.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An object as a space holds it. It stays readable in memory even when it is replaced. */
public final class StoredObject {
  private final Entry entry;

  StoredObject(Entry entry) {
    this.entry = entry;
  }

  /**
   * Returns the object's key.
   *
   * @return the whole key, such as {@code .did-objects/z…/a.txt}
   */
  public String key() {
    return entry.key();
  }

  /**
   * Returns how large the object is.
   *
   * @return bytes
   */
  public long size() {
    return entry.size();
  }

  /**
   * Returns the object's content hash.
   *
   * @return a CID; null when the server was told not to verify and the client sent none
   */
  public @Nullable String hash() {
    return entry.hash();
  }

  /**
   * Returns when the object was stored.
   *
   * @return a time of the server's clock, in milliseconds
   */
  public Instant lastModified() {
    return Instant.ofEpochMilli(entry.lastModified());
  }

  /**
   * Returns the metadata that came with the object.
   *
   * @return JSON text, or null when there was none
   */
  public @Nullable String metadata() {
    return entry.metadata();
  }

  /**
   * Opens the object's content. The caller closes the stream.
   *
   * @return a fresh stream
   * @throws IOException when the server discards content, or cannot read it
   */
  public InputStream open() throws IOException {
    return entry.blob().open();
  }

  /**
   * Reads the object's content.
   *
   * @return all bytes
   */
  public byte[] bytes() {
    try (InputStream in = open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the object " + key(), e);
    }
  }

  /**
   * Reads the object's content as UTF-8.
   *
   * @return all of it
   */
  public String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return key() + " (" + size() + " bytes)";
  }
}
