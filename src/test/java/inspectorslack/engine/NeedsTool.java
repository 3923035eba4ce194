package inspectorslack.engine;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips a suite if a tool isn't installed, and prints how to install it. In CI, a missing tool is a
 * failure.
 */
public abstract class NeedsTool implements ExecutionCondition {
  private final String name;
  private final String install;

  protected NeedsTool(String name, String install) {
    this.name = name;
    this.install = install;
  }

  protected abstract boolean isInstalled();

  @Override
  public final ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (isInstalled()) {
      return ConditionEvaluationResult.enabled(name + " is installed");
    }
    String missing = "%s is missing; get it with %s".formatted(name, install);
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(missing);
    }
    // Surefire doesn't print JUnit's reasons.
    System.err.println(context.getRequiredTestClass().getName() + " is skipped: " + missing);
    return ConditionEvaluationResult.disabled(missing);
  }
}
