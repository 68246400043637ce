package io.spaces.client.internal.vault.format;

import java.io.IOException;

/**
 * A lock's object.
 *
 * @param exclusive whether nobody else may hold one
 * @param purpose what it is held for, in words
 * @param counter how often it was refreshed
 * @param machine names the machine of its owner
 * @param process the owner's process number
 * @param started when that process started, as {@code LockOwner} counts it, or 0
 * @param holder tells this hold from others of the same object, or empty
 */
public record LockRecord(
    boolean exclusive,
    String purpose,
    long counter,
    String machine,
    long process,
    long started,
    String holder) {
  /**
   * Writes the object.
   *
   * @return JSON
   */
  public byte[] write() {
    return JsonObject.write(
        json -> {
          json.writeBooleanField("exclusive", exclusive);
          json.writeStringField("purpose", purpose);
          json.writeNumberField("counter", counter);
          json.writeStringField("machine", machine);
          json.writeNumberField("process", process);
          json.writeNumberField("started", started);
          json.writeStringField("holder", holder);
        });
  }

  /**
   * Reads the object.
   *
   * @param bytes JSON
   * @return the lock
   * @throws FormatException when it is none
   */
  public static LockRecord read(byte[] bytes) throws FormatException {
    try {
      JsonObject root = JsonObject.read(bytes);
      Boolean exclusive = root.flagOrNull("exclusive");
      if (exclusive == null) {
        throw new FormatException("is no lock");
      }
      return new LockRecord(
          exclusive,
          root.text("purpose"),
          root.number("counter"),
          root.text("machine"),
          root.number("process"),
          root.number("started"),
          root.text("holder"));
    } catch (FormatException e) {
      throw e;
    } catch (IOException e) {
      throw new FormatException("is no lock");
    }
  }
}
