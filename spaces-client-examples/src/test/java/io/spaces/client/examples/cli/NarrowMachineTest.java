package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.examples.bench.Program;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.SpaceServerExtension;
import io.spaces.client.testkit.TreeSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine that gives a process few descriptors, or no folder to load a library from. */
@ExtendWith(SpaceServerExtension.class)
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class NarrowMachineTest {
  @TempDir Path work;
  private SpaceServer server;
  private Path source;
  private String printed = "";

  @BeforeEach
  void makeSource(SpaceServer server) throws IOException {
    this.server = server;
    source = Files.createDirectory(work.resolve("source"));
    for (int i = 0; i < 300; i++) {
      Path folder = Files.createDirectory(source.resolve("folder-" + i));
      Files.writeString(folder.resolve("file"), "content " + i);
    }
  }

  private int run(String before, List<String> jvmOptions, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-ec", before + "; exec \"$0\" \"$@\""));
    List<String> options = new ArrayList<>(List.of("-Xmx128m"));
    options.addAll(jvmOptions);
    command.addAll(Program.command(options, args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("XDG_STATE_HOME", work.resolve("state").toString());
    builder.environment().put("SPACES_SECRET_KEY", server.wallet().exportSecretKey());
    Process process = builder.start();
    printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mirror", "vault"})
  void backsUpAndRestoresWithFewDescriptorsWhateverConcurrencyIsAskedFor(String layout)
      throws Exception {
    String endpoint = "--endpoint=" + server.endpoint();
    String few = "ulimit -n 256";
    String many = "--concurrency=128";
    String target = work.resolve("target").toString();

    int backup =
        run(few, List.of(), "backup", endpoint, "--layout=" + layout, many, source.toString());
    assertThat(backup).as(printed).isZero();
    int restore = run(few, List.of(), "restore", endpoint, many, target);

    assertThat(restore).as(printed).isZero();
    assertThat(TreeSnapshot.of(work.resolve("target")).differences(TreeSnapshot.of(source)))
        .isEmpty();
  }

  @Test
  void aLibraryThatCannotBeLoadedIsNotCalledMissing() throws Exception {
    Files.writeString(source.resolve("compressible"), "again and again, ".repeat(10_000));
    String endpoint = "--endpoint=" + server.endpoint();
    String[] backup = {"backup", endpoint, "--compression=zstd:3", source.toString()};
    assertThat(run(":", List.of(), backup)).as(printed).isZero();
    List<String> nowhere = List.of("-DZstdTempFolder=" + work.resolve("nowhere"));

    assertThat(run(":", nowhere, backup)).as(printed).isEqualTo(2);
    assertThat(printed)
        .contains("zstd-jni is there", work.resolve("nowhere").toString(), "-DZstdTempFolder=")
        .doesNotContain("add com.github.luben");
    int restore = run(":", nowhere, "restore", endpoint, work.resolve("target").toString());
    assertThat(restore).as(printed).isNotZero();
    assertThat(printed)
        .contains("zstd-jni is there", work.resolve("nowhere").toString(), "-DZstdTempFolder=")
        .doesNotContain("add com.github.luben");
  }
}
