package inspectorslack.aws;

import com.pulumi.aws.enums.Region;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The account and Region of a stack.
 *
 * @param region such as {@code eu-west-1}
 * @param account twelve digits
 */
public record Place(String region, String account) {
  /** The Regions that the provider knows. */
  public static final List<String> REGIONS =
      Stream.of(Region.values()).map(Region::getValue).toList();

  /** The partition that a Region belongs to. */
  public static String partition(String region) {
    return region.startsWith("cn-")
        ? "aws-cn"
        : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  public String partition() {
    return partition(region);
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
