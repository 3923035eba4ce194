package inspectorslack.config;

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
  LAMBDA_CODE
}
