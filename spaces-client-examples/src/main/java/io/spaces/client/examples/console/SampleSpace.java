package io.spaces.client.examples.console;

import io.spaces.client.examples.TemporaryFolder;
import io.spaces.client.identity.Wallet;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.DataKind;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.testkit.SpaceServer;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/**
 * A space on this machine with an application's data and some months of its backups, to show the
 * console with. Everything is below one folder, and found there again by the next start.
 */
public final class SampleSpace implements AutoCloseable {
  static final String PLAN = "nightly";
  static final long CAPACITY = 20_000_000_000L;

  private final Path root;
  private final SpaceServer server;

  private SampleSpace(Path root, SpaceServer server) {
    this.root = root;
    this.server = server;
  }

  /**
   * Opens the space in a folder; fills it when there is none yet, which takes some seconds.
   *
   * @param root the folder, made when it is missing
   * @return a running space, to be closed
   * @throws IOException when the folder cannot be used, or there is something else in it
   */
  public static SampleSpace open(Path root) throws IOException {
    Path key = root.resolve("wallet.key");
    if (!Files.exists(key)) {
      make(root, key);
    }
    Wallet wallet = Wallet.fromSecretKey(Files.readString(key).strip());
    SpaceServer server =
        SpaceServer.builder().disk(space(root)).app(wallet).capacity(CAPACITY).journal(0).start();
    return new SampleSpace(root, server);
  }

  /** Makes it beside its place, so that there is all of it or nothing. */
  private static void make(Path root, Path key) throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> inside = Files.list(root)) {
        if (inside.findAny().isPresent()) {
          throw new FileAlreadyExistsException(
              root.toString(), null, "is neither empty nor a sample space");
        }
      }
      Files.delete(root);
    }
    Path place = root.toAbsolutePath().normalize();
    Path parent = Files.createDirectories(place.resolveSibling("").normalize());
    try (TemporaryFolder temporary = TemporaryFolder.create(parent, ".sample-")) {
      Path making = temporary.path().resolve("space");
      Wallet wallet = Wallet.random();
      SampleData.write(data(making));
      Files.createDirectories(state(making));
      new SampleHistory(making, wallet).write();
      keep(making.resolve(key.getFileName()), wallet);
      Files.move(making, place);
    }
  }

  private static void keep(Path key, Wallet wallet) throws IOException {
    if (key.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(key, wallet.exportSecretKey() + "\n");
  }

  /**
   * Returns the folder that is backed up, and restored into.
   *
   * @return an existing folder
   */
  public Path data() {
    return data(root);
  }

  /**
   * Returns where the console may keep what it remembers.
   *
   * @return an existing folder
   */
  public Path state() {
    return state(root);
  }

  /**
   * Returns a plan for the data.
   *
   * @return every night at half past two
   */
  public BackupPlan plan() {
    String app = server.appDid().address();
    Destination destination =
        Destination.builder(server.endpoint())
            .wallet(SecretRef.file(root.resolve("wallet.key").toAbsolutePath()))
            .appDid(app)
            .appPid(app)
            .userDid(app)
            .app("Tasks", "Sample data of the console")
            .build();
    return BackupPlan.builder(PLAN)
        .zone(ZoneId.systemDefault())
        .cron("30 2 * * *")
        .sources(sources(data(root)))
        .destination(destination)
        .retention(Retention.days(400))
        .build();
  }

  static List<PlanSource> sources(Path data) {
    return List.of(
        PlanSource.folder(DataKind.DATABASE, data.resolve("databases/tasks"), "databases/tasks"),
        PlanSource.folder(DataKind.USER_DATA, data.resolve("uploads"), "uploads"),
        PlanSource.folder(DataKind.FILES, data.resolve("documents"), "documents"));
  }

  static Path data(Path root) {
    return root.resolve("data");
  }

  static Path space(Path root) {
    return root.resolve("space");
  }

  static Path state(Path root) {
    return root.resolve("console");
  }

  @Override
  public void close() {
    server.close();
  }
}
