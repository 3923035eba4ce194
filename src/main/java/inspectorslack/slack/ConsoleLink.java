package inspectorslack.slack;

import inspectorslack.config.FindingSource;

/** Addresses of pages in the AWS Management Console. */
public final class ConsoleLink {
  private ConsoleLink() {}

  /**
   * Inspector's list of findings in a Region.
   *
   * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}; each has a console of its
   *     own
   * @param region such as {@code eu-central-1}
   */
  public static String findings(String partition, String region) {
    return "https://%s/inspector/v2/home?region=%s#/findings"
        .formatted(host(partition, region), region);
  }

  /**
   * Inspector's page of what it covers in a Region. AWS documents no address of it; what is before
   * the {@code #} opens Inspector's console in any case.
   */
  public static String coverage(String partition, String region) {
    return "https://%s/inspector/v2/home?region=%s#/coverage"
        .formatted(host(partition, region), region);
  }

  /**
   * The beginning of the address of one finding in its source's console, to which the finding's
   * ARN, encoded as part of a URL, is added. AWS documents no such addresses: Security Hub's is the
   * one that AWS's own samples use; of Inspector's only the list itself is sure, and what follows
   * the question mark carries the ARN along.
   */
  public static String toOneFinding(FindingSource source, String partition, String region) {
    return switch (source) {
      case INSPECTOR -> findings(partition, region) + "/all?searchString=";
      case SECURITYHUB ->
          "https://%s/securityhub/home?region=%s#/findings?search=Id%%3D%%255Coperator%%255C%%253AEQUALS%%255C%%253A"
              .formatted(host(partition, region), region);
    };
  }

  private static String host(String partition, String region) {
    return switch (partition) {
      case "aws-cn" -> region + ".console.amazonaws.cn";
      case "aws-us-gov" -> "console.amazonaws-us-gov.com";
      default -> region + ".console.aws.amazon.com";
    };
  }
}
