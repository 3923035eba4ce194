package inspectorslack.config;

/**
 * What kind of weakness a finding is about, spelled as Inspector spells it.
 *
 * @see <a href="https://docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html">Inspector
 *     API, Finding</a>
 */
public enum FindingType {
  PACKAGE_VULNERABILITY,
  NETWORK_REACHABILITY,
  CODE_VULNERABILITY
}
