package inspectorslack.stepfunctions;

import com.pulumi.core.Output;
import inspectorslack.aws.AwsAccount;
import inspectorslack.config.PhysicalNames;
import java.util.Optional;

/**
 * What all resources of a component are deployed with.
 *
 * @param account where the stack is deployed
 * @param names physical names
 * @param keyArn the customer-managed key that encrypts topics, queues and log groups, if there is
 *     one
 */
public record Deployment(AwsAccount account, PhysicalNames names, Optional<Output<String>> keyArn) {
  /** The key's ARN once it is known; empty if there is no key. */
  public Output<Optional<String>> key() {
    return keyArn.map(it -> it.applyValue(Optional::of)).orElse(Output.of(Optional.empty()));
  }
}
