package io.spaces.client.internal.object;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.disk.PrivateCopy;
import io.spaces.client.internal.protocol.object.RemoteObject;
import io.spaces.client.internal.protocol.object.RemoteObjectVisitor;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A list of any length in little memory: what is more than a megabyte lies in a private temporary
 * file. A list that breaks off can so be asked for again before any of it was handed out.
 */
public final class ObjectSpool implements RemoteObjectVisitor<ObjectSpool>, AutoCloseable {
  private static final int IN_MEMORY = 1 << 20;
  private static final int HASH = 32;

  private final Path directory;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);
  private @Nullable PrivateCopy file;
  private long count;

  public ObjectSpool(Path directory) {
    this.directory = directory;
  }

  /** The same without anything in it, for another attempt at the list. */
  public ObjectSpool emptied() {
    close();
    file = null;
    bytes.reset();
    count = 0;
    return this;
  }

  @Override
  public void visit(
      String key, long size, long lastModified, byte @Nullable [] hash, @Nullable String mimeType) {
    try {
      writeText(key);
      out.writeLong(size);
      out.writeLong(lastModified);
      out.writeBoolean(hash != null);
      if (hash != null) {
        out.write(hash);
      }
      out.writeBoolean(mimeType != null);
      if (mimeType != null) {
        writeText(mimeType);
      }
      count++;
      if (bytes.size() >= IN_MEMORY) {
        spill();
      }
    } catch (IOException e) {
      throw noRoom(e);
    }
  }

  private SpaceException noRoom(IOException e) {
    return new SpaceException(
        "The list cannot be kept in the temporary directory " + directory + ": " + e, e);
  }

  /** Half a surrogate pair, which UTF-8 would lose, makes another key, too. */
  private void writeText(String text) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }

  private void spill() throws IOException {
    PrivateCopy copy = file;
    if (copy == null) {
      copy = PrivateCopy.in(directory);
      file = copy;
    }
    copy.append(bytes.toByteArray(), 0, bytes.size());
    bytes.reset();
  }

  @Override
  public long held() {
    return 2L * bytes.size();
  }

  @Override
  public ObjectSpool result() {
    return this;
  }

  /** The objects, once. Closing the stream closes this. */
  public Stream<RemoteObject> stream() {
    try {
      if (file != null) {
        spill();
      }
    } catch (IOException e) {
      throw noRoom(e);
    }
    InputStream in = file == null ? new ByteArrayInputStream(bytes.toByteArray()) : file.open();
    Iterator<RemoteObject> objects =
        new Reader(new DataInputStream(new BufferedInputStream(in, 1 << 16)), count);
    int kind = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
    return StreamSupport.stream(Spliterators.spliterator(objects, count, kind), false)
        .onClose(this::close);
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }

  private static final class Reader implements Iterator<RemoteObject> {
    private final DataInputStream in;
    private long left;

    Reader(DataInputStream in, long count) {
      this.in = in;
      left = count;
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public RemoteObject next() {
      if (left == 0) {
        throw new NoSuchElementException();
      }
      left--;
      try {
        return new RemoteObject(
            readText(),
            in.readLong(),
            in.readLong(),
            in.readBoolean() ? in.readNBytes(HASH) : null,
            in.readBoolean() ? readText() : null);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "The list cannot be read back from the temporary directory; was it closed?", e);
      }
    }

    private String readText() throws IOException {
      char[] text = new char[in.readInt()];
      for (int i = 0; i < text.length; i++) {
        text[i] = in.readChar();
      }
      return new String(text);
    }
  }
}
