package inspectorslack.components;

import com.pulumi.aws.kms.Key;
import com.pulumi.aws.kms.KeyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.CustomResourceOptions;
import inspectorslack.config.PhysicalNames;
import inspectorslack.documents.KeyPolicyDocument;
import java.util.Map;

/** The customer-managed key of all topics and queues of a stack; one, as a key is paid for. */
public final class TopicEncryption extends ComponentResource {
  /**
   * Whose key.
   *
   * @param account the owner
   * @param names physical names
   */
  public record Args(AwsAccount account, PhysicalNames names) {}

  private final Output<String> keyArn;

  public TopicEncryption(String name, Args args) {
    super("inspectorslack:components:TopicEncryption", name);
    Key key =
        new Key(
            name + "-key",
            KeyArgs.builder()
                .description("Inspector findings on their way to Slack: " + args.names().base())
                .enableKeyRotation(true)
                .policy(
                    Output.tuple(args.account().partition(), args.account().id())
                        .applyValue(of -> KeyPolicyDocument.json(of.t1, of.t2)))
                .build(),
            CustomResourceOptions.builder().parent(this).build());
    this.keyArn = key.arn();
    registerOutputs(Map.of("keyArn", keyArn));
  }

  public Output<String> keyArn() {
    return keyArn;
  }
}
