package inspectorslack.config;

/** Which events the rule listens to. */
public enum FindingSource {
  /** Findings that Security Hub imported from Inspector; needs Security Hub switched on. */
  SECURITYHUB("securityhub"),
  /** Findings as Inspector itself sends them. */
  INSPECTOR("inspector");

  private final String text;

  FindingSource(String text) {
    this.text = text;
  }

  /** As it is written in a stack file. */
  @Override
  public String toString() {
    return text;
  }
}
