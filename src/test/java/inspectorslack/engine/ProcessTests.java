package inspectorslack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.companion.Jdks;
import inspectorslack.engine.EngineStack.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The program's {@code main}, in a process like that of Pulumi's language host. */
class ProcessTests extends EngineSuite {
  static Stream<Path> jdks() throws IOException {
    return Jdks.found();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void theProgramDeploysOnEveryJdkWithOneCore(Path jdk) throws Exception {
    EngineStack stack = stack("prod", nativeProd());
    Outcome up = stack.upInProcess(jdk);
    assertThat(up.problems()).isEmpty();
    assertThat(up.failed()).isFalse();
    assertThat(stack.state().keySet()).containsAll(names(nativeProd()));
    // The program in this JVM declares the same.
    assertThat(stack.preview().changes()).isEmpty();
  }

  @Test
  void invalidSettingsAreAllReportedAndNothingIsRegistered() throws Exception {
    EngineStack stack = stack("dev", settings("severityTreshold: LOW", "findingSource: inspektor"));
    Outcome up = stack.upInProcess(Path.of(System.getProperty("java.home")));
    assertThat(up.failed()).isTrue();
    assertThat(up.problems())
        .first()
        .asString()
        .endsWith(
            """
            stack 'dev' has 2 invalid settings; nothing was registered:
              findingSource: got "inspektor"; expected one of securityhub, inspector, securityhub-v2; fix: pulumi config set findingSource inspector
              severityTreshold: got an unknown key; expected a known key, perhaps severityThreshold; fix: pulumi config rm severityTreshold, then pulumi config set severityThreshold ...""");
    assertThat(String.join("\n", up.problems())).doesNotContain("\tat ");
    assertThat(stack.state()).isEmpty();
    assertThat(cloud.inventory()).isEmpty();
  }

  @Test
  void aRefusalIsReportedAndEndsTheProgram() throws Exception {
    EngineStack stack = stack("dev", settings("findingSource: inspector"));
    faults.refuse("create", "alerts-topic", Integer.MAX_VALUE);
    Outcome up = stack.upInProcess(Path.of(System.getProperty("java.home")));
    assertThat(up.failed()).isTrue();
    assertThat(up.problems()).anyMatch(problem -> problem.startsWith("alerts-topic: "));
    faults.repair();
    assertThat(stack.upInProcess(Path.of(System.getProperty("java.home"))).problems()).isEmpty();
  }
}
