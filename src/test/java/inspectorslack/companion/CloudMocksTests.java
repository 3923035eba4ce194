package inspectorslack.companion;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.common.collect.ImmutableMap;
import com.pulumi.test.Mocks.CallArgs;
import com.pulumi.test.Mocks.ResourceArgs;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CloudMocksTests {
  private final CloudMocks mocks = new CloudMocks("eu-west-1");

  private void register(String type, String name) {
    mocks.newResourceAsync(new ResourceArgs(type, name, Map.of("name", "n"), null, null)).join();
  }

  @Test
  void anUnknownTypeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> register("aws:s3/bucket:Bucket", "a"))
        .withMessage("aws:s3/bucket:Bucket is not in ResourceTypes");
  }

  @Test
  void anUnknownFunctionIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> mocks.callAsync(new CallArgs("aws:iam/getRole:getRole", ImmutableMap.of(), null)))
        .withMessage("aws:iam/getRole:getRole is not in ResourceTypes");
  }

  @Test
  void aNameThatIsUsedTwiceIsRefused() {
    register("aws:sns/topic:Topic", "a");
    register("aws:sqs/queue:Queue", "a");
    assertThatIllegalStateException()
        .isThrownBy(() -> register("aws:sns/topic:Topic", "a"))
        .withMessage("two resources of type aws:sns/topic:Topic are named a");
  }
}
