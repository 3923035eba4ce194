package inspectorslack.slack;

import inspectorslack.config.FindingSource;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses of pages in the AWS Management Console. */
public final class ConsoleLink {
  private static final Pattern REGION = Pattern.compile("[?&]region=([a-z0-9-]+)");

  private ConsoleLink() {}

  /**
   * Inspector's list of findings in a Region.
   *
   * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}; each has its own console
   * @param region such as {@code eu-central-1}
   */
  public static String findings(String partition, String region) {
    return "https://%s/inspector/v2/home?region=%s#/findings"
        .formatted(host(partition, region), region);
  }

  /** The Region of a page that one of the methods here returned. */
  public static Optional<String> region(String link) {
    return REGION.matcher(link).results().map(it -> it.group(1)).findFirst();
  }

  /**
   * Inspector's coverage page in a Region. AWS does not document its address. If the page moves,
   * the part before the {@code #} still opens Inspector's console.
   */
  public static String coverage(String partition, String region) {
    return "https://%s/inspector/v2/home?region=%s#/coverage"
        .formatted(host(partition, region), region);
  }

  /**
   * The first part of the address of one finding in its source's console; append the finding's ARN,
   * URL-encoded. AWS does not document these addresses. AWS's own samples and its solution
   * "Automated Security Response" use those of the two Security Hubs. For Inspector, only the list
   * of findings is certain to open; the query carries the ARN along.
   */
  public static String toOneFinding(FindingSource source, String partition, String region) {
    return switch (source) {
      case INSPECTOR -> findings(partition, region) + "/all?searchString=";
      case SECURITYHUB -> search("securityhub/home", "Id", partition, region);
      case SECURITYHUB_V2 -> search("securityhub/v2/home", "finding_info.uid", partition, region);
    };
  }

  private static String search(String page, String field, String partition, String region) {
    return "https://%s/%s?region=%s#/findings?search=%s%%3D%%255Coperator%%255C%%253AEQUALS%%255C%%253A"
        .formatted(host(partition, region), page, region, field);
  }

  private static String host(String partition, String region) {
    return switch (partition) {
      case "aws-cn" -> region + ".console.amazonaws.cn";
      case "aws-us-gov" -> "console.amazonaws-us-gov.com";
      default -> region + ".console.aws.amazon.com";
    };
  }
}
