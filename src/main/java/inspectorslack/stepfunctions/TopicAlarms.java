package inspectorslack.stepfunctions;

import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import inspectorslack.config.PhysicalNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Alarms of one component. Each notifies the findings topic as soon as its metric is above zero.
 */
public final class TopicAlarms {
  private static final Duration PERIOD = Duration.ofMinutes(5);

  private final Resource parent;
  private final String name;
  private final PhysicalNames names;
  private final Output<String> topicArn;

  /**
   * Alarms of a component.
   *
   * @param name the component's name, with which the names of its alarms begin
   */
  public TopicAlarms(Resource parent, String name, PhysicalNames names, Output<String> topicArn) {
    this.parent = parent;
    this.name = name;
    this.names = names;
    this.topicArn = topicArn;
  }

  public void add(
      String suffix,
      String description,
      String namespace,
      String metric,
      String statistic,
      Output<Map<String, String>> dimensions) {
    new MetricAlarm(
        name + "-" + suffix + "-alarm",
        MetricAlarmArgs.builder()
            .name(names.of(suffix))
            .alarmDescription(description)
            .namespace(namespace)
            .metricName(metric)
            .statistic(statistic)
            .dimensions(dimensions)
            .comparisonOperator("GreaterThanThreshold")
            .threshold(0.0)
            .period((int) PERIOD.toSeconds())
            .evaluationPeriods(1)
            // AWS publishes no data points while nothing fails.
            .treatMissingData("notBreaching")
            .alarmActions(topicArn.applyValue(List::of))
            .build(),
        CustomResourceOptions.builder().parent(parent).build());
  }
}
