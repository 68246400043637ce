package io.spaces.client.internal.source.read;

import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A file's content on its way into the vault. */
public sealed interface FileContent extends AutoCloseable {
  /** The content from its start. */
  InputStream stream() throws IOException;

  /** Whether the bytes read, so many, are one moment's whole content; asked when all are read. */
  boolean isWhole(long length) throws SourceException;

  /** The stamp to remember the content under, or null when none stands for it. */
  @Nullable FileStamp steadyStamp();

  /** The stamp that tells times and permissions. */
  FileStamp stamp();

  /** When reading began. */
  Instant readingSince();

  @Override
  void close() throws SourceException;

  /** A content that is known to be one moment's before it is read here. */
  record Snapshot(ContentSnapshot content) implements FileContent {
    @Override
    public InputStream stream() throws IOException {
      return content.payload().open();
    }

    @Override
    public boolean isWhole(long length) {
      return length == content.length();
    }

    @Override
    public @Nullable FileStamp steadyStamp() {
      return content.isSteady() ? content.stamp() : null;
    }

    @Override
    public FileStamp stamp() {
      return content.stamp();
    }

    @Override
    public Instant readingSince() {
      return content.readingSince();
    }

    @Override
    public void close() {
      content.close();
    }
  }

  /** A content that tells only at its end whether it is one moment's. */
  record Reading(ContentReading content) implements FileContent {
    @Override
    public InputStream stream() {
      return content.stream();
    }

    @Override
    public boolean isWhole(long length) {
      return content.isWhole(length);
    }

    @Override
    public FileStamp steadyStamp() {
      return content.stamp();
    }

    @Override
    public FileStamp stamp() {
      return content.stamp();
    }

    @Override
    public Instant readingSince() {
      return content.readingSince();
    }

    @Override
    public void close() throws SourceException {
      content.close();
    }
  }

  /**
   * What a stream holds, which can be read once only. What was stored of one that fails is in no
   * snapshot; a later pruning removes it, or a later backup finds it.
   */
  record Streamed(StreamReading content) implements FileContent {
    @Override
    public InputStream stream() {
      return content.stream();
    }

    /** It is: one that is not ends in an exception, by its closing at the latest. */
    @Override
    public boolean isWhole(long length) throws SourceException {
      content.close();
      return true;
    }

    @Override
    public @Nullable FileStamp steadyStamp() {
      return null;
    }

    @Override
    public FileStamp stamp() {
      return content.stamp();
    }

    @Override
    public Instant readingSince() {
      return content.readingSince();
    }

    @Override
    public void close() throws SourceException {
      content.close();
    }
  }
}
