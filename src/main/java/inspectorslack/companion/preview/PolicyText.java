package inspectorslack.companion.preview;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.policybuilder.iam.IamCondition;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamStatement;
import software.amazon.awssdk.policybuilder.iam.IamValue;

/** A policy document in words, a line for each statement. */
final class PolicyText {
  private PolicyText() {}

  /** The statements of a policy in words; empty if the text isn't a policy document. */
  static Optional<List<String>> lines(String document) {
    if (!document.startsWith("{\"Version\"")) {
      return Optional.empty();
    }
    return Optional.of(
        IamPolicy.fromJson(document).statements().stream().map(PolicyText::line).toList());
  }

  private static String line(IamStatement statement) {
    // In the policy of a role the role itself is who may, so there the resources are what counts.
    String principals =
        statement.principals().stream().map(it -> it.id()).collect(Collectors.joining(", "));
    boolean isOfRole = principals.isEmpty();
    return "%s: %s%s %s%s%s"
        .formatted(
            statement.sid(),
            isOfRole ? "" : principals + " ",
            statement.effect().equals(IamEffect.ALLOW) ? "may" : "may not",
            joined(statement.actions()),
            isOfRole ? " on " + joined(statement.resources()) : "",
            statement.conditions().stream().map(PolicyText::clause).collect(Collectors.joining()));
  }

  private static String clause(IamCondition condition) {
    return " if %s %s %s"
        .formatted(condition.key().value(), condition.operator().value(), condition.value());
  }

  private static String joined(List<? extends IamValue> values) {
    return values.stream().map(IamValue::value).collect(Collectors.joining(", "));
  }
}
