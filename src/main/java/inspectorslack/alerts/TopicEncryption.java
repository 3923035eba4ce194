package inspectorslack.alerts;

import com.pulumi.aws.kms.Key;
import com.pulumi.aws.kms.KeyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import inspectorslack.aws.AwsAccount;
import inspectorslack.config.PhysicalNames;
import inspectorslack.stepfunctions.LoggedStateMachine;
import java.util.Map;

/**
 * The customer-managed key of all topics, queues and log groups of a stack. They share one key,
 * because AWS charges per key.
 */
public final class TopicEncryption extends ComponentResource {
  /**
   * What the component works with.
   *
   * @param account the owner
   * @param names physical names
   */
  public record Args(AwsAccount account, PhysicalNames names) {}

  private final Output<String> keyArn;

  public TopicEncryption(String name, Args args, ComponentResourceOptions options) {
    super("inspectorslack:components:TopicEncryption", name, options);
    Key key =
        new Key(
            name + "-key",
            KeyArgs.builder()
                .description("Inspector findings on their way to Slack: " + args.names().base())
                .enableKeyRotation(true)
                .policy(
                    Output.tuple(
                            args.account().partition(),
                            args.account().region(),
                            args.account().id())
                        .applyValue(
                            of ->
                                KeyPolicyDocument.json(
                                    of.t1,
                                    of.t2,
                                    of.t3,
                                    LoggedStateMachine.logGroup(args.names().base() + "-*"))))
                .build(),
            CustomResourceOptions.builder().parent(this).build());
    this.keyArn = key.arn();
    registerOutputs(Map.of("keyArn", keyArn));
  }

  public Output<String> keyArn() {
    return keyArn;
  }
}
