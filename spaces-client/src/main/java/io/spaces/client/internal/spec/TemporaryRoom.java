package io.spaces.client.internal.spec;

import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.internal.source.read.RunContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** How much room the copies take that a backup makes of parts of its source. */
final class TemporaryRoom {
  private TemporaryRoom() {}

  /**
   * The most that is needed at one time. Nobody knows before how long a stream is.
   *
   * @param atOnce how many objects are worked on at once
   * @param mirror whether what comes out of a copy is staged once more
   */
  static long needed(Source source, int atOnce, boolean mirror) {
    long needed =
        contents(source)
            .map(RunContent::room)
            .sorted(Comparator.reverseOrder())
            .limit(atOnce)
            .reduce(0L, Long::sum);
    return mirror ? 2 * needed : needed;
  }

  private static Stream<RunContent> contents(Source source) {
    if (source instanceof Source.All all) {
      return all.parts().stream().flatMap(TemporaryRoom::contents);
    }
    return source instanceof Source.Objects objects
        ? objects.objects().stream()
            .filter(SourceObject.OfStream.class::isInstance)
            .map(object -> ((SourceObject.OfStream) object).content())
            .filter(RunContent.class::isInstance)
            .map(RunContent.class::cast)
        : Stream.empty();
  }

  /** How much a directory takes; what cannot be found out is no reason to refuse it. */
  static long left(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }
}
