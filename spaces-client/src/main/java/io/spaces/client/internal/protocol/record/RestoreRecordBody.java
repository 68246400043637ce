package io.spaces.client.internal.protocol.record;

import java.util.Map;

/**
 * What opens the record of a restore.
 *
 * @param userDid who the data belongs to
 * @param referrer where the user started it, an http(s) URI
 * @param serverDid the server that runs the app; a space may refuse an empty one
 */
public record RestoreRecordBody(String userDid, String referrer, String serverDid) {

  /** The fields as they are called on the wire. */
  public Map<String, String> fields() {
    return Map.of("userDid", userDid, "referrer", referrer, "serverDid", serverDid);
  }
}
