package inspectorslack.components;

import com.pulumi.aws.iam.IamFunctions;
import com.pulumi.aws.iam.RolePolicyAttachment;
import com.pulumi.aws.iam.RolePolicyAttachmentArgs;
import com.pulumi.aws.iam.inputs.GetInstanceProfilePlainArgs;
import com.pulumi.aws.iam.outputs.GetInstanceProfileResult;
import com.pulumi.aws.ssm.Association;
import com.pulumi.aws.ssm.AssociationArgs;
import com.pulumi.aws.ssm.inputs.AssociationTargetArgs;
import com.pulumi.core.Output;
import com.pulumi.exceptions.RunException;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.CustomResourceOptions;
import inspectorslack.config.PhysicalNames;
import inspectorslack.documents.ManagedPolicy;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Makes EC2 instances scannable: their roles let the SSM agent register, and the agent itself can
 * be kept current. An instance whose agent is old stays unmanaged, and so unscanned, without a
 * word.
 */
public final class ManagedInstances extends ComponentResource {
  /**
   * Which instances, and how.
   *
   * @param partition for the managed policy's ARN
   * @param instanceRoles names of roles
   * @param instanceProfiles names of instance profiles; their roles are looked up, as a profile's
   *     name need not be its role's
   * @param updateSsmAgent whether the agent of every managed instance is updated weekly
   * @param names physical names
   */
  public record Args(
      Output<String> partition,
      List<String> instanceRoles,
      List<String> instanceProfiles,
      boolean updateSsmAgent,
      PhysicalNames names) {}

  /**
   * Declares the attachments and the association.
   *
   * @throws RunException if an instance profile cannot be looked up or has no role
   */
  public ManagedInstances(String name, Args args) {
    super("inspectorslack:components:ManagedInstances", name);
    CustomResourceOptions child = CustomResourceOptions.builder().parent(this).build();
    Output<String> policyArn = args.partition().applyValue(ManagedPolicy::ssmManagedInstanceCore);

    Set<String> roles = new LinkedHashSet<>(args.instanceRoles());
    roles.addAll(rolesOf(args.instanceProfiles()));
    for (String role : roles) {
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

  // Waited for, because a role that is reached twice can only be told once its name is known, and
  // resources that are declared inside an apply are missing from previews.
  private static List<String> rolesOf(List<String> profiles) {
    Map<String, CompletableFuture<GetInstanceProfileResult>> lookups = new LinkedHashMap<>();
    for (String profile : profiles) {
      lookups.put(
          profile,
          IamFunctions.getInstanceProfilePlain(
              GetInstanceProfilePlainArgs.builder().name(profile).build()));
    }
    return lookups.entrySet().stream()
        .map(lookup -> roleOf(lookup.getKey(), lookup.getValue()))
        .toList();
  }

  private static String roleOf(String profile, CompletableFuture<GetInstanceProfileResult> lookup) {
    try {
      String role = lookup.join().roleName();
      if (role.isEmpty()) {
        throw new RunException(
            "instanceProfiles: the instance profile \"%s\" has no role; add one to it, or take it out of the list"
                .formatted(profile));
      }
      return role;
    } catch (CompletionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new RunException(
          "instanceProfiles: the instance profile \"%s\" could not be looked up: %s"
              .formatted(profile, cause.getMessage()),
          e);
    }
  }
}
