package io.spaces.client.internal.source;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spaces.client.internal.source.cache.StatCache;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

/** A process of its own that uses a cache whose directory it must not write to. */
public final class UnwritableCache {
  public static final String VALUE = "remembered";

  private UnwritableCache() {}

  public static void main(String[] args) {
    long longAgo = Stamps.nanos(Instant.parse("2025-01-02T03:04:05.678Z"));
    FileStamp stamp = new FileStamp(1, longAgo, longAgo, 1, 1, FileStamp.REGULAR, 1);
    StatCache cache = StatCache.open(Path.of(args[0]), "scope", Clock.systemUTC());
    cache.record("file", stamp, VALUE.getBytes(US_ASCII), Instant.now());
    cache.finish(true);
    byte[] found = cache.find("file", stamp);
    System.out.println(found == null ? "nothing" : new String(found, US_ASCII));
  }
}
