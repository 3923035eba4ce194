package inspectorslack.companion.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.companion.FindingEvent;
import inspectorslack.config.FindingSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A resource that the digest ranks, as Inspector's aggregations answer.
 *
 * @param kind Inspector's type of aggregation
 * @param key the resource's account and id, unlike any other's of its kind
 * @param fields what the aggregation says of it, in Step Functions' spelling; no counts
 * @see <a
 *     href="https://docs.aws.amazon.com/inspector/v2/APIReference/API_AggregationResponse.html">
 *     Inspector API, AggregationResponse</a>
 */
record RankedResource(Kind kind, String key, Map<String, Object> fields) {
  /** A kind of resources that Inspector can rank. */
  enum Kind {
    AWS_EC2_INSTANCE("Ec2InstanceAggregation"),
    AWS_ECR_CONTAINER("AwsEcrContainerAggregation"),
    AWS_LAMBDA_FUNCTION("LambdaFunctionAggregation");

    private final String member;

    Kind(String member) {
      this.member = member;
    }

    /** The member of requests and answers. */
    String member() {
      return member;
    }
  }

  // The longest ARN that AWS takes is far shorter; what's longer isn't taken apart.
  private static final int LONGEST = 2048;

  private static final Pattern IMAGE =
      Pattern.compile("(?:.*:repository/)?(.+?)[/@](sha256:[0-9a-f]+)");
  private static final Pattern FUNCTION = Pattern.compile("(?:.*:function:)?([^:]+)(?::.*)?");

  /** The first resource of a finding; Inspector's findings have one. */
  static Optional<RankedResource> of(FindingSource source, JsonNode finding, FindingEvent main) {
    boolean isAsff = source == FindingSource.SECURITYHUB;
    JsonNode resource = finding.path(isAsff ? "Resources" : "resources").path(0);
    String type = resource.path(isAsff ? "Type" : "type").asText();
    // In OCSF, a Lambda function's uid is only its name.
    String id =
        Stream.of("uid_alt", "uid", "id", "Id")
            .map(resource::path)
            .filter(JsonNode::isTextual)
            .map(JsonNode::asText)
            .findFirst()
            .orElse("");
    if (id.isEmpty() || id.length() > LONGEST) {
      return Optional.empty();
    }
    Map<String, Object> fields = new TreeMap<>();
    main.account().ifPresent(account -> fields.put("AccountId", account));
    fields.put("ResourceId", id);
    return switch (type) {
      case "AWS_EC2_INSTANCE", "AwsEc2Instance", "AWS::EC2::Instance" -> {
        fields.put("InstanceId", id.substring(id.lastIndexOf('/') + 1));
        name(resource).ifPresent(name -> fields.put("InstanceTags", Map.of("Name", name)));
        yield Optional.of(of(Kind.AWS_EC2_INSTANCE, fields));
      }
      case "AWS_LAMBDA_FUNCTION", "AwsLambdaFunction", "AWS::Lambda::Function" -> {
        Matcher function = FUNCTION.matcher(id);
        fields.put("FunctionName", function.matches() ? function.group(1) : id);
        yield Optional.of(of(Kind.AWS_LAMBDA_FUNCTION, fields));
      }
      default -> {
        boolean isImage =
            type.equals("AWS_ECR_CONTAINER_IMAGE")
                || type.equals("AwsEcrContainerImage")
                || type.startsWith("AWS::ECR::");
        if (!isImage) {
          yield Optional.empty();
        }
        Matcher image = IMAGE.matcher(id);
        if (image.matches()) {
          fields.put("Repository", image.group(1));
          fields.put("ImageSha", image.group(2));
          List<String> tags = imageTags(resource);
          if (!tags.isEmpty()) {
            fields.put("ImageTags", tags);
          }
        }
        yield Optional.of(of(Kind.AWS_ECR_CONTAINER, fields));
      }
    };
  }

  private static RankedResource of(Kind kind, Map<String, Object> fields) {
    return new RankedResource(
        kind, fields.getOrDefault("AccountId", "") + " " + fields.get("ResourceId"), fields);
  }

  /** The tag Name; OCSF has tags as a list. */
  private static Optional<String> name(JsonNode resource) {
    JsonNode tags = resource.path(resource.has("Tags") ? "Tags" : "tags");
    JsonNode name =
        tags.isArray()
            ? tags.valueStream()
                .filter(it -> it.path("name").asText().equals("Name"))
                .findFirst()
                .map(it -> it.path("value"))
                .orElse(tags)
            : tags.path("Name");
    return name.isTextual() ? Optional.of(name.asText()) : Optional.empty();
  }

  private static List<String> imageTags(JsonNode resource) {
    for (String path :
        List.of(
            "/details/awsEcrContainerImage/imageTags",
            "/Details/AwsEcrContainerImage/ImageTags",
            "/data/awsEcrContainerImageDetails/imageTags")) {
      JsonNode tags = resource.at(path);
      if (tags.isArray() && !tags.isEmpty()) {
        return tags.valueStream().filter(JsonNode::isTextual).map(JsonNode::asText).toList();
      }
    }
    JsonNode tag = resource.at("/image/tag");
    return tag.isTextual() ? List.of(tag.asText()) : List.of();
  }
}
