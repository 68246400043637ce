package io.spaces.client;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between packages, and what users may see. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.spaces.client");
  private static final String ROOT = "io.spaces.client.";
  private static final String INTERNAL = ROOT + "internal..";

  @Test
  void roomsNeedEachOtherInNoCircle() {
    slices().matching("io.spaces.client.internal.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void publicPackagesNeedEachOtherInNoCircle() {
    slices().matching("io.spaces.client.(*)").should().beFreeOfCycles().check(CLASSES);
  }

  /** Each arrow is on the page, and each on the page is one. */
  @Test
  void theArrowsAreThoseOfTheArchitecturePage() throws IOException {
    Map<String, Set<String>> arrows = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      Set<String> to = arrows.computeIfAbsent(room(type), room -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(Dependency::getTargetClass)
          .filter(ArchitectureTest::isOurs)
          .map(ArchitectureTest::room)
          .filter(room -> !room.equals(room(type)))
          .forEach(to::add);
    }
    List<String> lines =
        arrows.entrySet().stream()
            .map(arrow -> (arrow.getKey() + ": " + String.join(", ", arrow.getValue())).strip())
            .toList();

    assertThat(block("arrows")).containsExactlyElementsOf(lines);
  }

  /** Files that need each other are one thought in several files: each such circle has a reason. */
  @Test
  void circlesOfFilesAreThoseOfTheArchitecturePage() throws IOException {
    Map<String, Set<String>> files = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      Set<String> to = files.computeIfAbsent(file(type), file -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(Dependency::getTargetClass)
          .filter(ArchitectureTest::isOurs)
          .map(ArchitectureTest::file)
          .forEach(to::add);
    }
    List<String> circles = Circles.of(files).stream().map(all -> String.join(", ", all)).toList();

    List<String> listed = block("circles");
    assertThat(listed).allMatch(line -> line.indexOf(": ") > 0, "has a reason");
    assertThat(listed.stream().map(line -> line.substring(0, line.indexOf(": "))))
        .containsExactlyElementsOf(circles);
  }

  /** What holds more is several rooms, or nobody finds anything in it. */
  @Test
  void noPackageButThatOfPlansHasMoreThanTwentyFiles() throws IOException {
    Map<String, Integer> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(Path.of("src", "main", "java"))) {
      all.filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> files.merge(String.valueOf(file.getParent()), 1, Integer::sum));
    }
    files.values().removeIf(count -> count <= 20);

    assertThat(files.keySet())
        .containsExactly(
            Path.of("src", "main", "java", "io", "spaces", "client", "schedule").toString());
  }

  /** Who reads a name has to know what is meant. */
  @Test
  void noTwoTypesHaveOneName() {
    Map<String, Set<String>> homes = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      if (type.isTopLevelClass() && !type.getSimpleName().equals("package-info")) {
        homes.computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>()).add(room(type));
      }
    }
    homes.values().removeIf(rooms -> rooms.size() == 1);

    assertThat(homes).isEmpty();
  }

  /** The lines of a fenced block of the architecture's page. */
  private static List<String> block(String name) throws IOException {
    List<String> page = Files.readAllLines(Path.of("docs", "architecture.md"));
    int from = page.indexOf("```" + name) + 1;
    assertThat(from).as("a block of %s", name).isPositive();
    List<String> after = page.subList(from, page.size());
    return after.subList(0, after.indexOf("```"));
  }

  private static boolean isOurs(JavaClass type) {
    return type.getBaseComponentType().getPackageName().startsWith("io.spaces.client");
  }

  /** A package by what it is called below the root, which is the client. */
  private static String room(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return name.equals("io.spaces.client") ? "client" : name.substring(ROOT.length());
  }

  private static String file(JavaClass type) {
    String name = type.getBaseComponentType().getName().substring(ROOT.length());
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  @Test
  void onlyHttpKnowsOkHttp() {
    noClasses()
        .that(not(resideInAnyPackage(ROOT + "internal.http..")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("okhttp3..", "okio..")
        .check(CLASSES);
  }

  @Test
  void httpKnowsNothingAboveIt() {
    mayUse("internal.http", "internal.http", "internal.waiting", "error").check(CLASSES);
  }

  @Test
  void contentKnowsNoNetwork() {
    mayUse(
            "internal.content",
            "internal.content",
            "internal.crypto",
            "internal.compact",
            "backup",
            "error")
        .check(CLASSES);
  }

  @Test
  void sourceKnowsFilesOnly() {
    mayUse(
            "internal.source",
            "internal.source",
            "internal.content",
            "internal.crypto",
            "internal.compact",
            "internal.disk",
            "internal.memory",
            "internal.secret",
            "internal.waiting",
            "backup",
            "error")
        .check(CLASSES);
  }

  @Test
  void mirrorDoesNotKnowRunsOrVaults() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "internal.mirror..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "internal.run..", ROOT + "internal.vault..")
        .check(CLASSES);
  }

  @Test
  void vaultDoesNotKnowRunsOrMirrors() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "internal.vault..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "internal.run..", ROOT + "internal.mirror..")
        .check(CLASSES);
  }

  @Test
  void protocolKnowsNoFilesAndNoLayouts() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "internal.protocol..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "internal.run..",
            ROOT + "internal.mirror..",
            ROOT + "internal.vault..",
            ROOT + "internal.source..",
            ROOT + "internal.restore..")
        .check(CLASSES);
  }

  @Test
  void valuesAndErrorsAreAtTheBottom() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "error..", ROOT + "transfer..", ROOT + "restore..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(INTERNAL)
        .check(CLASSES);
  }

  @Test
  void nothingInsideShowsInAPublicSignature() {
    classes()
        .that(not(resideInAnyPackage(INTERNAL)))
        .and()
        .arePublic()
        .should(showOnlyWhatUsersMaySee())
        .check(CLASSES);
  }

  /** Or those who write Kotlin would have to quote it. */
  @Test
  void noPublicMethodIsNamedLikeAKeywordOfKotlin() {
    methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat(not(resideInAnyPackage(INTERNAL)))
        .should()
        .haveNameNotMatching("as|fun|in|is|object|typealias|typeof|val|var|when")
        .check(CLASSES);
  }

  private static ArchRule mayUse(String name, String... others) {
    List<String> allowed = new ArrayList<>();
    for (String other : others) {
      allowed.add(ROOT + other + "..");
    }
    DescribedPredicate<JavaClass> ours = resideInAnyPackage("io.spaces.client..");
    return noClasses()
        .that()
        .resideInAPackage(ROOT + name + "..")
        .should()
        .dependOnClassesThat(ours.and(not(resideInAnyPackage(allowed.toArray(String[]::new)))));
  }

  private static ArchCondition<JavaClass> showOnlyWhatUsersMaySee() {
    DescribedPredicate<JavaClass> hidden =
        resideInAnyPackage(
            INTERNAL,
            "okhttp3..",
            "okio..",
            "com.fasterxml.jackson..",
            "io.github.resilience4j..",
            "org.bouncycastle..",
            "org.apache.commons.codec..");
    return new ArchCondition<>("show only types that users may see") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaMember member : type.getMembers()) {
          boolean visible =
              member.getModifiers().contains(JavaModifier.PUBLIC)
                  || member.getModifiers().contains(JavaModifier.PROTECTED);
          if (!visible) {
            continue;
          }
          for (JavaClass each : member.getAllInvolvedRawTypes()) {
            if (hidden.test(each.getBaseComponentType())) {
              events.add(
                  SimpleConditionEvent.violated(
                      member, member.getFullName() + " shows " + each.getName()));
            }
          }
        }
      }
    };
  }
}
