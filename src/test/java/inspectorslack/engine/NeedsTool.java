package inspectorslack.engine;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs a suite only where a tool is. Elsewhere the suite is skipped with a line that says how to
 * get the tool; in CI its absence is a failure.
 */
public abstract class NeedsTool implements ExecutionCondition {
  private final String name;
  private final String install;

  protected NeedsTool(String name, String install) {
    this.name = name;
    this.install = install;
  }

  protected abstract boolean isThere();

  @Override
  public final ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (isThere()) {
      return ConditionEvaluationResult.enabled(name + " is there");
    }
    String missing = "%s is missing; get it with %s".formatted(name, install);
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(missing);
    }
    // Surefire shows no reason of JUnit's.
    System.err.println(context.getRequiredTestClass().getName() + " is skipped: " + missing);
    return ConditionEvaluationResult.disabled(missing);
  }
}
