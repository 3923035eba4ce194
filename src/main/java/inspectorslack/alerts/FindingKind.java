package inspectorslack.alerts;

import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.FindingType;
import inspectorslack.config.ScanType;
import java.util.ArrayList;
import java.util.List;

/**
 * A combination of resource types and finding types that a filter takes.
 *
 * @param resourceTypes as the source spells them; all if empty
 * @param findingTypes all if empty
 */
record FindingKind(List<String> resourceTypes, List<FindingType> findingTypes) {
  /**
   * The kinds that a filter takes: one, or two if the filter takes only one of the two Lambda
   * scans. Both scans are about the same type of resource and differ in the type of their findings.
   */
  static List<FindingKind> of(FindingFilter filter, FindingSource source) {
    List<ScanType> scanTypes = new ArrayList<>(filter.scanTypes());
    boolean isLambda = scanTypes.contains(ScanType.LAMBDA);
    boolean isLambdaCode = scanTypes.contains(ScanType.LAMBDA_CODE);
    if (isLambda == isLambdaCode) {
      return List.of(new FindingKind(resourceTypes(scanTypes, source), filter.findingTypes()));
    }
    List<FindingKind> kinds = new ArrayList<>();
    List<FindingType> ofScan =
        List.of(isLambda ? FindingType.PACKAGE_VULNERABILITY : FindingType.CODE_VULNERABILITY);
    if (filter.findingTypes().isEmpty() || filter.findingTypes().containsAll(ofScan)) {
      kinds.add(
          new FindingKind(
              resourceTypes(List.of(isLambda ? ScanType.LAMBDA : ScanType.LAMBDA_CODE), source),
              ofScan));
    }
    scanTypes.removeAll(List.of(ScanType.LAMBDA, ScanType.LAMBDA_CODE));
    if (!scanTypes.isEmpty()) {
      kinds.add(new FindingKind(resourceTypes(scanTypes, source), filter.findingTypes()));
    }
    return kinds;
  }

  private static List<String> resourceTypes(List<ScanType> scanTypes, FindingSource source) {
    return scanTypes.stream().map(it -> resourceType(it, source)).distinct().toList();
  }

  // Inspector API Reference, "Resource"; Security Hub User Guide, "Resources" of ASFF.
  private static String resourceType(ScanType scanType, FindingSource source) {
    boolean isDirect = source == FindingSource.INSPECTOR;
    return switch (scanType) {
      case EC2 -> isDirect ? "AWS_EC2_INSTANCE" : "AwsEc2Instance";
      case ECR -> isDirect ? "AWS_ECR_CONTAINER_IMAGE" : "AwsEcrContainerImage";
      case LAMBDA, LAMBDA_CODE -> isDirect ? "AWS_LAMBDA_FUNCTION" : "AwsLambdaFunction";
    };
  }
}
