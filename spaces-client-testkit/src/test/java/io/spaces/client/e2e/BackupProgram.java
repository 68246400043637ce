package io.spaces.client.e2e;

import io.spaces.client.IncrementalBlockletBackup;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A backup in a process of its own. */
final class BackupProgram {
  private BackupProgram() {}

  /** Starts it; all that it prints goes to a file. */
  static Process start(SpaceServer server, Path source, Path state, Path output)
      throws IOException {
    return start(server, source, state, output, "-Xmx128m");
  }

  /** Starts one into a vault. */
  static Process startIntoVault(SpaceServer server, Path source, Path state, Path output)
      throws IOException {
    Map<String, String> environment = new HashMap<>(variables(server, source, state));
    environment.put("SPACES_VAULT", "yes");
    return java(List.of("-Xmx128m"), BackupProgram.class, output, environment);
  }

  /** Starts one that writes the name of each class that it loads to a file, one a line. */
  static Process startListingClasses(
      SpaceServer server, Path source, Path state, boolean vault, Path classes, Path output)
      throws IOException {
    Map<String, String> environment = new HashMap<>(variables(server, source, state));
    if (vault) {
      environment.put("SPACES_VAULT", "yes");
    }
    List<String> options = List.of("-Xmx128m", "-Xlog:class+load:file=" + classes + ":none");
    return java(options, BackupProgram.class, output, environment);
  }

  /** Starts it with so much memory. */
  static Process start(SpaceServer server, Path source, Path state, Path output, String heap)
      throws IOException {
    return java(List.of(heap), BackupProgram.class, output, variables(server, source, state));
  }

  /** Starts it with the state that it keeps by default, for a user whose home is backed up. */
  static Process startOfHome(SpaceServer server, Path home, boolean vault, Path output)
      throws IOException {
    Map<String, String> environment = new HashMap<>(variables(server, home, Path.of("")));
    environment.put("XDG_STATE_HOME", "");
    if (vault) {
      environment.put("SPACES_VAULT", "yes");
    }
    List<String> options = List.of("-Xmx128m", "-Duser.home=" + home);
    return java(options, BackupProgram.class, output, environment);
  }

  private static Map<String, String> variables(SpaceServer server, Path source, Path state) {
    return Map.of(
        "SPACES_ENDPOINT", server.endpoint(),
        "SPACES_KEY", server.wallet().exportSecretKey(),
        "SPACES_APP", server.appDid().address(),
        "SPACES_SOURCE", source.toString(),
        "SPACES_STATE", state.toString());
  }

  /** Starts it so that permissions bind it even when root runs it. */
  static Process startBoundByPermissions(SpaceServer server, Path source, Path state, Path output)
      throws IOException {
    List<String> bound =
        Programs.isRoot()
            ? List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search")
            : List.of();
    return java(
        bound, List.of("-Xmx128m"), BackupProgram.class, output, variables(server, source, state));
  }

  /** Starts a main class of these tests. */
  static Process java(
      List<String> options, Class<?> main, Path output, Map<String, String> environment)
      throws IOException {
    return java(List.of(), options, main, output, environment);
  }

  private static Process java(
      List<String> before,
      List<String> options,
      Class<?> main,
      Path output,
      Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().putAll(environment);
    return process.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  public static void main(String[] args) {
    String app = System.getenv("SPACES_APP");
    try (SpaceClient client =
        SpaceClient.builder()
            .endpoint(System.getenv("SPACES_ENDPOINT"))
            .wallet(Wallet.fromSecretKey(System.getenv("SPACES_KEY")))
            .build()) {
      IncrementalBlockletBackup backup =
          client
              .incrementalBackup()
              .blocklet()
              .appPid(app)
              .userDid(app)
              .referrer("https://my.app/settings/backup")
              .appName("My app")
              .appDescription("Tasks")
              .source(Path.of(System.getenv("SPACES_SOURCE")))
              .snapshot(System.getenv("SPACES_VAULT") != null);
      String state = System.getenv("SPACES_STATE");
      if (!state.isEmpty()) {
        backup.stateDirectory(Path.of(state));
      }
      BackupResult result = backup.run();
      System.out.printf(
          "%s %d uploaded, %d unchanged, %d failed %s%n",
          result.status(),
          result.count(),
          result.unchanged(),
          result.errorCount(),
          result.statusMessage());
      if (result.status() != TransferStatus.SUCCEEDED) {
        System.exit(3);
      }
    }
  }
}
