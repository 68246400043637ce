package io.spaces.client.internal.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.spaces.client.internal.restore.PrivateFolder;
import io.spaces.client.internal.source.SystemPaths;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * SQLite databases in one folder; a database's name is that of its file. Checked by the program
 * sqlite3.
 */
final class SqliteTarget implements DatabaseTarget {
  /** The first bytes of every database (sqlite.org/fileformat2.html). */
  private static final String START = "SQLite format 3\0";

  /** What SQLite keeps beside a database: its logs and their index. */
  private static final List<String> COMPANIONS = List.of("-wal", "-shm", "-journal");

  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final String live;
  private final Path temporaryDirectory;

  SqliteTarget(Path database, Path temporaryDirectory) throws IOException {
    // A link stays one: what it leads to is replaced.
    Path real = Files.exists(database) ? database.toRealPath() : database.toAbsolutePath();
    Path parent = real.getParent();
    Path name = real.getFileName();
    if (parent == null || name == null || !Files.isDirectory(parent)) {
      throw new IOException("The folder of the database " + database + " is not there");
    }
    folder = parent;
    live = name.toString();
    this.temporaryDirectory = temporaryDirectory;
  }

  @Override
  public String live() {
    return live;
  }

  @Override
  public int longestName() {
    return 255 - "-journal".length();
  }

  @Override
  public boolean exists(String name, Cancellation cancellation) throws IOException {
    if (!folder.equals(folder.resolve(name).normalize().getParent())) {
      throw new IOException("\"" + name + "\" is no name of a file in " + folder);
    }
    return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void create(String name, Cancellation cancellation) throws IOException {
    Path file = folder.resolve(name);
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] forItsOwner = {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
    Files.createFile(file, posix ? forItsOwner : new FileAttribute<?>[0]);
  }

  @Override
  public void load(String name, InputStream dump, Cancellation cancellation) throws IOException {
    byte[] buffer = dump.readNBytes(BUFFER);
    if (!new String(buffer, ISO_8859_1).startsWith(START)) {
      throw new IOException("What is to be restored is no SQLite database");
    }
    Path file = folder.resolve(name);
    try (FileChannel out = FileChannel.open(file, Set.of(StandardOpenOption.WRITE))) {
      for (int count = buffer.length; count >= 0; count = dump.read(buffer)) {
        cancellation.throwIfCancelled();
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      out.force(true);
    }
  }

  @Override
  public void check(String name, Cancellation cancellation) throws IOException {
    String found = ask(name, "PRAGMA integrity_check", cancellation);
    if (!found.equals("ok")) {
      throw new IOException("The database " + name + " is not sound: " + found);
    }
  }

  private String ask(String name, String sql, Cancellation cancellation) throws IOException {
    try (PrivateFolder rc = PrivateFolder.create(temporaryDirectory)) {
      List<String> argv =
          List.of(
              "sqlite3",
              "-batch",
              "-bail",
              "-init",
              Files.createFile(rc.resolve("no.rc")).toString(),
              SystemPaths.argument(folder.resolve(name)),
              ".timeout " + SqliteCopy.PATIENCE_MILLIS,
              sql);
      return new ProgramInput(argv, variable -> false, Map.of())
          .run(InputStream.nullInputStream(), cancellation);
    }
  }

  /** Whoever could read and write the live one can do so with what takes its place. */
  @Override
  public void dress(String name, Cancellation cancellation) throws IOException {
    PosixFileAttributeView like = view(live);
    PosixFileAttributeView its = view(name);
    if (like == null || its == null) {
      return;
    }
    PosixFileAttributes wanted = like.readAttributes();
    PosixFileAttributes has = its.readAttributes();
    if (!has.owner().equals(wanted.owner())) {
      its.setOwner(wanted.owner());
    }
    if (!has.group().equals(wanted.group())) {
      its.setGroup(wanted.group());
    }
    its.setPermissions(wanted.permissions());
  }

  private @Nullable PosixFileAttributeView view(String name) {
    return Files.getFileAttributeView(folder.resolve(name), PosixFileAttributeView.class);
  }

  @Override
  public void rename(String from, String to, Cancellation cancellation) throws IOException {
    if (exists(to, cancellation)) {
      throw new IOException("There is a file " + folder.resolve(to) + " already");
    }
    move(from, to);
  }

  @Override
  public void swap(String incoming, String outgoing, Cancellation cancellation) throws IOException {
    settle(cancellation);
    rename(live, outgoing, cancellation);
    try {
      move(incoming, live);
    } catch (IOException e) {
      move(outgoing, live);
      throw e;
    }
  }

  /** The file has all that was committed when its logs are in it; who has it open keeps these. */
  private void settle(Cancellation cancellation) throws IOException {
    try {
      String unused =
          ask(live, "PRAGMA wal_checkpoint(TRUNCATE); SELECT 1 FROM sqlite_master", cancellation);
    } catch (IOException e) {
      cancellation.throwIfCancelled();
      return; // it is damaged, and goes aside as it is, with its logs
    }
    for (String companion : COMPANIONS) {
      if (Files.exists(folder.resolve(live + companion))) {
        throw new IOException(
            "The database "
                + folder.resolve(live)
                + " is in use: there is a file "
                + live
                + companion
                + " beside it; stop what has it open");
      }
    }
  }

  /** A log is never beside another database than its own, whenever this is broken off. */
  private void move(String from, String to) throws IOException {
    for (String companion : COMPANIONS) {
      Files.deleteIfExists(folder.resolve(to + companion));
    }
    Files.move(folder.resolve(from), folder.resolve(to));
    for (String companion : COMPANIONS) {
      Path log = folder.resolve(from + companion);
      if (Files.exists(log)) {
        Files.move(log, folder.resolve(to + companion));
      }
    }
  }

  @Override
  public void remove(String name, Cancellation cancellation) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
    for (String companion : COMPANIONS) {
      Files.deleteIfExists(folder.resolve(name + companion));
    }
  }
}
