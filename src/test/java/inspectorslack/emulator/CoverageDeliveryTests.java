package inspectorslack.emulator;

import static inspectorslack.SampleFindings.sample;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Coverage alerts that can't be published. {@link RouteDeliveryTests} delivers the others.
 *
 * <p>Not proven here: roles and the queue's policy, which the emulator doesn't enforce.
 */
class CoverageDeliveryTests extends EmulatorSuite {
  private static final String MACHINE =
      "arn:aws:states:eu-west-1:123456789012:stateMachine:inspector-slack-test-coverage";

  @Test
  void anEventThatCannotBePublishedIsInTheDeadLetterQueueWithItsError() throws Exception {
    deploy("test", "config: {aws:region: eu-west-1, inspector-slack:coverageAlerts: true}");
    String listener = listener("test");
    redirect(MACHINE, topic("test"), topic("test") + "-gone");
    JsonNode event = sample("coverage-unmanaged-instance");
    emulator.put(List.of(event));

    List<Message> kept = deadLetters("test");
    assertThat(kept).hasSize(1);
    assertThat(new JsonMapper().readTree(kept.get(0).body()).get("detail"))
        .isEqualTo(event.get("detail"));
    assertThat(kept.get(0).messageAttributes().get("ERROR_CODE").stringValue())
        .isEqualTo("SNS.PublishFailed");
    assertThat(emulator.arrived(listener)).isEmpty();
  }
}
