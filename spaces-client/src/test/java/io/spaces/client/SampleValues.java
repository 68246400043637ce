package io.spaces.client;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.RecoveryKey;
import io.spaces.client.backup.Source;
import io.spaces.client.database.DatabaseRestore;
import io.spaces.client.history.History;
import io.spaces.client.history.HistoryKind;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.history.HistoryRecord;
import io.spaces.client.history.HistoryStatus;
import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.DidRole;
import io.spaces.client.identity.KeyType;
import io.spaces.client.identity.Wallet;
import io.spaces.client.restore.MirrorVerificationResult;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotEntry;
import io.spaces.client.snapshot.VerifyOptions;
import io.spaces.client.transfer.TransferStatus;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Something of every type that the public API takes, and of every type that can be asked. */
final class SampleValues implements AutoCloseable {
  private static final String HEX = "4f".repeat(32);

  private final Wallet wallet = Wallet.random();
  private final SpaceClient client =
      SpaceClient.builder()
          // Nobody listens there: what asks the space first does not get far.
          .endpoint("http://127.0.0.1:9/api/space/" + did() + "/app/" + did() + "/")
          .wallet(wallet)
          .build();
  private final Map<Class<?>, Object> byType = new HashMap<>();

  SampleValues() {
    Snapshots snapshots = client.snapshots(did());
    add(
        wallet,
        wallet.did(),
        Delegation.issue(wallet, wallet.did(), Duration.ofHours(1)),
        client,
        SpaceClient.builder(),
        client.backup().blocklet(),
        client.incrementalBackup().blocklet(),
        client.restore().blocklet(),
        client.verifyMirror(did()),
        client.objects(),
        snapshots,
        snapshots.keys(),
        snapshots.tasks(),
        App.builder(),
        App.builder().build(),
        SpaceObject.builder("a"),
        SpaceObject.builder("a").build(),
        SpaceStatus.builder(),
        SpaceStatus.builder().build(),
        HistoryQuery.all(),
        HistoryRecord.builder("a", HistoryKind.BACKUP, HistoryStatus.OPEN, Instant.EPOCH),
        HistoryRecord.builder("a", HistoryKind.BACKUP, HistoryStatus.OPEN, Instant.EPOCH).build(),
        Snapshot.builder("0123456789abcdef", Instant.EPOCH),
        Snapshot.builder("0123456789abcdef", Instant.EPOCH).build(),
        SnapshotEntry.builder("a", SnapshotEntry.Type.FILE, Instant.EPOCH),
        SnapshotEntry.builder("a", SnapshotEntry.Type.FILE, Instant.EPOCH).build(),
        Retention.builder(),
        Retention.all(),
        VerifyOptions.builder(),
        VerifyOptions.builder().build(),
        RecoveryKey.random(),
        Source.folder(Path.of("a")),
        Source.objects(List.of()),
        Source.of(Source.folder(Path.of("a")), Source.objects(List.of())),
        Source.command("a", "true"),
        BackupResult.builder(TransferStatus.SUCCEEDED),
        BackupResult.builder(TransferStatus.SUCCEEDED).build(),
        RestoreResult.builder(TransferStatus.SUCCEEDED),
        RestoreResult.builder(TransferStatus.SUCCEEDED).build(),
        MirrorVerificationResult.builder(TransferStatus.SUCCEEDED),
        MirrorVerificationResult.builder(TransferStatus.SUCCEEDED).build(),
        DatabaseRestore.sqlite(Path.of("no", "such", "file")),
        Encryption.key(HEX),
        Compression.none(),
        Duration.ofMinutes(1),
        Instant.EPOCH,
        LocalDate.EPOCH,
        new byte[1],
        HEX.toCharArray());
    byType.put(History.class, client.history());
    byType.put(Credentials.class, Credentials.wallet(wallet));
    byType.put(Source.class, Source.command("a", "true"));
    byType.put(Clock.class, Clock.systemUTC());
    byType.put(ZoneId.class, ZoneOffset.UTC);
    byType.put(Path.class, Path.of("no", "such", "file"));
    byType.put(InputStream.class, InputStream.nullInputStream());
    byType.put(OutputStream.class, OutputStream.nullOutputStream());
    byType.put(Throwable.class, new IllegalStateException());
    byType.put(Map.class, Map.of());
    byType.put(Set.class, Set.of());
    byType.put(List.class, List.of());
    byType.put(Collection.class, List.of());
    byType.put(int.class, 1);
    byType.put(long.class, 1L);
    byType.put(boolean.class, false);
    byType.put(DidRole.class, DidRole.ACCOUNT);
    byType.put(KeyType.class, KeyType.ED25519);
  }

  private void add(Object... samples) {
    for (Object sample : samples) {
      byType.put(sample.getClass(), sample);
    }
  }

  private String did() {
    return wallet.address();
  }

  /** Whether there is something of a type. */
  boolean has(Class<?> type) {
    return byType.containsKey(type);
  }

  /** Something of a type that can be asked. */
  Object receiver(Class<?> type) {
    Object sample = byType.get(type);
    if (sample == null && type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (sample == null) {
      throw new AssertionError("There is no sample of " + type + "; add one");
    }
    return sample;
  }

  /** Something that a parameter takes. */
  Object argument(Parameter parameter) {
    Class<?> type = parameter.getType();
    if (type == String.class) {
      return text(parameter.getName());
    }
    if (byType.containsKey(type)) {
      return byType.get(type);
    }
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), 0);
    }
    if (type.isInterface() && !type.isSealed()) {
      return Proxy.newProxyInstance(
          type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null);
    }
    return receiver(type);
  }

  private String text(String parameter) {
    return switch (parameter) {
      case "id", "older", "newer", "slot" -> "0123456789abcdef";
      case "did", "appPid" -> did();
      case "uri", "url", "endpoint" -> "https://space.example/";
      case "hex", "secretKey" -> wallet.exportSecretKey();
      default -> "some";
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
