package io.spaces.client.e2e;

import io.spaces.client.BackupBuilder;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Encryption;
import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.Wallet;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What {@link SecretsTest} runs in a process of its own: prints all that it can get hold of. */
final class NoisyRuns {
  private static final Map<String, String> ENVIRONMENT = System.getenv();

  private NoisyRuns() {}

  static void run(String passphrase, String vaultKey, String token) {
    Wallet wallet = Wallet.fromSecretKey(value("KEY"));
    Wallet agent = Wallet.fromSecretKey(value("AGENT"));
    Delegation delegation = Delegation.parse(value("DELEGATION"));
    Encryption encryption = Encryption.passphrase(passphrase.toCharArray());
    System.out.println(wallet + " " + delegation + " " + encryption);
    backup(at("ENDPOINT", Credentials.wallet(wallet)), b -> b);
    backup(at("ENDPOINT", Credentials.wallet(agent, delegation)), b -> b.strictSync(true));
    backup(base(Credentials.accessKey(value("ACCESS"))), b -> b);
    backup(base(Credentials.authorizationToken(token)), b -> b);
    backup(
        at("ENDPOINT", Credentials.wallet(wallet)), b -> b.snapshot(true).encryption(encryption));
    backup(at("ENDPOINT", Credentials.wallet(wallet)), b -> b.snapshot(true).key(vaultKey));
    wrong(() -> Wallet.fromSecretKey(value("KEY") + "zz"));
    wrong(() -> Encryption.key(vaultKey + "zz"));
    wrong(() -> Delegation.parse(value("DELEGATION") + "x"));
    try (SpaceClient client = at("ENDPOINT", Credentials.wallet(wallet)).build()) {
      System.out.println(
          client
              .restore()
              .blocklet()
              .appPid(value("APP"))
              .userDid(value("APP"))
              .referrer("https://my.app/settings/backup")
              .target(Path.of(value("FOLDER"), "target"))
              .run());
    }
  }

  private static String value(String name) {
    String value = ENVIRONMENT.get("SPACES_" + name);
    if (value == null) {
      throw new IllegalStateException("SPACES_" + name + " is not set");
    }
    return value;
  }

  private static SpaceClient.Builder at(String where, Credentials credentials) {
    System.out.println(credentials);
    return SpaceClient.builder().endpoint(value(where)).credentials(credentials);
  }

  private static SpaceClient.Builder base(Credentials credentials) {
    System.out.println(credentials);
    return SpaceClient.builder().baseUrl(value("BASE")).credentials(credentials);
  }

  private static void backup(SpaceClient.Builder builder, UnaryOperator<BackupBuilder<?>> more) {
    try (SpaceClient client = builder.build()) {
      BackupBuilder<?> backup =
          client
              .incrementalBackup()
              .blocklet()
              .appPid(value("APP"))
              .userDid(value("APP"))
              .referrer("https://my.app/settings/backup")
              .appName("My app")
              .appDescription("Tasks")
              .source(Path.of(value("FOLDER"), "data"))
              .temporaryDirectory(Path.of(value("FOLDER"), "scanned", "copies"))
              .stateDirectory(Path.of(value("FOLDER"), "scanned", "state"))
              .debug(true);
      BackupResult result = more.apply(backup).run();
      System.out.println(backup + " " + result);
      print(result.cause());
      result.failures().forEach(failure -> print(failure.cause()));
    } catch (RuntimeException e) {
      print(e);
    }
  }

  private static void print(@Nullable Throwable e) {
    if (e != null) {
      e.printStackTrace();
    }
  }

  private static void wrong(Runnable mistake) {
    try {
      mistake.run();
      System.out.println("no complaint");
    } catch (RuntimeException e) {
      print(e);
    }
  }
}
