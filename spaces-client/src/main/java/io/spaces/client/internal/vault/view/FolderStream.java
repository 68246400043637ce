package io.spaces.client.internal.vault.view;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** What is in a folder, in the order of the names. */
final class FolderStream implements DirectoryStream<Path> {
  private final SnapshotPath folder;
  private final Filter<? super Path> filter;
  private final int last;
  private int next;
  private boolean handedOut;
  private volatile boolean closed;

  FolderStream(SnapshotPath folder, int number, Filter<? super Path> filter) {
    this.folder = folder;
    this.filter = filter;
    this.next = folder.getFileSystem().first(number);
    this.last = folder.getFileSystem().last(number);
  }

  @Override
  public synchronized Iterator<Path> iterator() {
    if (closed || handedOut) {
      throw new IllegalStateException(
          closed ? "The stream is closed" : "A stream has one iterator only");
    }
    handedOut = true;
    return new Iterator<>() {
      private @Nullable Path ahead;

      @Override
      public boolean hasNext() {
        if (ahead == null) {
          ahead = advance();
        }
        return ahead != null;
      }

      @Override
      public Path next() {
        Path current = ahead == null ? advance() : ahead;
        ahead = null;
        if (current == null) {
          throw new NoSuchElementException();
        }
        return current;
      }
    };
  }

  private synchronized @Nullable Path advance() {
    try {
      while (!closed && next < last) {
        SnapshotFileSystem system = folder.getFileSystem();
        system.requireOpen();
        int number = next;
        next = system.next(number);
        Path path = folder.listed(system.name(number), number);
        if (filter.accept(path)) {
          return path;
        }
      }
      return null;
    } catch (IOException e) {
      throw new DirectoryIteratorException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
