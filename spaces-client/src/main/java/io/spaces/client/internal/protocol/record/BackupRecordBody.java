package io.spaces.client.internal.protocol.record;

import java.util.Map;

/**
 * What opens the record of a backup.
 *
 * @param userDid who the data belongs to
 * @param referrer where the user started it, an http(s) URI
 * @param appName the app's name, not empty
 * @param appDescription what the app is, not empty
 * @param serverDid the server that runs the app; a space may refuse an empty one
 * @param signerDid who signs for the app; not empty either
 */
public record BackupRecordBody(
    String userDid,
    String referrer,
    String appName,
    String appDescription,
    String serverDid,
    String signerDid) {

  /** The fields as they are called on the wire. */
  public Map<String, String> fields() {
    return Map.of(
        "userDid",
        userDid,
        "referrer",
        referrer,
        "appName",
        appName,
        "appDescription",
        appDescription,
        "serverDid",
        serverDid,
        "signerDid",
        signerDid);
  }
}
