package inspectorslack.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.pulumi.aws.ProviderArgs;
import com.pulumi.core.annotations.Import;
import com.pulumi.core.internal.Constants;
import com.pulumi.deployment.internal.DeploymentInternal;
import com.pulumi.resources.Resource;
import com.pulumi.test.EmptyMocks;
import com.pulumi.test.Mocks;
import com.pulumi.test.TestOptions;
import com.pulumi.test.internal.MockMonitor;
import com.pulumi.test.internal.PulumiTestInternal;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import pulumirpc.Resource.RegisterResourceRequest;
import pulumirpc.Resource.RegisterResourceResponse;

class RegionProviderTests {
  @Test
  void everySettingOfTheProviderIsCarriedOverButTheRegion() {
    assertThat(RegionProvider.SETTINGS)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ProviderArgs.class.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(Import.class))
                .map(Field::getName)
                .filter(name -> !name.equals("region"))
                .toList());
  }

  @Test
  void aSecretSettingIsSentAsASecretAndNoOther() {
    Map<String, Struct> sent = new ConcurrentHashMap<>();
    Mocks mocks =
        new EmptyMocks() {
          @Override
          public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs args) {
            return CompletableFuture.completedFuture(
                ResourceResult.of(Optional.of("id"), args.inputs));
          }
        };
    // Mocks are given secrets as plain values; only the request tells them apart.
    MockMonitor monitor =
        new MockMonitor(mocks, PulumiTestInternal.mockLog()) {
          @Override
          public CompletableFuture<RegisterResourceResponse> registerResourceAsync(
              Resource resource, RegisterResourceRequest request) {
            sent.put(request.getName(), request.getObject());
            return super.registerResourceAsync(resource, request);
          }
        };
    try {
      PulumiTestInternal.builder()
          .options(TestOptions.Empty)
          .config(Map.of(), Set.of("aws:secretKey"))
          .monitorDecorator(unused -> monitor)
          .build()
          .runTest(
              ctx ->
                  new RegionProvider(
                      DeploymentInternal.getInstance().getStack(),
                      "us-east-1",
                      Map.of("accessKey", "public", "secretKey", "hidden")))
          .throwOnError();
    } finally {
      PulumiTestInternal.cleanup();
    }
    assertThat(sent.get("us-east-1-aws"))
        .isEqualTo(
            Struct.newBuilder()
                .putFields("region", text("us-east-1"))
                .putFields("accessKey", text("public"))
                .putFields("secretKey", secret("hidden"))
                .build());
  }

  private static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }

  private static Value secret(String value) {
    return Value.newBuilder()
        .setStructValue(
            Struct.newBuilder()
                .putFields(Constants.SpecialSigKey, text(Constants.SpecialSecretSig))
                .putFields(Constants.SecretValueName, text(value)))
        .build();
  }
}
