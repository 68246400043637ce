package io.spaces.client.internal.run;

import io.spaces.client.internal.spec.SpaceAccess;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.vault.object.SpaceObjectStore;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.transfer.TransferListener;
import java.util.List;

/**
 * Something that takes long in a vault; {@code areaDid} is the DID whose area of the space has it.
 */
public record VaultTaskSpec<R>(
    SpaceAccess target,
    String areaDid,
    String movedWord,
    List<TransferListener> listeners,
    Work<R> work) {

  /** What is done. */
  @FunctionalInterface
  public interface Work<R> {
    /** Does it, and returns the result; tells the monitor how far it is. */
    R on(SpaceObjectStore store, Monitor monitor, Cancellation cancellation);
  }

  /** Where in the space the area lies. */
  String folderKey() {
    return ".did-objects/" + areaDid + "/";
  }
}
