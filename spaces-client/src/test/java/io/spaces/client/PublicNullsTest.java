package io.spaces.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.spaces.client.error.InvalidParameterException;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * What is public refuses null where it is given, and names the parameter, unless the parameter says
 * that it may be null. The methods are found by reflection, so that new ones are asked, too.
 */
class PublicNullsTest {
  /**
   * All packages but those of plans, whose builders have a test of their own, and of errors, which
   * are made whatever is known of what happened.
   */
  private static final Set<String> PACKAGES =
      Set.of(
          "io.spaces.client",
          "io.spaces.client.backup",
          "io.spaces.client.database",
          "io.spaces.client.restore",
          "io.spaces.client.transfer",
          "io.spaces.client.history",
          "io.spaces.client.identity",
          "io.spaces.client.snapshot");

  private static final SampleValues SAMPLES = new SampleValues();

  /** A public method or constructor, and of which class it is asked. */
  private record Asked(Class<?> type, Executable executable) {
    @Override
    public String toString() {
      return type.getName().replace("io.spaces.client.", "")
          + (executable instanceof Method ? "." + executable.getName() : "")
          + Arrays.toString(
              Arrays.stream(executable.getParameterTypes()).map(Class::getSimpleName).toArray());
    }
  }

  @AfterAll
  static void close() {
    SAMPLES.close();
  }

  @Test
  void everyPublicMethodRefusesNullAndNamesTheParameter() {
    Set<String> wrong = new TreeSet<>();
    int count = 0;
    for (Asked asked : everything()) {
      Parameter[] parameters = asked.executable().getParameters();
      for (int i = 0; i < parameters.length; i++) {
        for (@Nullable Object nothing : nothings(parameters[i])) {
          count++;
          String answer = answer(asked, i, nothing);
          if (answer != null) {
            wrong.add(asked + ", " + parameters[i].getName() + ": " + answer);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(count).as("how many were asked").isGreaterThan(200);
  }

  private static List<Asked> everything() {
    List<Asked> all = new ArrayList<>();
    URL library = SpaceClient.class.getProtectionDomain().getCodeSource().getLocation();
    for (JavaClass each : new ClassFileImporter().importUrl(library)) {
      if (PACKAGES.contains(each.getPackageName())) {
        Class<?> type = each.reflect();
        if (isPublic(type)) {
          Stream.concat(Arrays.stream(type.getConstructors()), Arrays.stream(type.getMethods()))
              .map(executable -> new Asked(type, executable))
              .filter(asked -> !isExempt(asked))
              .forEach(all::add);
        }
      }
    }
    return all;
  }

  private static boolean isPublic(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
  }

  private static boolean isExempt(Asked asked) {
    Class<?> type = asked.type();
    Executable executable = asked.executable();
    boolean ours = executable.getDeclaringClass().getName().startsWith("io.spaces.client");
    boolean needsSubclass =
        Modifier.isAbstract(type.getModifiers()) && !Modifier.isStatic(executable.getModifiers());
    return !ours
        || executable.isSynthetic()
        || executable.getName().equals("equals") // a record's, made by javac, takes null
        || (type.isEnum() && executable.getName().equals("valueOf")) // javac's: "Name is null"
        || (needsSubclass && !SAMPLES.has(type)); // asked of its subclasses
  }

  /** What stands for nothing: null, and an array of variable length that has it in it. */
  private static List<@Nullable Object> nothings(Parameter parameter) {
    List<@Nullable Object> nothings = new ArrayList<>();
    if (parameter.getType().isPrimitive()
        || parameter.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      return nothings;
    }
    nothings.add(null);
    if (parameter.isVarArgs()
        && parameter.getAnnotatedType() instanceof AnnotatedArrayType array
        && !array.getAnnotatedGenericComponentType().isAnnotationPresent(Nullable.class)) {
      nothings.add(Array.newInstance(parameter.getType().getComponentType(), 1));
    }
    return nothings;
  }

  /** What is wrong with how a method takes nothing; null for nothing wrong. */
  private static @Nullable String answer(Asked asked, int at, @Nullable Object nothing) {
    Parameter[] parameters = asked.executable().getParameters();
    @Nullable Object[] arguments = new Object[parameters.length];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = i == at ? nothing : SAMPLES.argument(parameters[i]);
    }
    try {
      call(asked, arguments);
      return "is taken" + (nothing == null ? "" : " with null in it");
    } catch (InvocationTargetException e) {
      Throwable thrown = requireNonNull(e.getCause());
      String message = String.valueOf(thrown.getMessage());
      boolean refused =
          thrown instanceof NullPointerException
              || thrown instanceof IllegalArgumentException
              || thrown instanceof InvalidParameterException;
      boolean named =
          names(asked.executable(), parameters[at]).stream()
              .anyMatch(name -> message.equals(name) || message.startsWith(name + " "));
      return refused && named ? null : thrown.toString();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(asked.toString(), e);
    }
  }

  /** A builder's parameter is called what the method is called. */
  private static List<String> names(Executable executable, Parameter parameter) {
    return List.of(parameter.getName(), executable.getName());
  }

  private static void call(Asked asked, @Nullable Object[] arguments)
      throws ReflectiveOperationException {
    if (asked.executable() instanceof Constructor<?> constructor) {
      constructor.newInstance(arguments);
      return;
    }
    Method method = (Method) asked.executable();
    boolean isStatic = Modifier.isStatic(method.getModifiers());
    method.invoke(isStatic ? null : SAMPLES.receiver(asked.type()), arguments);
  }
}
