package inspectorslack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.Document;
import inspectorslack.engine.EngineStack.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The refusals that stop a first {@code pulumi up}, in AWS's own words as far as public sources
 * have them. Pulumi prints each with the resource, {@code docs/operations.md} lists it, and the
 * next update goes on once its cause is gone.
 *
 * <p>Sources: for the workspace, reports of what CloudFormation gets from the same call (the README
 * of the npm package aws-slack-cost-reporter quotes it); for the channel,
 * hashicorp/terraform-provider-awscc, issue 1011; for Security Hub and Inspector,
 * hashicorp/terraform-provider-aws, issues 31875 and 27639; for permissions, IAM User Guide,
 * "Troubleshoot access denied error messages".
 *
 * <p>Not proven: that AWS's messages are still the same.
 */
class LastMileTests extends EngineSuite {
  /**
   * A refusal.
   *
   * @param message as AWS puts it, without ids that differ
   * @param before and after the message, in AWS's answer
   */
  private record Refused(String resource, String before, String message, String after) {
    String whole() {
      return before + message + after;
    }
  }

  private static final String WHO =
      "AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/deploy/ci";

  private static final List<Refused> REFUSED =
      List.of(
          new Refused(
              "scanning-inspector",
              WHO + " is not authorized to perform: inspector2:Enable on resource: * ",
              "with an explicit deny in a service control policy",
              ""),
          new Refused(
              "scanning-inspector",
              "AccessDeniedException: Member account 123456789012 ",
              "is not authorized to disable itself",
              "."),
          new Refused(
              "scanning-security-hub",
              "ResourceConflictException: ",
              "Account is already subscribed to Security Hub",
              ""),
          new Refused(
              "alerts-topic",
              WHO + " is not authorized to perform: SNS:CreateTopic on resource: * ",
              "because no identity-based policy allows",
              " the SNS:CreateTopic action"),
          new Refused(
              "slack-C0EXAMPLE00",
              "InvalidRequestException: Invalid request provided: AWS Chatbot can't create the"
                  + " configuration because Slack workspace T0EXAMPLE00 ",
              "is not authorized with AWS account",
              " 123456789012."),
          new Refused(
              "slack-C0EXAMPLE00",
              "InvalidRequestException: Invalid request provided: Slack channel with ID C0EXAMPLE00"
                  + " in Slack team T0EXAMPLE00 ",
              "has already been configured for AWS account",
              " 123456789012."));

  @Test
  void eachIsPrintedWithItsResourceListedInTheDocumentAndGotOver() throws Exception {
    EngineStack stack = stack("prod", curatedProd());
    List<String> documented = Document.of("docs/operations.md").codeSpans();
    List<Refused> left = new ArrayList<>(REFUSED);
    while (!left.isEmpty()) {
      // Of a resource with two, the second comes when the first is over.
      Map<String, Refused> now = new HashMap<>();
      left.forEach(refused -> now.putIfAbsent(refused.resource(), refused));
      now.forEach((resource, it) -> faults.refuse("create", resource, 1, it.whole()));
      Outcome up = stack.up();
      List<Refused> printed =
          now.values().stream()
              .filter(
                  it ->
                      up.problems().stream()
                          .anyMatch(
                              problem ->
                                  problem.startsWith(it.resource() + ": ")
                                      && problem.contains(it.whole())))
              .toList();
      assertThat(printed).as("%s", up.problems()).isNotEmpty();
      assertThat(printed)
          .allSatisfy(it -> assertThat(documented).anyMatch(span -> span.contains(it.message())));
      printed.forEach(it -> faults.allow("create", it.resource()));
      left.removeAll(printed);
    }
    assertThat(stack.up().problems()).isEmpty();
  }
}
