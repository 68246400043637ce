package io.spaces.client.examples.cli;

import io.spaces.client.BackupBuilder;
import io.spaces.client.BlockletRestore;
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

  void describe(BackupBuilder<?> backup, ConnectionOptions connection) {
    backup.appDid(appDid(connection));
    backup.appPid(appPid(connection));
    backup.userDid(userDid(connection));
    backup.referrer(referrer(connection));
  }

  void describe(BlockletRestore restore, ConnectionOptions connection) {
    restore.appDid(appDid(connection));
    restore.appPid(appPid(connection));
    restore.userDid(userDid(connection));
    restore.referrer(referrer(connection));
  }

  private String appDid(ConnectionOptions connection) {
    return appDid == null ? connection.app().address() : appDid;
  }

  private String appPid(ConnectionOptions connection) {
    return appPid == null ? appDid(connection) : appPid;
  }

  private String userDid(ConnectionOptions connection) {
    return userDid == null ? connection.wallet().address() : userDid;
  }

  private String referrer(ConnectionOptions connection) {
    return referrer == null ? URI.create(connection.endpoint()).resolve("/").toString() : referrer;
  }
}
