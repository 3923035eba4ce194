package inspectorslack.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.FindingType;
import inspectorslack.config.ScanType;
import java.util.ArrayList;
import java.util.List;

/**
 * A combination of resource types and finding types that a filter takes.
 *
 * @param resourceTypes the types that an event pattern takes, as the source spells them; all if
 *     empty
 * @param findingTypes all if empty
 */
record FindingKind(List<JsonNode> resourceTypes, List<FindingType> findingTypes) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

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

  private static List<JsonNode> resourceTypes(List<ScanType> scanTypes, FindingSource source) {
    return scanTypes.stream().map(it -> resourceType(it, source)).distinct().toList();
  }

  private static JsonNode resourceType(ScanType scanType, FindingSource source) {
    return switch (source) {
      // Inspector API Reference, "Resource".
      case INSPECTOR ->
          JSON.textNode(
              switch (scanType) {
                case EC2 -> "AWS_EC2_INSTANCE";
                case ECR -> "AWS_ECR_CONTAINER_IMAGE";
                case LAMBDA, LAMBDA_CODE -> "AWS_LAMBDA_FUNCTION";
              });
      // Security Hub CSPM User Guide, "Resources" of ASFF.
      case SECURITYHUB ->
          JSON.textNode(
              switch (scanType) {
                case EC2 -> "AwsEc2Instance";
                case ECR -> "AwsEcrContainerImage";
                case LAMBDA, LAMBDA_CODE -> "AwsLambdaFunction";
              });
      // CloudFormation's types. It has none for an image, and AWS doesn't document what Security
      // Hub calls one; Inspector finds nothing else in ECR.
      case SECURITYHUB_V2 ->
          switch (scanType) {
            case EC2 -> JSON.textNode("AWS::EC2::Instance");
            case ECR -> JSON.objectNode().put("prefix", "AWS::ECR::");
            case LAMBDA, LAMBDA_CODE -> JSON.textNode("AWS::Lambda::Function");
          };
    };
  }
}
