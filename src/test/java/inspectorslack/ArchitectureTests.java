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
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may use which. docs/ARCHITECTURE.md says why. */
class ArchitectureTests {
  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("inspectorslack");

  private static final List<String> SHARED = List.of("config", "slack", "stepfunctions", "aws");
  private static final List<String> FEATURES =
      List.of("scanning", "suppressions", "alerts", "curation", "coverage", "digest");

  /** What reads or builds values, and so is tested without a stack. */
  private static final String PURE =
      ".*(Document|Definition|Pattern|Message|Roles|Policy|Trust|Role|Queries|Reader|CuratedFinding|Text|Link)";

  private static String[] packages(List<String> names, String... others) {
    return Stream.concat(names.stream().map("inspectorslack."::concat), Stream.of(others))
        .toArray(String[]::new);
  }

  static Stream<String> everyPackage() {
    return Stream.of(SHARED, FEATURES, List.of("permissions", "companion")).flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("everyPackage")
  void everyPackageHasClasses(String name) {
    assertThat(PROGRAM.that(resideInAPackage("inspectorslack." + name))).hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @MethodSource("features")
  void aFeatureUsesWhatIsSharedAndNoOtherFeature(String name) {
    // A route's path holds the state machines that its messages pass through.
    List<String> parts = name.equals("alerts") ? List.of("curation", "coverage") : List.of();
    classes()
        .that()
        .resideInAPackage("inspectorslack." + name)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(packages(SHARED, "inspectorslack." + name))
                .or(resideInAnyPackage(packages(parts)))
                .or(resideInAnyPackage("java..", "org.jspecify.annotations", "com.pulumi.."))
                .or(resideInAnyPackage("com.fasterxml.jackson..", "software.amazon.awssdk..")))
        .check(PROGRAM);
  }

  static List<String> features() {
    return FEATURES;
  }

  @Test
  void configUsesJavaAlone() {
    classes()
        .that()
        .resideInAPackage("..config")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "org.jspecify.annotations", "inspectorslack.config"))
        .check(PROGRAM);
  }

  @Test
  void onlySettingsReaderSeesPulumisConfig() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.SettingsReader(\\$.*)?")
        .should()
        .dependOnClassesThat(equivalentTo(Config.class))
        .check(PROGRAM);
  }

  private static GivenClassesConjunction pureClasses() {
    return classes()
        .that()
        .resideInAnyPackage(packages(FEATURES, packages(SHARED)))
        .and()
        .haveNameMatching(PURE + "(\\$.*)?")
        .and()
        // Looks roles up in the account.
        .doNotHaveSimpleName("InstanceRoles");
  }

  @Test
  void whatAwsInterpretsIsBuiltWithoutPulumi() {
    pureClasses()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "org.jspecify.annotations", "inspectorslack..")
                .or(resideInAnyPackage("com.fasterxml.jackson..", "software.amazon.awssdk..")))
        .check(PROGRAM);
  }

  @Test
  void componentsUseNoJsonLibraryAndReadNoSettings() {
    noClasses()
        .that()
        .areAssignableTo(com.pulumi.resources.ComponentResource.class)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("com.fasterxml.jackson..", "software.amazon.awssdk..")
                .or(equivalentTo(SettingsReader.class)))
        .check(PROGRAM);
  }

  @Test
  void appNamesNoAwsType() {
    noClasses()
        .that()
        .belongToAnyOf(App.class)
        .should()
        .dependOnClassesThat(resideInAnyPackage("com.pulumi.aws..", "..companion.."))
        .check(PROGRAM);
  }

  @Test
  void nothingUsesAppOrTheCompanion() {
    noClasses()
        .that()
        .resideInAnyPackage(packages(FEATURES, packages(SHARED, "inspectorslack.permissions")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("inspectorslack", "..companion..")
        .check(PROGRAM);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("inspectorslack.(*)..").should().beFreeOfCycles().check(PROGRAM);
  }
}
