package inspectorslack;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.Config;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import inspectorslack.config.SettingsReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may touch what. */
class ArchitectureTests {
  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("inspectorslack");

  @ParameterizedTest
  @ValueSource(strings = {"config", "documents", "components", "offline"})
  void everyRoomWasSeen(String room) {
    assertThat(PROGRAM.that(resideInAPackage("inspectorslack." + room))).hasSizeGreaterThan(3);
  }

  @Test
  void configUsesJavaAloneButForTheReader() {
    classes()
        .that()
        .resideInAPackage("..config")
        .and()
        .haveNameNotMatching(".*\\.SettingsReader(\\$.*)?")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "org.jspecify.annotations", "inspectorslack.config"))
        .check(PROGRAM);
  }

  @Test
  void theReaderAddsOnlyPulumisConfigAndAJsonParser() {
    classes()
        .that()
        .haveNameMatching(".*\\.SettingsReader(\\$.*)?")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations",
                    "com.fasterxml.jackson..",
                    "inspectorslack.config")
                .or(equivalentTo(Config.class)))
        .check(PROGRAM);
  }

  @Test
  void documentsKnowNoPulumi() {
    classes()
        .that()
        .resideInAPackage("..documents")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "org.jspecify.annotations",
                "com.fasterxml.jackson..",
                "software.amazon.awssdk..",
                "inspectorslack.config",
                "inspectorslack.documents"))
        .check(PROGRAM);
  }

  @Test
  void componentsUseNoJsonLibraryAndReadNoConfig() {
    classes()
        .that()
        .resideInAPackage("..components")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "org.jspecify.annotations",
                "com.pulumi..",
                "inspectorslack.config",
                "inspectorslack.documents",
                "inspectorslack.components"))
        .check(PROGRAM);
    noClasses()
        .that()
        .resideInAPackage("..components")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(SettingsReader.class, Config.class)
        .check(PROGRAM);
  }

  @Test
  void appNamesNoAwsType() {
    noClasses()
        .that()
        .belongToAnyOf(App.class)
        .should()
        .dependOnClassesThat(resideInAnyPackage("com.pulumi.aws..", "..offline"))
        .check(PROGRAM);
  }

  @Test
  void nothingBuildsOnAppOrTheCompanion() {
    noClasses()
        .that()
        .resideInAnyPackage("..config", "..documents", "..components")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("inspectorslack", "..offline")
        .check(PROGRAM);
  }

  @Test
  void roomsFormNoCycle() {
    slices().matching("inspectorslack.(*)").should().beFreeOfCycles().check(PROGRAM);
  }
}
