package inspectorslack.config;

import java.util.List;

/**
 * A kind of resource that Inspector can scan, spelled as its Enable API spells it. {@link
 * #LAMBDA_CODE} needs {@link #LAMBDA}.
 *
 * @see <a href="https://docs.aws.amazon.com/inspector/v2/APIReference/API_Enable.html">Inspector
 *     API, Enable</a>
 */
public enum ScanType {
  EC2,
  ECR,
  LAMBDA,
  LAMBDA_CODE;

  /** The types of findings that such a scan makes. */
  public List<FindingType> finds() {
    return switch (this) {
      case EC2 -> List.of(FindingType.PACKAGE_VULNERABILITY, FindingType.NETWORK_REACHABILITY);
      case ECR, LAMBDA -> List.of(FindingType.PACKAGE_VULNERABILITY);
      case LAMBDA_CODE -> List.of(FindingType.CODE_VULNERABILITY);
    };
  }
}
