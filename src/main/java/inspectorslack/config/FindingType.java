package inspectorslack.config;

/**
 * What kind of weakness a finding is about, spelled as Inspector spells it.
 *
 * @see <a href="https://docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html">Inspector
 *     API, Finding</a>
 */
public enum FindingType {
  PACKAGE_VULNERABILITY("/CVE"),
  NETWORK_REACHABILITY("/Network Reachability"),
  CODE_VULNERABILITY("/CWE");

  private final String suffix;

  FindingType(String suffix) {
    this.suffix = suffix;
  }

  /**
   * How the type ends in ASFF and OCSF, where it's a path of categories and the last one is
   * Inspector's type.
   */
  public String suffix() {
    return suffix;
  }
}
