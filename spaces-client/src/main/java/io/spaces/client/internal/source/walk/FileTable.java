package io.spaces.client.internal.source.walk;

import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.internal.compact.ByteArena;
import io.spaces.client.internal.compact.IntArena;
import io.spaces.client.internal.compact.Varint;
import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.PathKeys;
import io.spaces.client.internal.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files waiting for work, kept in some 50 bytes each and numbered from 0 in the order in which they
 * were added. Folders are stored once, however many files they hold. To be filled by one thread;
 * what is complete may be read by many.
 */
public final class FileTable {
  private static final int TOP = -1;

  private final Path root;
  private final boolean follow;
  private final ByteArena records = new ByteArena();
  private final IntArena addresses = new IntArena();
  private final ByteArena folders = new ByteArena();
  private final IntArena folderAddresses = new IntArena();
  private final List<Long> devices = new ArrayList<>();

  /** The folders that lead to the last file: a depth-first order finds each of them here. */
  private final List<OpenFolder> open = new ArrayList<>();

  private record OpenFolder(String prefix, int id) {}

  /** An empty table of files below a folder. */
  public FileTable(Path root, SymbolicLinks links) {
    this.root = root;
    this.follow = links == SymbolicLinks.FOLLOW;
  }

  /** Adds a file and returns its number. */
  public int add(String key, FileStamp stamp) {
    int folder = folder(key);
    byte[] name = key.substring(key.lastIndexOf('/') + 1).getBytes(StandardCharsets.UTF_8);
    int address = records.reserve(name.length + 80);
    byte[] chunk = records.chunk(address);
    int start = ByteArena.position(address);
    int at = Varint.put(chunk, start, folder + 1);
    at = putName(chunk, at, name);
    at = Varint.put(chunk, at, stamp.size());
    at = Varint.putSigned(chunk, at, stamp.modified());
    chunk[at++] = (byte) (stamp.isPosix() ? 1 : 0);
    if (stamp.isPosix()) {
      at = Varint.putSigned(chunk, at, stamp.changed() - stamp.modified());
      at = Varint.put(chunk, at, stamp.inode());
      at = Varint.put(chunk, at, device(stamp.device()));
    }
    at = Varint.put(chunk, at, stamp.mode());
    at = Varint.put(chunk, at, stamp.links());
    records.commit(at - start);
    addresses.add(address);
    return addresses.size() - 1;
  }

  /** How many files there are. */
  public int count() {
    return addresses.size();
  }

  /** A file's key. */
  public String key(int index) {
    Varint.Reader in = reader(records, addresses.get(index));
    int folder = in.nextInt() - 1;
    int length = in.nextInt();
    int total = length + prefixLength(folder);
    byte[] key = new byte[total];
    int at = total - length;
    System.arraycopy(in.bytes(), in.position(), key, at, length);
    while (folder != TOP) {
      Varint.Reader parent = reader(folders, folderAddresses.get(folder));
      folder = parent.nextInt() - 1;
      int nameLength = parent.nextInt();
      key[--at] = '/';
      at -= nameLength;
      System.arraycopy(parent.bytes(), parent.position(), key, at, nameLength);
    }
    return new String(key, StandardCharsets.UTF_8);
  }

  /** A file, ready to be read. */
  public SourceFile file(int index) {
    String key = key(index);
    return new SourceFile(key, PathKeys.resolve(root, key), root, stamp(index), follow);
  }

  /** A file's size, by its stamp. */
  public long size(int index) {
    return behindName(index).next();
  }

  /** A file's stamp. */
  public FileStamp stamp(int index) {
    Varint.Reader in = behindName(index);
    long size = in.next();
    long modified = in.nextSigned();
    boolean posix = in.nextInt() == 1;
    long changed = posix ? modified + in.nextSigned() : FileStamp.UNKNOWN;
    long inode = posix ? in.next() : 0;
    long device = posix ? devices.get(in.nextInt()) : 0;
    return new FileStamp(size, modified, changed, inode, device, in.nextInt(), in.nextInt());
  }

  private Varint.Reader behindName(int index) {
    Varint.Reader in = reader(records, addresses.get(index));
    in.next();
    in.skip(in.nextInt());
    return in;
  }

  private static Varint.Reader reader(ByteArena arena, int address) {
    return new Varint.Reader(arena.chunk(address), ByteArena.position(address));
  }

  private static int putName(byte[] chunk, int position, byte[] name) {
    int at = Varint.put(chunk, position, name.length);
    System.arraycopy(name, 0, chunk, at, name.length);
    return at + name.length;
  }

  private int prefixLength(int folder) {
    int length = 0;
    for (int f = folder; f != TOP; ) {
      Varint.Reader in = reader(folders, folderAddresses.get(f));
      f = in.nextInt() - 1;
      length += in.nextInt() + 1;
    }
    return length;
  }

  private int device(long number) {
    int index = devices.indexOf(number);
    if (index < 0) {
      devices.add(number);
      index = devices.size() - 1;
    }
    return index;
  }

  private int folder(String key) {
    while (!open.isEmpty() && !key.startsWith(last().prefix)) {
      open.remove(open.size() - 1);
    }
    int id = open.isEmpty() ? TOP : last().id;
    int start = open.isEmpty() ? 0 : last().prefix.length();
    for (int slash = key.indexOf('/', start); slash >= 0; slash = key.indexOf('/', start)) {
      byte[] name = key.substring(start, slash).getBytes(StandardCharsets.UTF_8);
      int address = folders.reserve(name.length + 10);
      byte[] chunk = folders.chunk(address);
      int position = ByteArena.position(address);
      int end = putName(chunk, Varint.put(chunk, position, id + 1), name);
      folders.commit(end - position);
      folderAddresses.add(address);
      id = folderAddresses.size() - 1;
      open.add(new OpenFolder(key.substring(0, slash + 1), id));
      start = slash + 1;
    }
    return id;
  }

  private OpenFolder last() {
    return open.get(open.size() - 1);
  }
}
