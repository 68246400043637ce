package io.spaces.client.testkit.interop;

import io.spaces.client.BackupBuilder;
import io.spaces.client.BlockletRestore;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.history.HistoryKind;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.history.HistoryRecord;
import io.spaces.client.history.HistoryStatus;
import io.spaces.client.restore.RestoreResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** This library, with everything filled in that a test does not care about. */
final class OurClient implements PeerClient {
  private static final String REFERRER = "https://my.app/settings/backup";

  final SpaceClient client;
  private final Path state;

  OurClient(SpaceClient client, Path state) {
    this.client = client;
    this.state = state;
  }

  /** A client with the wallet of the official one. */
  static OurClient on(PeerSpace space, Path state) {
    return new OurClient(
        SpaceClient.builder().endpoint(space.endpoint()).wallet(Peer.WALLET).build(), state);
  }

  /** Fills in what every backup has to say. */
  <B extends BackupBuilder<B>> B described(B backup, Path source) {
    return backup
        .userDid(Peer.WALLET.address())
        .referrer(REFERRER)
        .appName("My app")
        .appDescription("Tasks")
        .stateDirectory(state)
        .source(source);
  }

  /** A restore that lacks nothing but what it is of. */
  BlockletRestore restore(Path target) {
    return described(client.restore().blocklet()).target(target);
  }

  BlockletRestore described(BlockletRestore restore) {
    return restore.userDid(Peer.WALLET.address()).referrer(REFERRER).stateDirectory(state);
  }

  @Override
  public Run full(String did, Path source) {
    return run(described(client.backup().blocklet().appDid(did), source).run());
  }

  @Override
  public Run incremental(String did, Path source, boolean strict) {
    return run(
        described(client.incrementalBackup().blocklet().appPid(did), source)
            .strictSync(strict)
            .run());
  }

  @Override
  public Run restore(String did, Path target) {
    RestoreResult result = restore(target).appPid(did).run();
    return new Run(
        result.statusCode(),
        said(result.statusMessage(), result.cause()),
        result.errorCount(),
        result.count(),
        result.size());
  }

  private static Run run(BackupResult result) {
    return new Run(
        result.statusCode(),
        said(result.statusMessage(), result.cause()),
        result.errorCount(),
        result.count(),
        result.size());
  }

  private static String said(String words, @Nullable Throwable cause) {
    return cause == null ? words : words + " because of " + cause;
  }

  @Override
  public List<PeerSpace.Row> history() {
    return client.history().stream(HistoryQuery.all().pageSize(7)).map(OurClient::row).toList();
  }

  private static PeerSpace.Row row(HistoryRecord entry) {
    return new PeerSpace.Row(
        kind(entry.kind()), status(entry.status()), "", entry.count(), entry.size());
  }

  private static String kind(HistoryKind kind) {
    return switch (kind) {
      case BACKUP -> "app-backup";
      case RESTORE -> "app-restore";
      case SYNC -> "app-objects-sync";
      default -> kind.toString();
    };
  }

  private static String status(HistoryStatus status) {
    return status == HistoryStatus.OPEN ? "pending" : status.toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    client.close();
  }
}
