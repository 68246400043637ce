package io.spaces.client.e2e;

import io.spaces.client.testkit.ForAll;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing is deleted by surprise: whatever two machines do to a vault, and whatever their clocks
 * and the space's say, only that goes which a model says may go. {@code -Dspaces.histories=1000}
 * tries more histories.
 */
class DeletionLawsTest {
  private static final int HISTORIES = Integer.getInteger("spaces.histories", 4);
  private static final int STEPS = 40;

  @TempDir Path temporary;

  @Test
  void onlyWhatRulesExpiriesAndPeopleGaveUpIsEverGone() {
    ForAll.seeds(
        HISTORIES,
        random -> {
          try (DeletionHistory history =
              new DeletionHistory(Files.createTempDirectory(temporary, "history"), random)) {
            try {
              for (int i = 0; i < STEPS; i++) {
                history.step();
              }
              history.checkContents();
            } catch (Exception | AssertionError e) {
              throw new AssertionError(e + "\n" + history.told(), e);
            }
          }
        });
  }
}
