package io.spaces.client;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a user of the library can name, as lines of text: the types of the exported packages,
 * and of each what can be called, implemented, caught or switched over: fields, constructors,
 * methods.
 */
final class PublicApi {
  private static final String ROOT = "io.spaces.client.";

  private PublicApi() {}

  /** The types of all exported packages that users can name, nested ones too, by name. */
  static List<Class<?>> types() throws IOException, URISyntaxException, ClassNotFoundException {
    Path classes =
        Path.of(SpaceClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ModuleDescriptor module;
    try (InputStream descriptor = Files.newInputStream(classes.resolve("module-info.class"))) {
      module = ModuleDescriptor.read(descriptor);
    }
    TreeMap<String, Class<?>> types = new TreeMap<>();
    for (ModuleDescriptor.Exports exports : module.exports()) {
      if (exports.isQualified()) {
        continue;
      }
      try (Stream<Path> files = Files.list(classes.resolve(exports.source().replace('.', '/')))) {
        for (Path file : files.toList()) {
          String name = String.valueOf(file.getFileName());
          if (name.endsWith(".class") && !name.startsWith("package-info")) {
            Class<?> type =
                Class.forName(
                    exports.source() + "." + name.substring(0, name.length() - 6),
                    false,
                    PublicApi.class.getClassLoader());
            if (isVisible(type)) {
              types.put(name(type), type);
            }
          }
        }
      }
    }
    return List.copyOf(types.values());
  }

  private static boolean isVisible(Class<?> type) {
    return type.getCanonicalName() != null
        && isVisible(type.getModifiers())
        && (type.getDeclaringClass() == null || isVisible(type.getDeclaringClass()));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  /** What a type is and has: its kind first, then what it continues, then its members, sorted. */
  static List<String> describe(Class<?> type) {
    List<String> lines = new ArrayList<>();
    if (type.isAnnotationPresent(Deprecated.class)) {
      lines.add("deprecated");
    }
    lines.add(kind(type));
    AnnotatedType parent = type.getAnnotatedSuperclass();
    if (parent != null && !type.isRecord() && !type.isEnum() && parent.getType() != Object.class) {
      lines.add("extends " + name(parent));
    }
    for (AnnotatedType each : type.getAnnotatedInterfaces()) {
      lines.add((type.isInterface() ? "extends " : "implements ") + name(each));
    }
    if (type.isSealed()) {
      for (Class<?> each : type.getPermittedSubclasses()) {
        lines.add("permits " + name(each));
      }
    }
    for (Field field : type.getDeclaredFields()) {
      if (field.isEnumConstant()) {
        lines.add(field.getName()); // in their order, which is part of what they mean
      }
    }
    lines.addAll(members(type));
    return lines;
  }

  private static String kind(Class<?> type) {
    String modifiers =
        (Modifier.isProtected(type.getModifiers()) ? "protected " : "")
            + (type.isSealed() ? "sealed " : "");
    if (type.isRecord()) {
      return modifiers
          + "record "
          + typeParameters(type)
          + Arrays.stream(type.getRecordComponents())
              .map(each -> name(each.getAnnotatedType()) + " " + each.getName())
              .collect(joining(", ", "(", ")"));
    }
    String kind =
        type.isAnnotation()
            ? "annotation"
            : type.isInterface() ? "interface" : type.isEnum() ? "enum" : "class";
    if (kind.equals("class")) {
      modifiers +=
          Modifier.isAbstract(type.getModifiers())
              ? "abstract "
              : Modifier.isFinal(type.getModifiers()) ? "final " : "";
    }
    boolean isLambda = type.isAnnotationPresent(FunctionalInterface.class);
    return (modifiers + (isLambda ? "functional " : "") + kind + " " + typeParameters(type))
        .strip();
  }

  /** Those of supertypes that users cannot name are the type's own for them. */
  private static Collection<String> members(Class<?> type) {
    TreeMap<String, String> members = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (each != type && isVisible(each)) {
        break;
      }
      boolean own = each == type;
      Stream.of(each.getDeclaredFields())
          .filter(field -> isVisible(field) && !field.isEnumConstant())
          .forEach(field -> members.put("0 " + field.getName(), describe(field)));
      if (own && !type.isRecord() && !type.isEnum()) {
        Stream.of(type.getDeclaredConstructors())
            .filter(PublicApi::isVisible)
            .forEach(made -> members.put("1 " + parameters(made), describe(made)));
      }
      Stream.of(each.getDeclaredMethods())
          .filter(method -> isVisible(method) && !isGivenBy(type, method))
          .sorted(Comparator.comparing(Method::toGenericString))
          .filter(method -> seen.add(method.getName() + erased(method)))
          .forEach(
              method ->
                  members.put(
                      "2 " + method.getName() + parameters(method), describe(type, method)));
    }
    return members.values();
  }

  private static boolean isVisible(Member member) {
    return isVisible(member.getModifiers()) && !member.isSynthetic();
  }

  private static String erased(Method method) {
    return Arrays.toString(method.getParameterTypes());
  }

  /** Whether the kind of the type says it already. */
  private static boolean isGivenBy(Class<?> type, Method method) {
    if (type.isEnum()) {
      return (method.getName().equals("values") && method.getParameterCount() == 0)
          || (method.getName().equals("valueOf") && method.getParameterCount() == 1);
    }
    return type.isRecord()
        && (Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getAccessor)
                .anyMatch(method::equals)
            || Set.of("equals", "hashCode", "toString").contains(method.getName()));
  }

  private static String describe(Field field) {
    String value = "";
    if (Modifier.isStatic(field.getModifiers())
        && Modifier.isFinal(field.getModifiers())
        && (field.getType().isPrimitive() || field.getType() == String.class)) {
      try {
        value = " = " + field.get(null); // compiled into whoever uses it
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
    return modifiers(field)
        + (Modifier.isFinal(field.getModifiers()) ? "" : "mutable ")
        + name(field.getAnnotatedType())
        + " "
        + field.getName()
        + value;
  }

  private static String describe(Constructor<?> constructor) {
    return modifiers(constructor) + "new" + parameters(constructor) + thrown(constructor);
  }

  private static String describe(Class<?> type, Method method) {
    boolean isAbstract = Modifier.isAbstract(method.getModifiers());
    boolean canBeFinal = !Modifier.isFinal(type.getModifiers()) && !type.isEnum();
    String modifiers =
        modifiers(method)
            + (method.isDefault() ? "default " : "")
            + (isAbstract && !type.isInterface() ? "abstract " : "")
            + (Modifier.isFinal(method.getModifiers()) && canBeFinal ? "final " : "");
    String parameters = typeParameters(method);
    return modifiers
        + (parameters.isEmpty() ? "" : parameters + " ")
        + name(method.getAnnotatedReturnType())
        + " "
        + method.getName()
        + parameters(method)
        + thrown(method);
  }

  private static <M extends AnnotatedElement & Member> String modifiers(M member) {
    return (member.isAnnotationPresent(Deprecated.class) ? "deprecated " : "")
        + (Modifier.isProtected(member.getModifiers()) ? "protected " : "")
        + (Modifier.isStatic(member.getModifiers()) ? "static " : "");
  }

  private static String parameters(Executable executable) {
    List<String> names =
        new ArrayList<>(
            Arrays.stream(executable.getAnnotatedParameterTypes()).map(PublicApi::name).toList());
    if (executable.isVarArgs()) {
      int last = names.size() - 1;
      names.set(last, names.get(last).replaceFirst("\\[]$", "..."));
    }
    return names.stream().collect(joining(", ", "(", ")"));
  }

  private static String thrown(Executable executable) {
    return executable.getExceptionTypes().length == 0
        ? ""
        : Arrays.stream(executable.getAnnotatedExceptionTypes())
            .map(PublicApi::name)
            .sorted()
            .collect(joining(", ", " throws ", ""));
  }

  private static String typeParameters(GenericDeclaration declaration) {
    return declaration.getTypeParameters().length == 0
        ? ""
        : Arrays.stream(declaration.getTypeParameters())
            .map(each -> each.getName() + bounds(each.getAnnotatedBounds(), " extends "))
            .collect(joining(", ", "<", ">"));
  }

  private static String bounds(AnnotatedType[] bounds, String word) {
    boolean none =
        bounds.length == 0
            || (bounds.length == 1
                && bounds[0].getType() == Object.class
                && nullable(bounds[0]).isEmpty()
                && word.equals(" extends "));
    return none ? "" : Arrays.stream(bounds).map(PublicApi::name).collect(joining(" & ", word, ""));
  }

  private static String name(AnnotatedType type) {
    if (type instanceof AnnotatedArrayType array) {
      String mark = nullable(type);
      return name(array.getAnnotatedGenericComponentType())
          + (mark.isEmpty() ? "" : " " + mark)
          + "[]";
    }
    if (type instanceof AnnotatedParameterizedType parameterized) {
      return nullable(type)
          + name((Class<?>) ((ParameterizedType) type.getType()).getRawType())
          + Arrays.stream(parameterized.getAnnotatedActualTypeArguments())
              .map(PublicApi::name)
              .collect(joining(", ", "<", ">"));
    }
    if (type instanceof AnnotatedWildcardType wildcard) {
      return nullable(type)
          + "?"
          + bounds(wildcard.getAnnotatedLowerBounds(), " super ")
          + (wildcard.getAnnotatedLowerBounds().length == 0
              ? bounds(wildcard.getAnnotatedUpperBounds(), " extends ")
              : "");
    }
    return nullable(type)
        + (type.getType() instanceof Class<?> plain ? name(plain) : type.getType().getTypeName());
  }

  private static String nullable(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
  }

  /** Types of ours below their root, and those of the JDK without their packages. */
  static String name(Class<?> type) {
    String name = type.getCanonicalName();
    if (name.startsWith(ROOT)) {
      return name.substring(ROOT.length());
    }
    return name.startsWith("java.") ? name.substring(type.getPackageName().length() + 1) : name;
  }
}
