package inspectorslack.stepfunctions;

import com.pulumi.aws.cloudwatch.LogGroupArgs;
import com.pulumi.core.Output;
import inspectorslack.aws.AwsAccount;
import inspectorslack.config.AccountNames;
import inspectorslack.config.PhysicalNames;
import inspectorslack.config.Route;
import java.util.Optional;

/**
 * What all resources of a component are deployed with.
 *
 * @param account where the stack is deployed
 * @param names physical names
 * @param keyArn the customer-managed key that encrypts topics, queues and log groups, if there is
 *     one
 * @param isOneOfSeveral whether the stack has more Regions, so that messages about several findings
 *     say which one they're about
 * @param accountNames what messages call accounts
 */
public record Deployment(
    AwsAccount account,
    PhysicalNames names,
    Optional<Output<String>> keyArn,
    boolean isOneOfSeveral,
    AccountNames accountNames) {
  private static final int KEEP_LOGS_DAYS = 30;

  /** A deployment that chooses nothing of what is optional. */
  public static Deployment of(AwsAccount account, PhysicalNames names) {
    return new Deployment(account, names, Optional.empty(), false, AccountNames.NONE);
  }

  /** The same with a key, if there is one. */
  public Deployment encryptedWith(Optional<Output<String>> key) {
    return new Deployment(account, names, key, isOneOfSeveral, accountNames);
  }

  /** The same, in a stack that may have more Regions. */
  public Deployment oneOf(int regions) {
    return new Deployment(account, names, keyArn, regions > 1, accountNames);
  }

  /** The same with names for accounts. */
  public Deployment naming(AccountNames accounts) {
    return new Deployment(account, names, keyArn, isOneOfSeveral, accounts);
  }

  /** The same with the names of one route. */
  public Deployment of(Route route) {
    return new Deployment(account, names.of(route), keyArn, isOneOfSeveral, accountNames);
  }

  /** The inputs of a log group. */
  LogGroupArgs logGroup(String name) {
    LogGroupArgs.Builder inputs = LogGroupArgs.builder().name(name).retentionInDays(KEEP_LOGS_DAYS);
    keyArn.ifPresent(inputs::kmsKeyId);
    return inputs.build();
  }

  /** The key's ARN once it is known; empty if there is no key. */
  public Output<Optional<String>> key() {
    return keyArn.map(it -> it.applyValue(Optional::of)).orElse(Output.of(Optional.empty()));
  }
}
