package io.spaces.client.internal.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class ProgramOutputTest {
  @Test
  void yieldsWhatTheProgramWroteEachTimeAnew() throws IOException {
    ProgramOutput output = shell("printf '%s' \"$WORD\"", Map.of("WORD", "hello"));

    assertThat(read(output)).isEqualTo("hello");
    assertThat(read(output)).isEqualTo("hello");
  }

  @Test
  void failsAtTheEndWhenTheProgramDidNotSucceedHoweverMuchItWrote() {
    ProgramOutput output =
        shell("head -c 3000000 /dev/zero; echo 'connection lost' >&2; exit 3", Map.of());

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read(output))
        .withMessage("The program sh ended with 3: connection lost");
  }

  @Test
  void failsWhenTheProgramIsKilledHalfway() {
    ProgramOutput output = shell("echo half; kill -9 $$", Map.of());

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read(output))
        .withMessage("The program sh ended with 137 and said nothing");
  }

  @Test
  void takesSecretsOutOfComplaintsAndKeepsOnlyTheirEnd() {
    ProgramOutput output =
        shell(
            "yes noise | head -c 100000 >&2; echo \"bad $PASSWORD\" >&2; exit 1",
            Map.of("PASSWORD", "hunter2"));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read(output))
        .withMessageEndingWith("bad ***")
        .satisfies(
            e -> assertThat(e.getMessage()).hasSizeLessThan(4_200).doesNotContain("hunter2"));
    assertThat(output.toString()).doesNotContain("hunter2");
  }

  @Test
  void theVariablesThatAProgramOwnsComeFromTheSourceAlone() throws IOException {
    String owned =
        System.getenv().keySet().stream()
            .filter(name -> name.matches("[A-Z]{3,}") && !name.matches("PATH|PWD|OLDPWD|SHLVL"))
            .findFirst()
            .orElseThrow();

    try (InputStream in =
        ProgramOutput.start(
            List.of("sh", "-c", "env"),
            owned::equals,
            Map.of(owned + "_OURS", "ours"),
            () -> {},
            new Cancellation())) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines())
          .contains(owned + "_OURS=ours")
          .noneMatch(line -> line.startsWith(owned + "="));
    }
  }

  @Test
  void saysThatAProgramIsNotThere() {
    ProgramOutput output = new ProgramOutput(List.of("no-such-program", "--token=x"), Map.of());

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(output::open)
        .withMessageStartingWith("The program no-such-program cannot be started; is it installed?")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("--token"));
  }

  @Test
  void endsTheProgramWhenNobodyReadsOn() throws IOException {
    try (InputStream in = shell("yes & yes", Map.of()).open()) {
      assertThat(in.readNBytes(10)).hasSize(10);
    }
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
        .noneMatch(process -> process.info().command().orElse("").endsWith("/yes"));
  }

  /** The environment of one is empty, so that only its parent tells that it was started. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sleep 600 & echo \"$$ $!\"; wait",
        "trap '' TERM; sleep 600 & echo \"$$ $!\"; wait",
        "env -i sleep 600 & echo \"$$ $!\"; sleep 600"
      })
  void endsWhatTheProgramHasStartedThoughItSaysNothingWhenItIsClosed(String script)
      throws IOException {
    InputStream in = shell(script, Map.of()).open();
    List<ProcessHandle> programs = processesIn(in);

    in.close();

    // What has ended has no command any more, although the system may still list it.
    assertThat(programs).hasSize(2).noneMatch(each -> each.info().command().isPresent());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void endsAlsoWhatTheProgramHasStartedAndLeftBehind() throws IOException {
    InputStream in = shell("sh -c 'sleep 600 & echo $!'; exec sleep 600", Map.of()).open();
    ProcessHandle orphan = processesIn(in).get(0);

    in.close();

    assertThat(orphan.info().command()).isEmpty();
  }

  @Test
  void aCancellationEndsAProgramWhileItIsReadAndWhileItStarts() throws IOException {
    Cancellation cancellation = new Cancellation();
    ProgramOutput output = shell("echo ready; exec sleep 600", Map.of());
    try (InputStream in = output.open(Path.of("."), cancellation)) {
      assertThat(in.readNBytes(6)).asString(StandardCharsets.UTF_8).isEqualTo("ready\n");
      cancellation.cancel();

      assertThatExceptionOfType(IOException.class)
          .isThrownBy(in::read)
          .withMessage("The program sh ended with 143 and said nothing");
    }
    try (InputStream in = output.open(Path.of("."), cancellation)) {
      assertThatExceptionOfType(IOException.class).isThrownBy(in::readAllBytes);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://app:hunter2@db/app",
        "postgresql://app@db/app?password=hunter2",
        "mysql://db/app",
        "not a url"
      })
  void refusesAddressesThatShowAPasswordOrAreNone(String url) {
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> DatabaseDumps.postgres(url, null))
        .withMessageStartingWith("url ")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
  }

  @Test
  void turnsAnAddressIntoOptions() {
    assertThat(DatabaseUrl.forMysql("jdbc:mariadb://shop@db.example:3307/shop"))
        .containsExactly(
            "--user=shop", "--protocol=tcp", "--host=db.example", "--port=3307", "shop");
    assertThat(DatabaseUrl.forMysql("mysql://root@localhost/a?socket=/run/db.sock"))
        .containsExactly("--user=root", "--protocol=socket", "--socket=/run/db.sock", "a");
    assertThatThrownBy(() -> DatabaseUrl.forMysql("mysql://db/--result-file=elsewhere"))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("dash");
    assertThat(DatabaseUrl.forPostgres("jdbc:postgresql://app@db/app"))
        .isEqualTo("postgresql://app@db/app");
  }

  /** Those whose numbers stand in the first line. */
  private static List<ProcessHandle> processesIn(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return Arrays.stream(line.toString().split(" "))
        .map(id -> ProcessHandle.of(Long.parseLong(id)).orElseThrow())
        .toList();
  }

  private static ProgramOutput shell(String script, Map<String, String> variables) {
    return new ProgramOutput(List.of("sh", "-c", script), variables);
  }

  private static String read(ProgramOutput output) throws IOException {
    try (InputStream in = output.open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
