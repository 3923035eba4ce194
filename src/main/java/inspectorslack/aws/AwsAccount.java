package inspectorslack.aws;

import com.pulumi.aws.AwsFunctions;
import com.pulumi.aws.outputs.GetCallerIdentityResult;
import com.pulumi.aws.outputs.GetPartitionResult;
import com.pulumi.aws.outputs.GetRegionResult;
import com.pulumi.core.Output;

/**
 * Where the stack is deployed, as the credentials and the provider's Region say.
 *
 * @param id twelve digits
 * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
 * @param region such as {@code eu-central-1}
 */
public record AwsAccount(Output<String> id, Output<String> partition, Output<String> region) {
  /**
   * The account's id, twelve digits, for what has to be known before anything is registered. Waits
   * for AWS to answer.
   */
  public static String currentId() {
    return AwsFunctions.getCallerIdentityPlain().join().accountId();
  }

  /** The account, partition and Region of the default provider. */
  public static AwsAccount current() {
    return new AwsAccount(
        AwsFunctions.getCallerIdentity().applyValue(GetCallerIdentityResult::accountId),
        AwsFunctions.getPartition().applyValue(GetPartitionResult::partition),
        AwsFunctions.getRegion().applyValue(GetRegionResult::name));
  }

  /** The same account in another Region of the same partition. */
  public AwsAccount in(String other) {
    return new AwsAccount(id, partition, Output.of(other));
  }
}
