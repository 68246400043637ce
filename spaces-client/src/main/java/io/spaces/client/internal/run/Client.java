package io.spaces.client.internal.run;

import static java.util.Objects.requireNonNull;

import io.spaces.client.backup.BackupTask;
import io.spaces.client.error.SpaceException;
import io.spaces.client.identity.Credentials;
import io.spaces.client.internal.http.HttpEngine;
import io.spaces.client.internal.http.HttpTimeouts;
import io.spaces.client.internal.http.retry.RetryAllowance;
import io.spaces.client.internal.http.retry.RetryingTransport;
import io.spaces.client.internal.protocol.Endpoint;
import io.spaces.client.internal.protocol.MountPoint;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.protocol.sign.Authenticator;
import io.spaces.client.internal.protocol.sign.SigningTime;
import io.spaces.client.internal.spec.BackupSpec;
import io.spaces.client.internal.spec.CheckSpec;
import io.spaces.client.internal.spec.RestoreSpec;
import io.spaces.client.internal.spec.SpaceAccess;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ClientThreads;
import io.spaces.client.restore.MirrorVerificationTask;
import io.spaces.client.restore.RestoreTask;
import io.spaces.client.transfer.TransferTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What stands behind a client: its connections, and the runs that are under way. */
public final class Client implements AutoCloseable {
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(10);
  private static final int DEFAULT_RETRIES = 3;
  private static final int CLOSING_RETRIES = 2;
  private static final int NOTING_RETRIES = 1;

  private final ClientConfig config;
  private final HttpEngine http;
  private final Set<RunningTask<?>> runs = ConcurrentHashMap.newKeySet();
  private final Cancellation untilClosed = new Cancellation();
  private final AtomicLong runNumbers = new AtomicLong();

  /** By origin: no server has a say in what is signed for another. */
  private final Map<String, SigningTime> signingTimes = new ConcurrentHashMap<>();

  private final Thread shutdownHook =
      new Thread(() -> cancelAll(SHUTDOWN_PATIENCE), "spaces-shutdown");
  private boolean hooked;
  private boolean closed;

  public Client(ClientConfig config) {
    this.config = config;
    http =
        HttpEngine.open(
            new HttpTimeouts(
                config.connectTimeout(),
                config.idleTimeout(),
                config.idleTimeout(),
                config.lowestRate()),
            config.trusted());
  }

  /** Starts a backup. */
  public BackupTask start(BackupSpec spec) {
    return this.<BackupTaskRun>started(
        () -> new BackupTaskRun("spaces-backup-" + runNumbers.incrementAndGet(), this, spec));
  }

  /** Starts a restore. */
  public RestoreTask start(RestoreSpec spec) {
    return this.<RestoreRun>started(
        () -> new RestoreRun("spaces-restore-" + runNumbers.incrementAndGet(), this, spec));
  }

  /** Starts a verification of a mirror. */
  public MirrorVerificationTask start(CheckSpec spec) {
    return this.<CheckRun>started(
        () -> new CheckRun("spaces-verify-" + runNumbers.incrementAndGet(), this, spec));
  }

  /** Starts what takes long in a vault. */
  public <R> TransferTask<R> start(VaultTaskSpec<R> spec) {
    VaultRun<R> run =
        started(() -> new VaultRun<R>("spaces-vault-" + runNumbers.incrementAndGet(), this, spec));
    return run;
  }

  private <T extends RunningTask<?>> T started(Supplier<T> task) {
    return ClientThreads.madeBy(
        config.threads(),
        () -> {
          T made = task.get();
          register(made);
          return made;
        });
  }

  private synchronized void register(RunningTask<?> run) {
    throwIfClosed();
    if (!hooked) {
      hook();
      hooked = true;
    }
    runs.add(run);
    boolean started = false;
    try {
      run.start();
      started = true;
    } finally {
      if (!started) {
        runs.remove(run);
      }
    }
  }

  /** The present, by the client's clock. */
  public Instant now() {
    return config.clock().instant();
  }

  void ended(RunningTask<?> run) {
    runs.remove(run);
  }

  /** Connects a run: finds the endpoint to use, by the rules of the protocol. */
  Session open(
      String name, SpaceAccess target, int retries, int concurrency, Cancellation cancellation) {
    return open(
        name, target, RetryAllowance.of(retries, concurrency, config.waiter()), cancellation);
  }

  /** Connects what goes on as long as single requests succeed in the end. */
  Session open(String name, SpaceAccess target, Cancellation cancellation) {
    RetryAllowance allowance = RetryAllowance.endless(DEFAULT_RETRIES, config.waiter());
    return open(name, target, allowance, cancellation);
  }

  private Session open(
      String name, SpaceAccess target, RetryAllowance allowance, Cancellation cancellation) {
    SpaceApi configured = connect(target, retrying(allowance, cancellation));
    SpaceApi api =
        configured.withEndpoint(
            configured.serviceEndpoint(config.followServiceEndpoint(), http.hosts()));
    RetryAllowance closing = allowance.closing(CLOSING_RETRIES, cancellation);
    RetryAllowance noting = allowance.closing(NOTING_RETRIES, cancellation);
    Grace grace = new Grace(name, config.closingTimeout(), cancellation);
    return new Session(
        api,
        allowance,
        api.withTransport(
            new RetryingTransport(http.transport(grace.opening()), allowance, cancellation)),
        api.withTransport(retrying(noting, grace.noting())),
        api.withTransport(retrying(closing, grace.closing())),
        grace);
  }

  /** Connects to the configured endpoint for as long as the client is open. */
  public SpaceApi connect(SpaceAccess target) {
    synchronized (this) {
      throwIfClosed();
    }
    RetryAllowance allowance = RetryAllowance.endless(DEFAULT_RETRIES, config.waiter());
    return connect(target, retrying(allowance, untilClosed));
  }

  private SpaceApi connect(SpaceAccess target, RetryingTransport transport) {
    Endpoint endpoint =
        target.endpoint() != null
            ? target.endpoint()
            : MountPoint.discover(transport, requireNonNull(target.baseUrl()));
    SigningTime time =
        signingTimes.computeIfAbsent(endpoint.origin(), origin -> new SigningTime(config.clock()));
    boolean wallet = target.credentials() instanceof Credentials.Signed;
    return new SpaceApi(
        transport,
        transport,
        endpoint,
        Authenticator.of(target.credentials(), time),
        wallet ? config.componentDid() : null,
        config.clock(),
        config.lists());
  }

  private RetryingTransport retrying(RetryAllowance allowance, Cancellation cancellation) {
    return new RetryingTransport(http.transport(cancellation), allowance, cancellation);
  }

  private synchronized void throwIfClosed() {
    if (closed) {
      throw new SpaceException("The client is closed; make a new one.");
    }
  }

  private void cancelAll(Duration patience) {
    runs.forEach(RunningTask::cancel);
    long deadline = System.nanoTime() + patience.toNanos();
    runs.forEach(run -> run.awaitEnd(deadline));
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      if (hooked) {
        unhook();
      }
    }
    cancelAll(CLOSE_PATIENCE);
    untilClosed.cancel();
    http.close();
  }

  private void hook() {
    try {
      Runtime.getRuntime().addShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      throw new SpaceException("The JVM is shutting down, so that nothing is started any more.", e);
    }
  }

  private void unhook() {
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // the JVM is already shutting down, and the hook does what close does
    }
  }
}
