package inspectorslack.scanning;

import com.pulumi.aws.iam.RolePolicyAttachment;
import com.pulumi.aws.iam.RolePolicyAttachmentArgs;
import com.pulumi.aws.ssm.Association;
import com.pulumi.aws.ssm.AssociationArgs;
import com.pulumi.aws.ssm.inputs.AssociationTargetArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import inspectorslack.aws.ManagedPolicy;
import inspectorslack.config.PhysicalNames;
import java.util.Map;
import java.util.Set;

/**
 * Makes EC2 instances scannable: their roles let the SSM agent register, and the agent itself can
 * be kept current. An instance with an old agent stays unmanaged and isn't scanned, without any
 * warning.
 */
public final class ManagedInstances extends ComponentResource {
  /**
   * Which instances, and how.
   *
   * @param partition for the managed policy's ARN
   * @param roles names of the instances' roles, without repeats
   * @param updateSsmAgent whether the agent of every managed instance is updated weekly
   * @param names physical names
   */
  public record Args(
      Output<String> partition, Set<String> roles, boolean updateSsmAgent, PhysicalNames names) {}

  public ManagedInstances(String name, Args args, ComponentResourceOptions options) {
    super("inspectorslack:components:ManagedInstances", name, options);
    CustomResourceOptions child = CustomResourceOptions.builder().parent(this).build();
    Output<String> policyArn = args.partition().applyValue(ManagedPolicy::ssmManagedInstanceCore);

    for (String role : args.roles()) {
      // Not PolicyAttachment: that one is exclusive and detaches the policy from all other roles.
      new RolePolicyAttachment(
          name + "-" + role,
          RolePolicyAttachmentArgs.builder().role(role).policyArn(policyArn).build(),
          child);
    }

    if (args.updateSsmAgent()) {
      new Association(
          name + "-ssm-agent",
          AssociationArgs.builder()
              .associationName(args.names().of("ssm-agent"))
              .name("AWS-UpdateSSMAgent")
              .targets(AssociationTargetArgs.builder().key("InstanceIds").values("*").build())
              .scheduleExpression("rate(7 days)")
              .build(),
          child);
    }
    registerOutputs(Map.of());
  }
}
