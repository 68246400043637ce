package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.SpaceServerExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a backup has no use for costs it no time either: it is not even loaded. */
@ExtendWith(SpaceServerExtension.class)
class LoadedClassesTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "into a vault: {0}")
  @ValueSource(booleans = {false, true})
  void aBackupLoadsNothingOfPlansAndTheirLibraries(boolean vault, SpaceServer server)
      throws Exception {
    Path source = Files.createDirectory(folder.resolve("source"));
    Files.writeString(source.resolve("a"), "content");
    Path classes = folder.resolve("classes");
    Path output = folder.resolve("output");

    Process backup =
        BackupProgram.startListingClasses(
            server, source, folder.resolve("state"), vault, classes, output);

    assertThat(backup.waitFor()).as(Files.readString(output)).isZero();
    List<String> loaded = Files.readAllLines(classes);
    assertThat(loaded)
        .filteredOn(line -> line.matches("(io.*\\.SpaceClient|com.*core\\.JsonParser) .*"))
        .hasSize(2);
    assertThat(loaded)
        .filteredOn(
            line ->
                line.startsWith("com.fasterxml.jackson.databind.")
                    || line.startsWith("io.github.resilience4j.ratelimiter.")
                    || line.startsWith("io.spaces.client.internal.schedule.")
                    || line.startsWith("org.quartz."))
        .isEmpty();
  }
}
