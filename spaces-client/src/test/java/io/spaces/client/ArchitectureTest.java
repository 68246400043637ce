package io.spaces.client;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
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
import java.util.ArrayList;
import java.util.List;
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
  void packagesHaveNoCycles() {
    slices().matching("io.spaces.client.internal.(*)..").should().beFreeOfCycles().check(CLASSES);
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
    mayUse("internal.http", "internal.http", "error").check(CLASSES);
  }

  @Test
  void contentKnowsNoNetwork() {
    mayUse("internal.content", "internal.content", "internal.crypto", "backup", "error")
        .check(CLASSES);
  }

  @Test
  void sourceKnowsFilesOnly() {
    mayUse(
            "internal.source",
            "internal.source",
            "internal.content",
            "internal.crypto",
            "internal.http",
            "internal.memory",
            "internal.secret",
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
            ROOT + "internal.target..")
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
