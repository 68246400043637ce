package io.spaces.client.examples.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of a process, its JVM's start included.
 *
 * @param seconds from start to end
 * @param cpuSeconds user and system
 * @param peakMemory the most memory it held, in bytes
 * @param output the JSON object it printed
 */
record Measured(double seconds, double cpuSeconds, long peakMemory, JsonNode output) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int POLL_MILLIS = 10;

  /** Runs a command to its end. */
  static Measured run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    double cpuBefore = ProcFiles.childrenCpuSeconds();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    long start = System.nanoTime();
    Process process = builder.start();
    try (InputStream stdout = process.getInputStream()) {
      long peak = -1;
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        peak = Math.max(peak, ProcFiles.peakMemory(process.pid()));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      double cpu = ProcFiles.childrenCpuSeconds() - cpuBefore;
      String printed = new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw new IOException(
            "exit code " + process.exitValue() + " of " + String.join(" ", command) + printed);
      }
      return new Measured(seconds, cpu, peak, JSON.readTree(printed));
    } finally {
      process.destroyForcibly();
    }
  }
}
