package inspectorslack.aws;

import com.pulumi.aws.enums.Region;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An account and a Region of a stack.
 *
 * @param region such as {@code eu-west-1}
 * @param account twelve digits
 * @param partition that the Region belongs to
 */
public record Place(String region, String account, String partition) {
  /** The Regions that the provider knows. */
  public static final List<String> REGIONS =
      Stream.of(Region.values()).map(Region::getValue).toList();

  public Place(String region, String account) {
    this(region, account, partition(region));
  }

  /** The same account in any Region, for patterns of ARNs. */
  public Place anywhere() {
    return new Place("*", account, partition);
  }

  /** The partition that a Region belongs to. */
  public static String partition(String region) {
    return region.startsWith("cn-")
        ? "aws-cn"
        : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  /**
   * A text of the catalogue with its placeholders replaced: {@code {partition}}, {@code {region}},
   * {@code {account}} and {@code {domain}} by those of the place, any other by the value of that
   * name.
   *
   * @throws IllegalArgumentException if there is no such value
   */
  public String filled(String text, Map<String, ?> values) {
    String filled =
        text.replace("{partition}", partition())
            .replace("{region}", region)
            .replace("{account}", account)
            .replace("{domain}", Statements.domain(partition()));
    for (Map.Entry<String, ?> value : values.entrySet()) {
      filled = filled.replace("{" + value.getKey() + "}", String.valueOf(value.getValue()));
    }
    if (filled.contains("{")) {
      throw new IllegalArgumentException("no value for " + filled);
    }
    return filled;
  }
}
