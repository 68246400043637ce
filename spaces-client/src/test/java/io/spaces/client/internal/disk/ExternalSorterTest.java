package io.spaces.client.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ExternalSorterTest {
  private static final int RECORDS = 5000;

  @TempDir Path folder;

  @Test
  void sortsWhatDoesNotFitIntoMemory() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<byte[]> records = new ArrayList<>();
    try (ExternalSorter sorter = new ExternalSorter(Arrays::compare, folder, 40_000)) {
      for (int i = 0; i < RECORDS; i++) {
        byte[] record = new byte[1 + random.nextInt(50)];
        random.nextBytes(record);
        records.add(record);
        sorter.add(record);
      }
      List<byte[]> sorted = new ArrayList<>();
      sorter.sorted().forEachRemaining(sorted::add);
      records.sort(Arrays::compare);
      assertThat(sorted).as("seed %d", seed).containsExactlyElementsOf(records);
    }
    assertThat(left()).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void leavesNoFileBehindEvenWhenTheProcessIsKilled() throws IOException {
    try (ExternalSorter sorter = new ExternalSorter(Arrays::compare, folder, 100_000)) {
      for (int i = 0; i < RECORDS; i++) {
        sorter.add(new byte[100]);
      }
      assertThat(left()).isEmpty();
      assertThat(sorter.sorted().hasNext()).isTrue();
      assertThat(left()).isEmpty();
    }
  }

  @Test
  void whatCouldNotBeKeptIsNotTakenAndHarmsNothingElse() throws IOException {
    Path full = folder.resolve("full");
    List<byte[]> taken = new ArrayList<>();
    int refused = 0;
    try (ExternalSorter sorter = new ExternalSorter(Arrays::compare, full, 4_000)) {
      for (int i = 0; i < 1_000; i++) {
        if (i == 500) {
          Files.createDirectory(full);
        }
        byte[] record = Integer.toString(1_000_000 + i).getBytes(StandardCharsets.US_ASCII);
        try {
          sorter.add(record);
          taken.add(record);
        } catch (IOException e) {
          refused++;
        }
      }
      List<byte[]> sorted = new ArrayList<>();
      sorter.sorted().forEachRemaining(sorted::add);
      assertThat(sorted).containsExactlyElementsOf(taken);
      assertThat(refused).isBetween(400, 499);
    }
  }

  private List<Path> left() throws IOException {
    try (var all = Files.list(folder)) {
      return all.toList();
    }
  }
}
