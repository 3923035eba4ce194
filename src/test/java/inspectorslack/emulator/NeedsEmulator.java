package inspectorslack.emulator;

import java.nio.file.Files;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs a suite only where the AWS emulator is; in CI its absence is a failure. */
final class NeedsEmulator implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Files.isExecutable(Emulator.PYTHON)) {
      return ConditionEvaluationResult.enabled("the emulator is there");
    }
    String missing = "the AWS emulator is missing; get it with tools/ministack/install";
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(missing);
    }
    return ConditionEvaluationResult.disabled(missing);
  }
}
