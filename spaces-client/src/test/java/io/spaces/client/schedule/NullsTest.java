package io.spaces.client.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.error.InvalidParameterException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Null is refused where it is given, unless a parameter says that it may be. */
class NullsTest {
  private static final BackupPlan PLAN = Plans.plan("plan", "@yearly").build();
  private static final BackupJob JOB = BackupJob.builder("job", "plan", Instant.EPOCH).build();

  private static final BackupScheduler SCHEDULER = BackupScheduler.builder().build();

  /** What methods are called on, and with. */
  private static final Map<Class<?>, Object> SAMPLES = new LinkedHashMap<>();

  static {
    SAMPLES.put(BackupPlan.class, PLAN);
    SAMPLES.put(BackupPlanBuilder.class, PLAN.toBuilder());
    SAMPLES.put(BackupJob.class, JOB);
    SAMPLES.put(BackupJob.Builder.class, JOB.toBuilder());
    SAMPLES.put(Destination.class, Plans.NOWHERE);
    SAMPLES.put(Destination.Builder.class, Plans.NOWHERE.toBuilder());
    SAMPLES.put(DestinationProblem.class, null);
    SAMPLES.put(CronSchedule.class, PLAN.schedule());
    SAMPLES.put(PlanSource.class, PlanSource.sqlite("a.db", Path.of("a.db")));
    SAMPLES.put(PlanSource.Folder.class, null);
    SAMPLES.put(PlanSource.Command.class, null);
    SAMPLES.put(PlanSource.Postgres.class, null);
    SAMPLES.put(PlanSource.Mysql.class, null);
    SAMPLES.put(PlanSource.Sqlite.class, null);
    SAMPLES.put(PlanEncryption.class, PlanEncryption.key(SecretRef.env("KEY")));
    SAMPLES.put(SecretRef.class, SecretRef.env("KEY"));
    SAMPLES.put(SecretResolver.class, SecretResolver.standard());
    SAMPLES.put(RunRetries.class, RunRetries.NONE);
    SAMPLES.put(PlanState.class, null);
    SAMPLES.put(Notification.class, null);
    SAMPLES.put(NotifierState.class, null);
    SAMPLES.put(PlanConnection.class, null);
    SAMPLES.put(BackupRunner.class, BackupRunner.ofSpaces(SecretResolver.standard()));
    SAMPLES.put(BackupSchedulerBuilder.class, BackupScheduler.builder());
    SAMPLES.put(BackupScheduler.class, SCHEDULER);
    SAMPLES.put(Hook.class, Hook.program("true"));
    SAMPLES.put(WebhookNotifier.class, null);
  }

  private static final Map<Class<?>, Object> VALUES =
      Map.of(
          String.class, "text",
          Path.class, Path.of("path"),
          Duration.class, Duration.ofSeconds(1),
          Instant.class, Instant.EPOCH,
          ZoneId.class, ZoneId.of("UTC"),
          List.class, List.of(),
          Set.class, Set.of(),
          Map.class, Map.of(),
          URI.class, URI.create("https://host.example"));

  private static @Nullable Object value(Class<?> type) {
    if (type == boolean.class) {
      return true;
    }
    if (type == int.class) {
      return 1;
    }
    if (type == long.class) {
      return 1L;
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type.isArray()) {
      return java.lang.reflect.Array.newInstance(type.getComponentType(), 0);
    }
    Object known = VALUES.get(type);
    return known != null ? known : SAMPLES.get(type);
  }

  @AfterAll
  static void close() {
    SCHEDULER.close();
  }

  @Test
  void nullIsRefusedWhereItIsGiven() throws Exception {
    List<String> taken = new ArrayList<>();
    int tried = 0;
    for (Map.Entry<Class<?>, Object> sample : SAMPLES.entrySet()) {
      List<Executable> all = new ArrayList<>(List.of(sample.getKey().getConstructors()));
      for (Method method : sample.getKey().getMethods()) {
        boolean callable = Modifier.isStatic(method.getModifiers()) || sample.getValue() != null;
        if (callable && method.getDeclaringClass() == sample.getKey() && !isOfObject(method)) {
          all.add(method);
        }
      }
      for (Executable each : all) {
        for (int i = 0; i < each.getParameterCount(); i++) {
          if (!each.getParameterTypes()[i].isPrimitive() && !mayBeNull(each, i)) {
            tried++;
            if (!isRefused(each, sample.getValue(), i)) {
              taken.add(each.toString() + ", parameter " + i);
            }
          }
        }
      }
    }
    assertThat(taken).as("take null without a word").isEmpty();
    assertThat(tried).isGreaterThan(100);
  }

  private static boolean isOfObject(Method method) {
    return List.of("equals", "hashCode", "toString").contains(method.getName());
  }

  private static boolean mayBeNull(Executable executable, int parameter) {
    AnnotatedType type = executable.getAnnotatedParameterTypes()[parameter];
    AnnotatedElement declared = executable.getParameters()[parameter];
    return type.isAnnotationPresent(Nullable.class) || declared.isAnnotationPresent(Nullable.class);
  }

  private static boolean isRefused(Executable executable, @Nullable Object on, int parameter)
      throws ReflectiveOperationException {
    @Nullable Object[] values = new Object[executable.getParameterCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i == parameter ? null : value(executable.getParameterTypes()[i]);
    }
    try {
      if (executable instanceof Constructor<?> constructor) {
        constructor.newInstance(values);
      } else {
        ((Method) executable).setAccessible(true);
        ((Method) executable).invoke(on, values);
      }
      return false;
    } catch (InvocationTargetException e) {
      Throwable refusal = e.getCause();
      return refusal instanceof NullPointerException
          || (refusal instanceof InvalidParameterException
              && String.valueOf(refusal.getMessage()).matches("(?s).*(missing|null).*"));
    }
  }
}
