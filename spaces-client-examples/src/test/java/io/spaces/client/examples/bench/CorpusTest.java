package io.spaces.client.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
  @Test
  void theCorporaHaveTheSizesTheirNamesPromise() {
    assertThat(Corpus.SMALL.bytes() / Corpus.SMALL.files()).isBetween(4_900L, 5_100L);
    assertThat(Corpus.MEDIUM.bytes()).isBetween(364_000_000L, 368_000_000L);
    assertThat(Corpus.LARGE.bytes()).isEqualTo((1024L + 4 * 64) << 20);
  }

  @Test
  void filesAreWhatTheCorpusSaysAndAreMadeOnce(@TempDir Path home) throws IOException {
    Corpus corpus = new Corpus("test", 120, 10, 70_000, 5, true);

    Path folder = CorpusFiles.in(home, corpus);
    for (int i = 0; i < corpus.files(); i++) {
      assertThat(folder.resolve(corpus.path(i))).hasSize(corpus.size(i));
    }
    Path first = folder.resolve(corpus.path(0));
    Files.setLastModifiedTime(first, FileTime.fromMillis(0));
    CorpusFiles.in(home, corpus);

    assertThat(Files.getLastModifiedTime(first)).isEqualTo(FileTime.fromMillis(0));
    assertThat(Files.readString(folder.resolve(corpus.path(1))))
        .isNotEqualTo(Files.readString(folder.resolve(corpus.path(2))));
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetween() {
    assertThat(Series.median(3, 1, 2)).isEqualTo(2);
    assertThat(Series.median(4, 1, 2, 3)).isEqualTo(2.5);
  }
}
