package io.spaces.client.examples.cli;

import io.spaces.client.BackupBuilder;
import io.spaces.client.backup.Trouble;
import io.spaces.client.backup.TroublePolicy;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What to do about entries that cannot be backed up, and about a source without any. */
final class TroubleOptions {
  @Option(
      names = "--on-unreadable",
      paramLabel = "POLICY",
      converter = Policy.class,
      description =
          "What to do about what cannot be read: report it as failed (default), skip it, or fail.")
  private @Nullable TroublePolicy unreadable;

  @Option(
      names = "--on-vanished",
      paramLabel = "POLICY",
      converter = Policy.class,
      description = "The same for what is deleted before it is read. Default: skip.")
  private @Nullable TroublePolicy vanished;

  @Option(
      names = "--on-special",
      paramLabel = "POLICY",
      converter = Policy.class,
      description = "The same for pipes, sockets and devices. Default: skip.")
  private @Nullable TroublePolicy special;

  @Option(
      names = "--on-changing",
      paramLabel = "POLICY",
      converter = Policy.class,
      description = "The same for what changes each time it is read. Default: report.")
  private @Nullable TroublePolicy changing;

  @Option(
      names = "--on-unstorable",
      paramLabel = "POLICY",
      converter = Policy.class,
      description = "The same for names that cannot be stored. Default: report.")
  private @Nullable TroublePolicy unstorable;

  @Option(
      names = "--allow-empty",
      description = {
        "The source may hold nothing where it held something. Without it, a disk that is not",
        "mounted fails the backup."
      })
  private boolean allowEmpty;

  @Option(
      names = "--allow-mass-removal",
      description = {
        "The rules may remove more than half of the set's snapshots at once, and go on after most",
        "of the source was lost or encrypted. Without it all stay then, and the backup warns."
      })
  private boolean allowMassRemoval;

  boolean isAllowMassRemoval() {
    return allowMassRemoval;
  }

  boolean isAllowEmpty() {
    return allowEmpty;
  }

  /** The policies that were given. */
  Map<Trouble, TroublePolicy> policies() {
    Map<Trouble, TroublePolicy> given = new EnumMap<>(Trouble.class);
    put(given, Trouble.UNREADABLE, unreadable);
    put(given, Trouble.VANISHED, vanished);
    put(given, Trouble.CHANGING, changing);
    put(given, Trouble.SPECIAL, special);
    put(given, Trouble.UNSTORABLE, unstorable);
    return given;
  }

  private static void put(
      Map<Trouble, TroublePolicy> given, Trouble trouble, @Nullable TroublePolicy policy) {
    if (policy != null) {
      given.put(trouble, policy);
    }
  }

  void apply(BackupBuilder<?> backup) {
    policies().forEach(backup::onTrouble);
    backup.allowEmpty(allowEmpty);
    backup.allowMassRemoval(allowMassRemoval);
  }

  /** Reads {@code skip} as {@link TroublePolicy#SKIP}, and so on. */
  static final class Policy implements ITypeConverter<TroublePolicy> {
    @Override
    public TroublePolicy convert(String text) {
      try {
        return TroublePolicy.valueOf(text.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("\"" + text + "\" is not one of report, skip, fail");
      }
    }
  }
}
