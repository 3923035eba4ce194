package inspectorslack.stepfunctions;

import com.pulumi.aws.sns.Topic;
import com.pulumi.aws.sqs.Queue;
import com.pulumi.core.Output;

/**
 * Where a route's messages go.
 *
 * @param topicArn the topic that a machine publishes to
 * @param queueArn the dead-letter queue that keeps what cannot be published
 * @param queueUrl the same queue
 */
public record Destination(
    Output<String> topicArn, Output<String> queueArn, Output<String> queueUrl) {
  /** A topic and its dead-letter queue. */
  public static Destination of(Topic topic, Queue queue) {
    return new Destination(topic.arn(), queue.arn(), queue.url());
  }
}
