package io.spaces.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.Compression;
import io.spaces.client.internal.content.compress.BlobCodec;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.CronSchedule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application is told that lacks a library which not everybody needs. */
class OptionalLibrariesTest {
  @TempDir Path folder;

  @Test
  void cronExpressionsNameTheirLibraryEachTime() throws Exception {
    Callable<?> schedule = without("com.cronutils.", Scheduling.class);

    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThat(errorOf(schedule))
          .startsWith("io.spaces.client.error.SpaceException")
          .contains("com.cronutils:cron-utils", "requires com.cronutils");
    }
  }

  @Test
  void aSchedulerNamesItsLibrary() throws Exception {
    assertThat(errorOf(without("org.quartz.", Running.class)))
        .startsWith("io.spaces.client.error.SpaceException")
        .contains("org.quartz-scheduler:quartz", "requires org.quartz");
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
      super(OptionalLibrariesTest.class.getClassLoader());
      this.packages = packages;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith(packages)) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.spaces.client.")) {
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
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
