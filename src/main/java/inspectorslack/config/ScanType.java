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
  EC2(FindingType.PACKAGE_VULNERABILITY, FindingType.NETWORK_REACHABILITY),
  ECR(FindingType.PACKAGE_VULNERABILITY),
  LAMBDA(FindingType.PACKAGE_VULNERABILITY),
  LAMBDA_CODE(FindingType.CODE_VULNERABILITY);

  private final List<FindingType> finds;

  ScanType(FindingType... finds) {
    this.finds = List.of(finds);
  }

  /** The types of findings that such a scan makes. */
  List<FindingType> finds() {
    return finds;
  }
}
