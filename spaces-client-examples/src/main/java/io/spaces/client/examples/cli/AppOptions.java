package io.spaces.client.examples.cli;

import io.spaces.client.BackupBuilder;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who backs up or restores, for the space's record of it. */
final class AppOptions {
  @Option(names = "--app-did", paramLabel = "DID", description = "The app. Default: the wallet's.")
  private @Nullable String appDid;

  @Option(
      names = "--app-pid",
      paramLabel = "DID",
      description = "The app's permanent DID. Default: the same as --app-did.")
  private @Nullable String appPid;

  @Option(
      names = "--user-did",
      paramLabel = "DID",
      description = "The user. Default: the wallet's.")
  private @Nullable String userDid;

  @Option(
      names = "--referrer",
      paramLabel = "URL",
      description = "The page where this was started. Default: the space's host.")
  private @Nullable String referrer;

  @Option(names = "--app-name", paramLabel = "NAME", description = "Default: ${DEFAULT-VALUE}.")
  private String appName = "spaces";

  @Option(
      names = "--app-description",
      paramLabel = "TEXT",
      description = "Default: ${DEFAULT-VALUE}.")
  private String appDescription = "Backed up from the command line";

  void describe(BackupBuilder<?> backup, ConnectionOptions connection) {
    backup.appDid(appDid(connection));
    backup.appPid(appPid(connection));
    backup.userDid(userDid(connection));
    backup.referrer(referrer(connection));
    backup.appName(appName);
    backup.appDescription(appDescription);
  }

  String appDid(ConnectionOptions connection) {
    return appDid == null ? connection.app().address() : appDid;
  }

  String appPid(ConnectionOptions connection) {
    return appPid == null ? appDid(connection) : appPid;
  }

  String userDid(ConnectionOptions connection) {
    return userDid == null ? connection.wallet().address() : userDid;
  }

  String referrer(ConnectionOptions connection) {
    return referrer == null ? URI.create(connection.endpoint()).resolve("/").toString() : referrer;
  }
}
