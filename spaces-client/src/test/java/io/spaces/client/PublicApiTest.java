package io.spaces.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What users see changes only where somebody has looked at it. */
class PublicApiTest {
  private static final Path REVIEWED = Path.of("docs", "api.txt");
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final String ACCEPT =
      "mvn test -pl spaces-client -Dtest=PublicApiTest -Dapi.accept=true";
  private static final List<String> HEAD =
      List.of(
          "# The public API: each type below io.spaces.client, with its fields, constructors and"
              + " methods. Of",
          "# the JDK's types the package is left out. PublicApiTest compares it; to accept a"
              + " change:",
          "# " + ACCEPT);
  private static final Pattern ANNOTATION = Pattern.compile("@\\w+(\\([^)]*\\))?");
  private static final Pattern SINCE = Pattern.compile("\\* @since \\d+\\.\\d+\\.\\d+\\s");

  @Test
  void isWhatWasReviewed() throws Exception {
    Map<String, List<String>> api = new TreeMap<>();
    for (Class<?> type : PublicApi.types()) {
      api.put(PublicApi.name(type), PublicApi.describe(type));
    }
    if (Boolean.getBoolean("api.accept")) {
      write(api);
    }

    List<String> changes = changes(read(), api);

    assertThat(changes)
        .as(
            "the public API differs from %s. Where that is meant, say in the changelog how to"
                + " migrate, and accept it: %s",
            REVIEWED, ACCEPT)
        .isEmpty();
  }

  @Test
  void saysOfEachTypeSinceWhenItIsThere() throws Exception {
    List<String> without = new ArrayList<>();
    for (Class<?> type : PublicApi.types()) {
      if (!SINCE.matcher(javadoc(type)).find()) {
        without.add(PublicApi.name(type));
      }
    }

    assertThat(without).as("public types without @since in their Javadoc").isEmpty();
  }

  @Test
  void showsWhatAUserCanNameAndNothingElse() {
    assertThat(PublicApi.describe(Sample.class))
        .containsExactly(
            "protected sealed abstract class <T extends Number>",
            "extends PublicApiTest.Hidden",
            "implements Supplier<T>",
            "permits PublicApiTest.Sample.Leaf",
            "static String NAME = it",
            "protected new(String)",
            "byte @Nullable [] bytes(Map<String, ? extends @Nullable T>)",
            "void inherited()",
            "protected abstract int inside()",
            "@Nullable String maybe(int...) throws IOException",
            "deprecated abstract <R> R old(Function<? super T, R>)");
    assertThat(PublicApi.describe(Sample.Point.class))
        .containsExactly("record (int x, @Nullable Integer y)", "int sum()");
    assertThat(PublicApi.describe(Sample.Order.class)).containsExactly("enum", "SECOND", "FIRST");
  }

  @Test
  void tellsWhatCameAndWhatWentOfEachType() {
    Map<String, List<String>> before =
        Map.of("A", List.of("class", "int a()"), "B", List.of("enum"));
    Map<String, List<String>> now = Map.of("A", List.of("class", "int b()"), "C", List.of("enum"));

    assertThat(changes(before, now))
        .containsExactly("A", "- int a()", "+ int b()", "B", "- enum", "C", "+ enum");
    assertThat(changes(before, before)).isEmpty();
    assertThat(changes(Map.of("E", List.of("X", "Y")), Map.of("E", List.of("Y", "X"))))
        .containsExactly("E", "- X", "- Y", "+ Y", "+ X");
  }

  private static List<String> changes(
      Map<String, List<String>> reviewed, Map<String, List<String>> now) {
    Set<String> types = new TreeSet<>(reviewed.keySet());
    types.addAll(now.keySet());
    List<String> changes = new ArrayList<>();
    for (String type : types) {
      List<String> before = reviewed.getOrDefault(type, List.of());
      List<String> after = now.getOrDefault(type, List.of());
      if (!before.equals(after)) {
        boolean isOrderAlone = Set.copyOf(before).equals(Set.copyOf(after));
        changes.add(type);
        before.stream()
            .filter(line -> isOrderAlone || !after.contains(line))
            .forEach(line -> changes.add("- " + line));
        after.stream()
            .filter(line -> isOrderAlone || !before.contains(line))
            .forEach(line -> changes.add("+ " + line));
      }
    }
    return changes;
  }

  private static void write(Map<String, List<String>> api) throws IOException {
    List<String> lines = new ArrayList<>(HEAD);
    api.forEach(
        (type, members) -> {
          lines.add("");
          lines.add(type);
          members.forEach(member -> lines.add("  " + member));
        });
    Files.write(REVIEWED, lines, UTF_8);
  }

  private static Map<String, List<String>> read() throws IOException {
    Map<String, List<String>> api = new TreeMap<>();
    List<String> members = new ArrayList<>();
    for (String line : Files.readAllLines(REVIEWED, UTF_8)) {
      if (line.startsWith("  ")) {
        members.add(line.strip());
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        members = new ArrayList<>();
        api.put(line, members);
      }
    }
    return api;
  }

  /** The comment in front of a type's declaration. */
  private static String javadoc(Class<?> type) throws IOException {
    Class<?> outermost = type;
    while (outermost.getDeclaringClass() != null) {
      outermost = outermost.getDeclaringClass();
    }
    String source =
        Files.readString(SOURCES.resolve(outermost.getName().replace('.', '/') + ".java"), UTF_8);
    Matcher declaration =
        Pattern.compile("\\b(class|interface|record|enum) " + type.getSimpleName() + "\\b")
            .matcher(source);
    while (declaration.find()) {
      int end = source.lastIndexOf("*/", declaration.start());
      String between = source.substring(end + 2, declaration.start());
      if (end >= 0 && ANNOTATION.matcher(between).replaceAll("").matches("[\\s@a-z-]*")) {
        return source.substring(source.lastIndexOf("/**", end), end);
      }
    }
    return "";
  }

  abstract static class Hidden {
    public void inherited() {}
  }

  /** Has one of each. */
  @SuppressWarnings("unused")
  protected abstract static sealed class Sample<T extends Number> extends Hidden
      implements Supplier<T> permits Sample.Leaf {
    public static final String NAME = "it";

    protected Sample(String name) {}

    Sample() {}

    public @Nullable String maybe(int... numbers) throws IOException {
      return null;
    }

    public byte @Nullable [] bytes(Map<String, ? extends @Nullable T> map) {
      return null;
    }

    @Deprecated
    public abstract <R> R old(Function<? super T, R> function);

    protected abstract int inside();

    void unseen() {}

    /** The only one. */
    abstract static non-sealed class Leaf extends Sample<Integer> {}

    record Point(int x, @Nullable Integer y) {
      public int sum() {
        return x;
      }
    }

    enum Order {
      SECOND,
      FIRST
    }
  }
}
