package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.examples.bench.Program;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.SpaceServerExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Paths that the locale of a cron job cannot express. A shell makes them, so that it does not
 * matter in which locale the tests run.
 */
@ExtendWith(SpaceServerExtension.class)
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class LocaleTest {
  /** A folder named {@code jürgen}. */
  private static final String FOLDER = "\"$WORK/$(printf 'j\\303\\274rgen')\"";

  @TempDir Path work;
  private SpaceServer server;
  private String printed = "";

  @BeforeEach
  void makeSource(SpaceServer server) throws IOException {
    this.server = server;
    Files.writeString(Files.createDirectory(work.resolve("src")).resolve("x"), "content");
  }

  /** Lets a shell begin, and returns the exit code. */
  private int inPosixLocale(String script, List<String> jvmOptions, String... args)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-ec", script + "; exec \"$0\" \"$@\""));
    List<String> options = new ArrayList<>(List.of("-Xmx128m"));
    options.addAll(jvmOptions);
    command.addAll(Program.command(options, args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "POSIX");
    builder.environment().put("WORK", work.toString());
    builder.environment().put("XDG_STATE_HOME", work.resolve("state").toString());
    builder.environment().put("SPACES_SECRET_KEY", server.wallet().exportSecretKey());
    builder.environment().put("SPACES_TEST_KEY", server.wallet().exportSecretKey());
    Process process = builder.start();
    printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    assertThat(printed).doesNotContain("\tat ");
    return exitCode;
  }

  private int inPosixLocale(String script, String... args) throws Exception {
    return inPosixLocale(script, List.of(), args);
  }

  private String endpoint() {
    return "--endpoint=" + server.endpoint();
  }

  /** The names of a folder's entries, to the byte. */
  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.toUri().getRawPath().replaceFirst("/$", ""))
          .map(path -> path.substring(path.lastIndexOf('/') + 1))
          .sorted()
          .toList();
    }
  }

  @Test
  void aStateDirectoryThatTheLocaleCannotExpressIsUsed() throws Exception {
    String script = "mkdir -p " + FOLDER + "; export XDG_STATE_HOME=" + FOLDER;
    String source = work.resolve("src").toString();

    int backup = inPosixLocale(script, "backup", endpoint(), "--layout=vault", source);
    assertThat(backup).as(printed).isZero();
    int restore =
        inPosixLocale(script, "restore", endpoint(), "--snapshot=newest", work.resolve("r") + "");
    assertThat(restore).as(printed).isZero();
    int list = inPosixLocale(script, "snapshots", "list", endpoint());
    assertThat(list).as(printed).isZero();

    assertThat(work.resolve("r/x")).hasContent("content");
    assertThat(names(work)).containsExactly("j%C3%BCrgen", "r", "src");
    inPosixLocale("ls " + FOLDER, "--version");
    assertThat(printed).startsWith("spaces-client\n");
  }

  @Test
  void stateIsKeptBelowAHomeThatTheLocaleCannotExpress() throws Exception {
    String script =
        "mkdir -p "
            + FOLDER
            + "; unset XDG_STATE_HOME; export HOME="
            + FOLDER
            + "; set -- \"-Duser.home=$HOME\" \"$@\"";

    int backup =
        inPosixLocale(
            script, "backup", endpoint(), "--layout=vault", work.resolve("src").toString());

    assertThat(backup).as(printed).isZero();
    inPosixLocale("ls -A " + FOLDER, "--version");
    assertThat(printed).startsWith(".local\n");
  }

  @Test
  void aHomeThatNobodyKnowsIsRefusedWithAdviceBeforeAnythingIsSent() throws Exception {
    String script =
        "unset XDG_STATE_HOME; export HOME=/nowhere; set -- \"-Duser.home=\"" + FOLDER + " \"$@\"";

    int backup =
        inPosixLocale(
            script, "backup", endpoint(), "--layout=vault", work.resolve("src").toString());

    assertThat(backup).as(printed).isEqualTo(2);
    assertThat(printed).contains("--state-dir").contains("LC_ALL=C.UTF-8");
    assertThat(server.journal().entries()).isEmpty();
  }

  @Test
  void aTemporaryDirectoryThatTheLocaleCannotExpressIsRefusedWithAdvice() throws Exception {
    String script = "mkdir " + FOLDER + "; set -- \"-Djava.io.tmpdir=\"" + FOLDER + " \"$@\"";

    int backup =
        inPosixLocale(
            script, "backup", endpoint(), "--layout=vault", work.resolve("src").toString());

    assertThat(backup).as(printed).isEqualTo(2);
    assertThat(printed).contains("--temp-dir").contains("LC_ALL=C.UTF-8");
    assertThat(server.journal().entries()).isEmpty();
  }

  @Test
  void relativePathsLeadBelowTheWorkingFolderWhateverItsName() throws Exception {
    String script =
        "mkdir -p " + FOLDER + "; cd " + FOLDER + "; echo mine > mine; echo $SPACES_TEST_KEY > key";
    String[] key = {endpoint(), "--secret-key-file=key"};

    int backup = inPosixLocale(script, "backup", key[0], key[1], "--layout=vault", "--set=s", ".");
    assertThat(backup).as(printed).isZero();
    int restore =
        inPosixLocale(script, "restore", key[0], key[1], "--set=s", "--state-dir=st", "out");
    assertThat(restore).as(printed).isZero();

    assertThat(names(work)).containsExactly("j%C3%BCrgen", "src", "state");
    inPosixLocale("cat " + FOLDER + "/out/mine; ls " + FOLDER, "--version");
    assertThat(printed).startsWith("mine\nkey\nmine\nout\nst\n");
  }

  @Test
  void aPlanNamesItsFoldersInUtf8WhateverTheLocale() throws Exception {
    Path plans =
        Files.writeString(
            work.resolve("plans.yaml"),
            """
            - name: nightly
              cron: "0 3 * * *"
              layout: vault
              set: s
              sources: [{type: folder, path: "%1$s/jürgen"}]
              stateDirectory: "%1$s/stäte"
              destination: {endpoint: "%2$s", secretKey: "env:SPACES_TEST_KEY"}
            """
                .formatted(work, server.endpoint()));
    String script = "mkdir -p " + FOLDER + "; echo mine > " + FOLDER + "/mine";

    int run = inPosixLocale(script, "schedule", "run", "--once", "nightly", plans.toString());

    assertThat(run).as(printed).isZero();
    assertThat(names(work)).containsOnly("j%C3%BCrgen", "plans.yaml", "src", "st%C3%A4te", "state");
    inPosixLocale(":", "restore", endpoint(), "--set=s", work.resolve("r").toString());
    assertThat(work.resolve("r/mine")).hasContent("mine\n");
  }

  private String plans(String source) throws IOException {
    return Files.writeString(
            work.resolve("plans.yaml"),
            """
            - name: nightly
              cron: "0 3 * * *"
              layout: vault
              set: s
              sources: [%s]
              stateDirectory: "%s/state"
              destination: {endpoint: "%s", secretKey: "env:SPACES_TEST_KEY"}
            """
                .formatted(source, work, server.endpoint()))
        .toString();
  }

  @Test
  void schedulesAreRememberedBelowAHomeThatTheLocaleCannotExpress() throws Exception {
    String plans = plans("{type: folder, path: \"" + work.resolve("src") + "\"}");
    String home =
        "mkdir -p "
            + FOLDER
            + "; unset XDG_STATE_HOME; export HOME="
            + FOLDER
            + "; set -- \"-Duser.home=$HOME\" \"$@\"";

    int run = inPosixLocale(home, "schedule", "run", "--once", "nightly", plans);

    assertThat(run).as(printed).isZero();
    assertThat(printed).doesNotContain("Warning");
    inPosixLocale("ls " + FOLDER + "/.local/state/spaces-client/schedules", "--version");
    assertThat(printed).startsWith("plans.yaml-");
  }

  @Test
  void plansRunAllTheSameWhereNobodyKnowsTheHome() throws Exception {
    String plans = plans("{type: folder, path: \"" + work.resolve("src") + "\"}");
    String home =
        "unset XDG_STATE_HOME; export HOME=/nowhere; set -- \"-Duser.home=\"" + FOLDER + " \"$@\"";

    int run = inPosixLocale(home, "schedule", "run", "--once", "nightly", plans);

    assertThat(run).as(printed).isZero();
    assertThat(printed).contains("Warning: ", "--state-dir");
  }

  @Test
  void aDatabaseThatNoProgramCanBeGivenIsToldByACheck() throws Exception {
    String plans = plans("{type: sqlite, name: d.db, path: \"" + work + "/jürgen\"}");

    int check = inPosixLocale("echo > " + FOLDER, "plans", "check", "--connect", "--file", plans);

    assertThat(check).as(printed).isNotZero();
    assertThat(printed).contains("cannot be given to another program", "LC_ALL=C.UTF-8");
  }

  @Test
  void anArgumentThatIsNoTextIsRefusedInAUtf8LocaleToo() throws Exception {
    int restore =
        inPosixLocale(
            "export LC_ALL=C.UTF-8; set -- \"$@\" \"$WORK/$(printf 'r\\377')\"",
            "restore",
            endpoint());

    assertThat(restore).as(printed).isEqualTo(2);
    assertThat(printed).contains("UTF-8");
    assertThat(names(work)).containsExactly("src");
  }
}
