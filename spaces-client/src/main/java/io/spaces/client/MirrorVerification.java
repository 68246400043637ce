package io.spaces.client;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.internal.memory.Descriptors;
import io.spaces.client.internal.run.Client;
import io.spaces.client.internal.spec.CheckSpec;
import io.spaces.client.internal.transfer.Blocking;
import io.spaces.client.restore.MirrorVerificationResult;
import io.spaces.client.restore.MirrorVerificationTask;
import io.spaces.client.transfer.TransferListener;
import io.spaces.client.transfer.TransferProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A verification of a mirror, to run or start: reads and hashes every object, and names those whose
 * content is lost or differs from what the space says. Nothing is changed, neither here nor in the
 * space. It transfers as much as a restore does. {@link BackupBuilder#resend} heals what it finds.
 *
 * <p>Each parameter is checked where it is given. Not safe for use by several threads; what was
 * started no longer depends on it.
 *
 * @since 0.1.0
 */
public final class MirrorVerification {
  private final Client client;
  private final Connection connection;
  private final String areaDid;
  private final List<TransferListener> listeners = new ArrayList<>();
  private int concurrency = 5;
  private int retries = 3;

  MirrorVerification(Client client, Connection connection, String areaDid) {
    this.client = client;
    this.connection = connection.copy();
    this.areaDid = areaDid;
  }

  /**
   * How many objects are read at once. Fewer are where the process may not have as many files and
   * connections open ({@code ulimit -n}).
   *
   * @param concurrency 1 to 256; 5 by default
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public MirrorVerification concurrency(int concurrency) {
    this.concurrency = Parameters.between("concurrency", 1, 256, concurrency);
    return this;
  }

  /**
   * How often a request is tried again after a failure that may pass.
   *
   * @param retries 0 to 10; 3 by default
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public MirrorVerification retries(int retries) {
    this.retries = Parameters.between("retries", 0, 10, retries);
    return this;
  }

  /**
   * Calls back with the progress; the laws are those of {@link TransferListener#progressed}.
   *
   * @param callback gets snapshots, one at a time
   * @return this
   */
  public MirrorVerification onProgress(Consumer<TransferProgress> callback) {
    Parameters.required("onProgress", callback);
    return listener(
        new TransferListener() {
          @Override
          public void progressed(TransferProgress progress) {
            callback.accept(progress);
          }
        });
  }

  /**
   * Adds a listener. An object succeeds when its content is what the space says it is.
   *
   * @param listener told what the verification does
   * @return this
   */
  public MirrorVerification listener(TransferListener listener) {
    listeners.add(Parameters.required("listener", listener));
    return this;
  }

  /**
   * Runs the verification and waits for its end.
   *
   * <p>An interrupt of the calling thread cancels it: this returns when it has ended, with the
   * thread's interrupt flag set. {@link #start} gives a task that goes on without whoever waits.
   *
   * @return the result, also that of one that found losses: look at its status, or call {@link
   *     MirrorVerificationResult#orElseThrow}
   * @throws InvalidParameterException when the client has no endpoint or no credentials
   */
  public MirrorVerificationResult run() {
    return Blocking.await(start());
  }

  /**
   * Starts the verification and returns at once.
   *
   * @return the task: await it, watch it, cancel it
   * @throws InvalidParameterException when the client has no endpoint or no credentials
   */
  public MirrorVerificationTask start() {
    return client.start(
        new CheckSpec(
            connection.target(),
            areaDid,
            Descriptors.workers(concurrency),
            retries,
            List.copyOf(listeners)));
  }
}
