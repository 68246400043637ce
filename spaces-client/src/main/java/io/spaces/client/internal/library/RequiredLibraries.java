package io.spaces.client.internal.library;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.retry.Retry;
import io.spaces.client.error.SpaceException;
import java.util.function.Supplier;
import org.apache.commons.codec.binary.Base32;
import org.bouncycastle.crypto.hpke.HPKE;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The libraries that each application has through this one's dependencies, unless something else
 * decides on versions or leaves one out: that is told by name and version before anything is done,
 * not by an error of the JVM in the middle of it.
 */
public final class RequiredLibraries {
  private static volatile boolean checked;
  private static volatile boolean checkedForPlans;

  private RequiredLibraries() {}

  /**
   * Checks that all libraries that every application needs are there and new enough, but those of
   * {@link #behindHttp}.
   *
   * @throws SpaceException when one is not; the message says what was found, where, and what to add
   */
  public static void check() {
    if (checked) {
      return;
    }
    // The newest class of each that is used here, and one that older versions have, too.
    check(
        new Library("com.fasterxml.jackson.core:jackson-core", "2.15"),
        "com.fasterxml.jackson.core.JsonFactory",
        () -> StreamReadConstraints.class);
    check(
        new Library("org.bouncycastle:bcprov-jdk18on", "1.73"),
        "org.bouncycastle.crypto.Digest",
        () -> HPKE.class);
    check(
        new Library("commons-codec:commons-codec", "1.11"),
        "org.apache.commons.codec.Encoder",
        () -> Base32.class);
    check(
        new Library("io.github.resilience4j:resilience4j-core", "2.0"),
        "io.github.resilience4j.core.IntervalFunction",
        () -> Either.class);
    check(
        new Library("io.github.resilience4j:resilience4j-retry", "2.0"),
        "io.github.resilience4j.retry.Retry",
        () -> Retry.class);
    check(
        new Library("org.slf4j:slf4j-api", "2.0"),
        "org.slf4j.Logger",
        () -> LoggingEventBuilder.class);
    checked = true;
  }

  /**
   * Checks those that plans and schedulers need, too: a backup by itself never loads them.
   *
   * @throws SpaceException when one is not there or too old
   */
  public static void checkForPlans() {
    if (checkedForPlans) {
      return;
    }
    check();
    check(
        new Library("com.fasterxml.jackson.core:jackson-databind", "2.15"),
        "com.fasterxml.jackson.databind.ObjectMapper",
        () -> JsonMapper.class);
    check(
        new Library("io.github.resilience4j:resilience4j-ratelimiter", "2.0"),
        "io.github.resilience4j.ratelimiter.RateLimiter",
        () -> RateLimiter.class);
    checkedForPlans = true;
  }

  private static void check(Library library, String known, Supplier<Class<?>> newest) {
    try {
      requireNonNull(newest.get());
    } catch (LinkageError e) {
      throw library.unusable(known, RequiredLibraries.class.getClassLoader(), e);
    }
  }

  /**
   * Says which library is missing or too old when the client that sends requests cannot be made.
   *
   * @param e what the JVM said
   * @return the error to throw
   */
  public static SpaceException behindHttp(LinkageError e) {
    ClassLoader ours = RequiredLibraries.class.getClassLoader();
    String okHttp = "okhttp3.OkHttpClient";
    Class<?> client = Library.find(okHttp, ours);
    // Kotlin and Okio are OkHttp's affair: it may see them where this library does not.
    ClassLoader theirs = client == null ? ours : client.getClassLoader();
    if (client != null && Library.find("kotlin.enums.EnumEntriesKt", theirs) == null) {
      return new Library("org.jetbrains.kotlin:kotlin-stdlib", "1.8.20")
          .unusable("kotlin.Unit", theirs, e);
    }
    if (client != null && Library.find("okio.Buffer", theirs) == null) {
      return new Library("com.squareup.okio:okio-jvm", "3.6").unusable("okio.Buffer", theirs, e);
    }
    return new Library("com.squareup.okhttp3:okhttp-jvm", "5.0").unusable(okHttp, ours, e);
  }
}
