package inspectorslack.curation;

import static inspectorslack.aws.Statements.allow;

import inspectorslack.aws.Statements;
import inspectorslack.stepfunctions.MachineRoles;
import java.util.Optional;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/** The permissions of curated delivery's state machine. */
public final class CurationRoles {
  private CurationRoles() {}

  /**
   * The resources that the machine uses.
   *
   * @param tableArn the table that remembers findings
   * @param path where messages and kept events go
   * @param hubArn the Security Hub whose findings it marks as notified, if they come from there
   */
  public record Reach(String tableArn, MachineRoles.Reach path, Optional<String> hubArn) {}

  /** The policy of the machine's role as JSON. */
  public static String machinePolicy(Reach reach) {
    IamPolicy.Builder policy =
        IamPolicy.builder()
            .addStatement(
                allow("Memory")
                    .addAction("dynamodb:PutItem")
                    .addAction("dynamodb:UpdateItem")
                    .addAction("dynamodb:DeleteItem")
                    .addAction("dynamodb:GetItem")
                    .addResource(reach.tableArn())
                    .build())
            .addStatement(
                allow("HeldFindings")
                    .addAction("dynamodb:Query")
                    .addResource(reach.tableArn() + "/index/" + MemoryCalls.HELD)
                    .build())
            .addStatement(
                allow("FindingDetails")
                    .addAction("inspector2:BatchGetFindingDetails")
                    .addAction("inspector2:ListFindings")
                    // Service Authorization Reference: neither supports resource-level permissions.
                    .addResource("*")
                    .build());
    MachineRoles.addReach(policy, reach.path());
    reach
        .hubArn()
        .ifPresent(
            hub ->
                policy.addStatement(
                    allow("Workflow")
                        .addAction("securityhub:BatchUpdateFindings")
                        .addResource(hub)
                        .build()));
    return policy.addStatement(Statements.logDelivery()).build().toJson();
  }

  /** The account's Security Hub in a Region. */
  public static String hubArn(String partition, String region, String accountId) {
    return "arn:%s:securityhub:%s:%s:hub/default".formatted(partition, region, accountId);
  }
}
