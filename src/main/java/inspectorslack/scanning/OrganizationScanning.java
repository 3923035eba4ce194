package inspectorslack.scanning;

import com.pulumi.aws.inspector2.DelegatedAdminAccount;
import com.pulumi.aws.inspector2.DelegatedAdminAccountArgs;
import com.pulumi.aws.inspector2.Enabler;
import com.pulumi.aws.inspector2.EnablerArgs;
import com.pulumi.aws.inspector2.MemberAssociation;
import com.pulumi.aws.inspector2.MemberAssociationArgs;
import com.pulumi.aws.inspector2.OrganizationConfiguration;
import com.pulumi.aws.inspector2.OrganizationConfigurationArgs;
import com.pulumi.aws.inspector2.inputs.OrganizationConfigurationAutoEnableArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import inspectorslack.config.ScanType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Inspector in the other accounts of an organization, in one Region. In the management account's
 * stack, it designates the delegated administrator. In the delegated administrator's, it has
 * accounts that join scanned, and associates and switches on the members that are listed.
 *
 * <p>All of it outlives the stack, and a member outlives its place in the list: deleting would end
 * scanning in accounts of others, and delete their findings.
 *
 * @see <a href="https://docs.aws.amazon.com/inspector/latest/user/designating-admin.html">Inspector
 *     User Guide, designating a delegated administrator</a>
 */
public final class OrganizationScanning extends ComponentResource {
  /**
   * What to switch on.
   *
   * @param organization the accounts
   * @param scanTypes what's scanned in members; the service switches off what isn't listed
   * @param ownSwitch Inspector's switch in the stack's own account, if the stack has it
   */
  public record Args(
      Organization organization, List<ScanType> scanTypes, Optional<Resource> ownSwitch) {}

  private final String name;
  private final Args args;

  public OrganizationScanning(String name, Args args, ComponentResourceOptions options) {
    super("inspectorslack:components:OrganizationScanning", name, options);
    this.name = name;
    this.args = args;
    args.organization().delegatedAdministrator().ifPresent(this::designate);
    if (!args.organization().autoEnable().isEmpty()) {
      autoEnable(args.organization().autoEnable());
    }
    args.organization().members().forEach(this::member);
    registerOutputs(Map.of());
  }

  private void designate(String accountId) {
    new DelegatedAdminAccount(
        name + "-administrator",
        DelegatedAdminAccountArgs.builder().accountId(accountId).build(),
        kept());
  }

  private void autoEnable(List<ScanType> scanTypes) {
    new OrganizationConfiguration(
        name + "-auto-enable",
        OrganizationConfigurationArgs.builder()
            .autoEnable(
                OrganizationConfigurationAutoEnableArgs.builder()
                    .ec2(scanTypes.contains(ScanType.EC2))
                    .ecr(scanTypes.contains(ScanType.ECR))
                    .lambda(scanTypes.contains(ScanType.LAMBDA))
                    .lambdaCode(scanTypes.contains(ScanType.LAMBDA_CODE))
                    .build())
            .build(),
        kept(ownSwitch()));
  }

  private void member(String accountId) {
    MemberAssociation association =
        new MemberAssociation(
            name + "-" + accountId,
            MemberAssociationArgs.builder().accountId(accountId).build(),
            kept(ownSwitch()));
    // One for each member: a list of several would change, and be judged, as a whole.
    new Enabler(
        name + "-" + accountId + "-inspector",
        EnablerArgs.builder()
            .accountIds(accountId)
            .resourceTypes(args.scanTypes().stream().map(ScanType::name).toList())
            .build(),
        // AWS lets nobody switch on an account that isn't a member.
        kept(association));
  }

  /** AWS refuses an administrator in whose own account Inspector is off. */
  private Resource[] ownSwitch() {
    return args.ownSwitch().stream().toArray(Resource[]::new);
  }

  private CustomResourceOptions kept(Resource... after) {
    return CustomResourceOptions.builder()
        .parent(this)
        .retainOnDelete(true)
        .customTimeouts(InspectorScanning.TIMEOUTS)
        .dependsOn(after)
        .build();
  }
}
