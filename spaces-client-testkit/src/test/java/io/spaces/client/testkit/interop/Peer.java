package io.spaces.client.testkit.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spaces.client.identity.Wallet;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The official software, where the build has installed it: scripts that Node.js runs. */
final class Peer {
  /** The wallet that is written into {@code official-client.cjs}. */
  static final Wallet WALLET =
      Wallet.fromSecretKey(
          "0xD67C071B6F51D2B61180B9B1AA9BE0DD0704619F0E30453AB4A592B036EDE644"
              + "E4852B7091317E3622068E62A5127D1FB0D4AE2FC50213295E10652D2F0ABFC7");

  private static final Path FOLDER = Path.of("target", "peer").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  private Peer() {}

  /** Whether the build found Node.js. */
  static boolean isInstalled() {
    return Files.exists(FOLDER.resolve("ready"));
  }

  /** Starts a script; what it says beside its answer goes to a file. */
  static Process start(String script, Path log, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("node", FOLDER.resolve(script).toString()));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .directory(FOLDER.toFile())
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** The one line of JSON with which a script answers. */
  static JsonNode answer(Process process, Path log) throws IOException {
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    if (line == null) {
      throw new IOException("The script has said nothing but " + Files.readString(log));
    }
    return JSON.readTree(line);
  }

  static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }
}
