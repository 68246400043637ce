package io.spaces.client.examples.cli;

import io.spaces.client.backup.Encryption;
import io.spaces.client.examples.console.Console;
import io.spaces.client.examples.console.ConsoleSettings;
import io.spaces.client.examples.console.SampleSpace;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.SecretResolver;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spaces console}. */
@Command(
    name = "console",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Runs backups by plan, and a web page to look at and after them, until stopped. Prints the"
            + " page's address, and the token that it asks for.")
final class ConsoleCommand implements Callable<Integer> {
  private static final int MOST_TRIGGERS = 1_000;
  private static final Set<String> OF_ENDPOINT =
      Set.of(
          "--data",
          "--cron",
          "--retention",
          "--secret-key",
          "--secret-key-file",
          "--key-type",
          "--delegation",
          "--app-did",
          "--app-pid",
          "--user-did",
          "--state-dir",
          "--key-file",
          "--passphrase-file");

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Place place = new Place();

  @Mixin private ConsoleSpaceOptions space;
  @Mixin private KeyOptions key;
  @Mixin private PassphraseOptions strength;
  @Mixin private ConsoleTokenOptions tokens;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = ConsoleSettings.LOOPBACK,
      description =
          "The address to listen on. Default: ${DEFAULT-VALUE}, which only this machine can reach."
              + " For others, put a proxy with TLS in front.")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8470",
      description = "The port to listen on; 0 for any that is free. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--name",
      paramLabel = "HOST[:PORT]",
      description = "Another name by which browsers reach it, as that of a proxy; repeatable.")
  private List<String> names = List.of();

  @Option(
      names = "--trigger-rate",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many backups may be asked for in a minute. Default: ${DEFAULT-VALUE}.")
  private int triggerRate;

  @Mixin private Output output;

  /** Which space; one of the two. */
  static final class Place {
    @Option(
        names = "--root",
        paramLabel = "DIR",
        description = "To try it: a space on this machine in this folder, with sample data.")
    @Nullable Path root;

    @Option(
        names = "--endpoint",
        paramLabel = "URL",
        description = {"The app's area in a space:", "https://HOST/api/space/z.../app/z.../"})
    @Nullable String endpoint;
  }

  @Override
  public Integer call() throws IOException {
    Mistakes.between(output, "--port", 0, 65_535, port);
    Mistakes.between(output, "--trigger-rate", 1, MOST_TRIGGERS, triggerRate);
    checkHost();
    if (place.root != null) {
      refuseOptionsOfEndpoint();
      return sample(place.root);
    }
    space.check();
    checkKey();
    BackupPlan plan = space.plan(String.valueOf(place.endpoint), key.forNew(strength).reference());
    return run(plan, space.label(plan), space.secrets(), space.data(), space.state());
  }

  private void checkHost() {
    try {
      InetAddress ignored = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw output.mistake("--host is \"" + host + "\", which is not known; expected an address.");
    }
  }

  /** Whether it is one is told now and not by the first backup; what opens the vault reads it. */
  private void checkKey() {
    Encryption ignored = key.encryption();
    key.destroy();
  }

  private void refuseOptionsOfEndpoint() {
    for (OptionSpec given : spec.commandLine().getParseResult().matchedOptions()) {
      if (OF_ENDPOINT.contains(given.longestName())) {
        throw output.mistake(
            given.longestName() + " goes with --endpoint; what is below --root has its own.");
      }
    }
  }

  private int sample(Path root) throws IOException {
    if (!output.isJson() && !Files.exists(root)) {
      output.out().println("Making sample data in " + root + " …");
      output.out().flush();
    }
    try (SampleSpace sample = open(root)) {
      BackupPlan plan = sample.plan();
      return run(plan, "Sample space", SecretResolver.standard(), sample.data(), sample.state());
    }
  }

  private SampleSpace open(Path root) throws IOException {
    try {
      return SampleSpace.open(root);
    } catch (IllegalStateException e) {
      throw output.mistake(e.getMessage() + "; expected a --root of its own.");
    }
  }

  private int run(BackupPlan plan, String label, SecretResolver secrets, Path data, Path state)
      throws IOException {
    ConsoleTokenOptions.Chosen chosen = tokens.choose();
    ConsoleSettings settings =
        new ConsoleSettings(
            host,
            port,
            Set.copyOf(names),
            chosen.verifier(),
            plan,
            label,
            secrets,
            data,
            state,
            triggerRate);
    try (Console console = Console.start(settings)) {
      tell(console, chosen.told());
      CountDownLatch stopped = new CountDownLatch(1);
      return StopSignal.whileRunning(stopped::countDown, () -> serve(console, stopped));
    } catch (BindException e) {
      throw output.mistake(
          "--port " + port + " cannot be listened on (" + e.getMessage() + "); expected another.");
    }
  }

  private void tell(Console console, String token) throws IOException {
    if (!InetAddress.getByName(host).isLoopbackAddress()) {
      output
          .err()
          .println(
              "Warning: others can reach "
                  + host
                  + ", and what they send is not encrypted: put a proxy with TLS in front.");
    }
    if (output.isJson()) {
      output.printJson(
          json -> {
            json.writeStringField("address", console.address().toString());
            json.writeStringField("token", token);
          });
    } else {
      output.out().println("Console:  " + console.address());
      output.out().println("Token:    " + token);
      output.out().println("Ctrl-C stops it.");
      output.out().flush();
    }
  }

  /** To be stopped is how this ends well. */
  private static int serve(Console console, CountDownLatch stopped) {
    try {
      stopped.await();
      console.close();
      return ExitCode.SUCCEEDED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.CANCELLED;
    }
  }
}
