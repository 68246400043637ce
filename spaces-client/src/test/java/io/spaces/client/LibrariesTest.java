package io.spaces.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.Compression;
import io.spaces.client.identity.Did;
import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.content.compress.BlobCodec;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.CronSchedule;
import io.spaces.client.schedule.MailNotifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an application is told where a library is missing or too old, or an optional one missing.
 */
class LibrariesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "com.fasterxml.jackson.core., com.fasterxml.jackson.core:jackson-core is missing",
    "org.bouncycastle., org.bouncycastle:bcprov-jdk18on is missing",
    "org.apache.commons.codec., commons-codec:commons-codec is missing",
    "io.github.resilience4j.core., io.github.resilience4j:resilience4j-core is missing",
    "io.github.resilience4j.retry., io.github.resilience4j:resilience4j-retry is missing",
    "org.slf4j., org.slf4j:slf4j-api is missing",
    "okhttp3., com.squareup.okhttp3:okhttp-jvm is missing",
    "okio., com.squareup.okio:okio-jvm is missing",
    "kotlin., org.jetbrains.kotlin:kotlin-stdlib is missing"
  })
  void aClientNamesTheLibraryThatIsMissingEachTime(String packages, String words) throws Exception {
    Callable<?> opening = without(packages, Opening.class);

    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThat(errorOf(opening))
          .startsWith("io.spaces.client.error.SpaceException")
          .contains(words, "or later");
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Each of these classes came with the version named.
    "com.fasterxml.jackson.core.StreamReadConstraints, jackson-core, 2.15",
    "org.slf4j.spi.LoggingEventBuilder, slf4j-api, 2.0",
    "io.github.resilience4j.core.functions.Either, resilience4j-core, 2.0",
    "kotlin.enums.EnumEntriesKt, kotlin-stdlib, 1.8.20"
  })
  void aClientNamesTheLibraryThatIsTooOldAndWhereItIs(String type, String name, String version)
      throws Exception {
    assertThat(errorOf(without(type, Opening.class)))
        .startsWith("io.spaces.client.error.SpaceException")
        .containsPattern(name + " is needed in version " + version + " or later, but [0-9.]+ in ")
        .containsPattern("file:/.*/" + name + "-[0-9.]+jar was found");
  }

  @ParameterizedTest
  @CsvSource({
    "com.fasterxml.jackson.databind., com.fasterxml.jackson.core:jackson-databind is missing",
    "io.github.resilience4j.ratelimiter., resilience4j:resilience4j-ratelimiter is missing"
  })
  void onlyPlansAndSchedulersNeedAndNameTheLibraryThatIsMissingEachTime(
      String packages, String words) throws Exception {
    Path file = Files.writeString(folder.resolve("plans.json"), "[]");
    Callable<?> reading = without(packages, Reading.class, file);
    Callable<?> running = without(packages, Running.class);

    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThat(errorOf(reading))
          .startsWith("io.spaces.client.error.SpaceException")
          .contains(words, "or later");
      assertThat(errorOf(running))
          .startsWith("io.spaces.client.error.SpaceException")
          .contains(words, "or later");
    }
    assertThat(errorOf(without(packages, Opening.class))).isEqualTo("no error, but opened");
  }

  @Test
  void walletsPlansAndSchedulersNameTheirLibrariesToo() throws Exception {
    assertThat(errorOf(without("org.bouncycastle.", Naming.class)))
        .startsWith("io.spaces.client.error.SpaceException: org.bouncycastle:bcprov-jdk18on");
    assertThat(errorOf(without("org.bouncycastle.", Signing.class)))
        .startsWith("io.spaces.client.error.SpaceException: org.bouncycastle:bcprov-jdk18on");
    Path file = Files.writeString(folder.resolve("plans.json"), "[]");
    assertThat(errorOf(without("com.fasterxml.jackson.core.", Reading.class, file)))
        .startsWith("io.spaces.client.error.SpaceException: com.fasterxml.jackson.core");
    assertThat(errorOf(without("io.github.resilience4j.", Running.class)))
        .startsWith("io.spaces.client.error.SpaceException: io.github.resilience4j");
  }

  @Test
  void aClientThatHasAllLibrariesIsOpened() throws Exception {
    assertThat(errorOf(without("none.", Opening.class))).isEqualTo("no error, but opened");
  }

  @Test
  void cronExpressionsNeedNoLibrary() throws Exception {
    assertThat(errorOf(without("org.quartz.", Scheduling.class)))
        .isEqualTo("no error, but 0 1 * * * Z");
  }

  @Test
  void aSchedulerNamesItsLibrary() throws Exception {
    assertThat(errorOf(without("org.quartz.", Running.class)))
        .startsWith("io.spaces.client.error.SpaceException")
        .contains("org.quartz-scheduler:quartz", "requires org.quartz");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jakarta.mail.", "jakarta.activation."})
  void mailNamesItsLibraryBeforeAnythingIsSent(String packages) throws Exception {
    Callable<?> mailing = without(packages, Mailing.class);

    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThat(errorOf(mailing))
          .startsWith("io.spaces.client.error.SpaceException")
          .contains("org.eclipse.angus:angus-mail", "requires jakarta.mail");
    }
  }

  @Test
  void plansInYamlNameTheirLibrary() throws Exception {
    Path file = Files.writeString(folder.resolve("plans.yaml"), "plans: []");

    assertThat(errorOf(without("com.fasterxml.jackson.dataformat.", Reading.class, file)))
        .startsWith("io.spaces.client.error.SpaceException")
        .contains("com.fasterxml.jackson.dataformat:jackson-dataformat-yaml");
  }

  @Test
  void aBackupIsRefusedACompressionWhoseLibraryIsMissingWhenItIsChosen() throws Exception {
    Callable<?> choice = without("com.github.luben.", Choosing.class);

    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThat(errorOf(choice))
          .startsWith("io.spaces.client.error.InvalidParameterException: compression needs")
          .contains("com.github.luben:zstd-jni", "choose deflate");
    }
  }

  @Test
  void contentThatCannotBeExpandedNamesTheLibraryThatItNeeds() throws Exception {
    assertThat(errorOf(without("com.github.luben.", Expanding.class)))
        .startsWith("io.spaces.client.error.SpaceException")
        .contains("com.github.luben:zstd-jni")
        .doesNotContain("choose");
  }

  @Test
  void deflateNeedsNoLibrary() throws Exception {
    assertThat(errorOf(without("com.github.luben.", Deflating.class))).isEqualTo("no error, but 6");
  }

  static final class Mailing implements Callable<Object> {
    @Override
    public Object call() {
      return MailNotifier.builder("localhost").from("a@b").to("c@d").build();
    }
  }

  static final class Opening implements Callable<Object> {
    @Override
    public Object call() {
      SpaceClient.builder().build().close();
      return "opened";
    }
  }

  static final class Naming implements Callable<Object> {
    @Override
    public Object call() {
      return Did.parse("z1muQ3xqHQK2uiACHyChikobsiY5kLqtShA");
    }
  }

  static final class Signing implements Callable<Object> {
    @Override
    public Object call() {
      return Wallet.random();
    }
  }

  static final class Scheduling implements Callable<Object> {
    @Override
    public Object call() {
      return CronSchedule.parse("0 1 * * *", ZoneOffset.UTC);
    }
  }

  static final class Running implements Callable<Object> {
    @Override
    public Object call() {
      return BackupScheduler.builder().build();
    }
  }

  record Reading(Path file) implements Callable<Object> {
    @Override
    public Object call() {
      return BackupPlan.readAll(file);
    }
  }

  static final class Choosing implements Callable<Object> {
    @Override
    public Object call() {
      try (SpaceClient client = SpaceClient.builder().build()) {
        return client.backup().blocklet().compression(Compression.zstd(3));
      }
    }
  }

  static final class Deflating implements Callable<Object> {
    @Override
    public Object call() {
      Compression deflate = Compression.deflate(6);
      try (BlobCodec codec = new BlobCodec(deflate)) {
        codec.compress(new byte[100], 100);
        return deflate.level();
      }
    }
  }

  static final class Expanding implements Callable<Object> {
    @Override
    public Object call() {
      try (BlobCodec codec = new BlobCodec(Compression.none())) {
        return codec.expand(BlobCodec.ZSTD, new byte[10], 0, 10, 100) == null ? "nothing" : "";
      }
    }
  }

  private static String errorOf(Callable<?> use) {
    try {
      return "no error, but " + use.call();
    } catch (Throwable e) { // of classes that this test's loader does not know
      return e.toString();
    }
  }

  private static Callable<?> without(String packages, Class<?> use, Object... arguments)
      throws ReflectiveOperationException {
    var constructor = new Without(packages).loadClass(use.getName()).getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    return (Callable<?>) constructor.newInstance(arguments);
  }

  /** Loads this project's classes anew, in a world without some packages. */
  private static final class Without extends ClassLoader {
    private final String packages;

    Without(String packages) {
      super(LibrariesTest.class.getClassLoader());
      this.packages = packages;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith(packages)) {
        throw new ClassNotFoundException(name);
      }
      // OkHttp, too: it has to see the same world.
      if (!name.matches("(io\\.spaces\\.client|okhttp3|okio)\\..*")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        var domain = LibrariesTest.class.getClassLoader().loadClass(name).getProtectionDomain();
        return defineClass(name, bytes, 0, bytes.length, domain);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
