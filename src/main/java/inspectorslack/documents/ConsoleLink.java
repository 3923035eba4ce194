package inspectorslack.documents;

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
    String host =
        switch (partition) {
          case "aws-cn" -> region + ".console.amazonaws.cn";
          case "aws-us-gov" -> "console.amazonaws-us-gov.com";
          default -> region + ".console.aws.amazon.com";
        };
    return "https://%s/inspector/v2/home?region=%s#/findings".formatted(host, region);
  }
}
