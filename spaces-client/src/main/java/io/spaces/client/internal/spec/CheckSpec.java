package io.spaces.client.internal.spec;

import io.spaces.client.transfer.TransferListener;
import java.util.List;

/**
 * What one verification of a mirror is to do. The components are those of {@link
 * io.spaces.client.MirrorVerification}; {@code areaDid} is the DID whose area of the space is read.
 */
public record CheckSpec(
    SpaceAccess target,
    String areaDid,
    int concurrency,
    int retries,
    List<TransferListener> listeners) {
  /** Where in the space the area lies. */
  public String folderKey() {
    return ".did-objects/" + areaDid + "/";
  }
}
