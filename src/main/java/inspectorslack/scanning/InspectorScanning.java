package inspectorslack.scanning;

import com.pulumi.aws.inspector2.Enabler;
import com.pulumi.aws.inspector2.EnablerArgs;
import com.pulumi.aws.securityhub.Account;
import com.pulumi.aws.securityhub.AccountArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.CustomTimeouts;
import com.pulumi.resources.Resource;
import inspectorslack.config.ScanType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns on Inspector and, if the settings say so, Security Hub. An account has one of each per
 * Region, so both are kept when the stack is destroyed. Turning them off would end scanning for
 * everybody and delete the findings.
 */
public final class InspectorScanning extends ComponentResource {
  // The provider's five minutes are too short where many resources wait for their first scan, and
  // its fifteen seconds for a delegated administrator are too short anyway.
  private static final Duration TIMEOUT = Duration.ofMinutes(30);
  static final CustomTimeouts TIMEOUTS = new CustomTimeouts(TIMEOUT, TIMEOUT, TIMEOUT);

  /**
   * What to switch on.
   *
   * @param accountId the account that is scanned
   * @param enableInspector whether this stack owns Inspector's switch
   * @param scanTypes what is scanned; the service switches off what is not listed
   * @param enableSecurityHub whether this stack owns Security Hub's switch; it must be off before
   */
  public record Args(
      Output<String> accountId,
      boolean enableInspector,
      List<ScanType> scanTypes,
      boolean enableSecurityHub) {}

  private final Optional<Resource> inspector;

  public InspectorScanning(String name, Args args, ComponentResourceOptions options) {
    super("inspectorslack:components:InspectorScanning", name, options);
    CustomResourceOptions kept =
        CustomResourceOptions.builder()
            .parent(this)
            .retainOnDelete(true)
            .customTimeouts(TIMEOUTS)
            .build();
    this.inspector =
        args.enableInspector()
            ? Optional.of(
                new Enabler(
                    name + "-inspector",
                    EnablerArgs.builder()
                        .accountIds(args.accountId().applyValue(List::of))
                        .resourceTypes(args.scanTypes().stream().map(ScanType::name).toList())
                        .build(),
                    kept))
            : Optional.empty();
    if (args.enableSecurityHub()) {
      new Account(
          name + "-security-hub",
          // The standards are charged by check and need AWS Config; findings come without them.
          AccountArgs.builder().enableDefaultStandards(false).build(),
          kept);
    }
    registerOutputs(Map.of());
  }

  /** Inspector's switch; empty if the stack doesn't own it. */
  public Optional<Resource> inspector() {
    return inspector;
  }
}
