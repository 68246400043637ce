package io.spaces.client.examples.cli;

import io.spaces.client.BackupBuilder;
import io.spaces.client.BlockletRestore;
import io.spaces.client.TransferBuilder;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who backs up or restores, for the space's record of it. */
final class AppOptions {
  @Mixin private DidOptions dids;

  @Option(
      names = "--referrer",
      paramLabel = "URL",
      description = "The page where this was started. Default: the space's host.")
  private @Nullable String referrer;

  void describe(BackupBuilder<?> backup, ConnectionOptions connection) {
    backup.appDid(dids.appDid(connection.actor()));
    backup.appPid(dids.appPid(connection.actor()));
    backup.signerDid(dids.signerDid());
    describeUser(backup, connection);
  }

  void describe(BlockletRestore restore, ConnectionOptions connection) {
    restore.appDid(dids.appDid(connection.actor()));
    restore.appPid(dids.appPid(connection.actor()));
    describeUser(restore, connection);
  }

  private void describeUser(TransferBuilder<?> transfer, ConnectionOptions connection) {
    transfer.serverDid(dids.serverDid());
    transfer.userDid(dids.userDid(connection.actor()));
    transfer.referrer(referrer(connection));
  }

  private String referrer(ConnectionOptions connection) {
    return referrer == null ? URI.create(connection.endpoint()).resolve("/").toString() : referrer;
  }
}
