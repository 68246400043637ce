package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.source.SystemPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a secret is to be found. Plans are stored and shown, so they hold references to their
 * secrets and never the secrets; a {@link SecretResolver} looks them up when a run starts. In text:
 * {@code env:NAME}, {@code file:PATH} or {@code named:NAME}.
 *
 * @param kind where to look
 * @param name what to look for there
 * @since 0.1.0
 */
public record SecretRef(Kind kind, String name) {
  private static final Logger log = LoggerFactory.getLogger(SecretRef.class);
  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

  /**
   * Where a secret can be.
   *
   * @since 0.1.0
   */
  public enum Kind {
    /** In an environment variable. */
    ENV,
    /** In a file, without the white space around it. */
    FILE,
    /** Wherever the application's own {@link SecretResolver} looks. */
    NAMED
  }

  /**
   * Checks that there is a name.
   *
   * @param kind see {@link #kind}
   * @param name see {@link #name}
   */
  public SecretRef {
    required("kind", kind);
    required("name", name);
    if (name.isBlank()) {
      throw new InvalidParameterException("secret", "has no name; expected one such as env:NAME");
    }
  }

  /**
   * A secret in an environment variable.
   *
   * @param variable its name
   * @return the reference
   */
  public static SecretRef env(String variable) {
    return new SecretRef(Kind.ENV, variable);
  }

  /**
   * A secret in a file.
   *
   * @param file its path
   * @return the reference
   */
  public static SecretRef file(Path file) {
    return new SecretRef(
        Kind.FILE, SystemPaths.text("secret", SystemPaths.here("secret", required("file", file))));
  }

  /**
   * A secret that the application's own resolver knows.
   *
   * @param name its name there
   * @return the reference
   */
  public static SecretRef named(String name) {
    return new SecretRef(Kind.NAMED, name);
  }

  /**
   * Reads the text form.
   *
   * @param text such as {@code env:NAME}
   * @return the reference
   * @throws InvalidParameterException when it is not of that form; the message leaves the text out,
   *     which could be the secret itself
   */
  public static SecretRef parse(String text) {
    int colon = required("text", text).indexOf(':');
    if (colon > 0) {
      for (Kind kind : Kind.values()) {
        if (text.substring(0, colon).equals(word(kind))) {
          return new SecretRef(kind, text.substring(colon + 1));
        }
      }
    }
    throw new InvalidParameterException(
        "secret",
        "is not a reference; expected env:NAME, file:PATH or named:NAME, never the secret itself");
  }

  /**
   * Says who else can get at the secret: of a file on a POSIX system, whether its group or every
   * user can read it, or change it. {@link SecretResolver#standard()} logs it when it reads the
   * file.
   *
   * @return a sentence that names the file and says what to do, without a full stop at its end;
   *     empty when nobody can, and where that cannot be told: for variables, named secrets, pipes,
   *     and files that are not there
   */
  public Optional<String> warning() {
    if (kind != Kind.FILE) {
      return Optional.empty();
    }
    try {
      Path file = SystemPaths.of("secret", name);
      if (!Files.isRegularFile(file)
          || !file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        return Optional.empty();
      }
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      String who =
          who(permissions, PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_READ);
      String what = "read ";
      if (who == null) {
        who = who(permissions, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);
        what = "change ";
      }
      return who == null
          ? Optional.empty()
          : Optional.of(who + " can " + what + file + "; chmod 600 it");
    } catch (IOException | InvalidParameterException e) {
      return Optional.empty();
    }
  }

  /** Logs the {@link #warning}, once in the life of the process. */
  void warnOnce() {
    warning()
        .filter(WARNED::add)
        .ifPresent(warning -> log.warn("A secret is not safe: {}", warning));
  }

  private static @Nullable String who(
      Set<PosixFilePermission> permissions, PosixFilePermission others, PosixFilePermission group) {
    if (permissions.contains(others)) {
      return "every user of this machine";
    }
    return permissions.contains(group) ? "the group of the file" : null;
  }

  /** Returns the text form, which says where the secret is and not what it is. */
  @Override
  public String toString() {
    return word(kind) + ":" + name;
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
