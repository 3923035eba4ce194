package inspectorslack.aws;

import com.pulumi.aws.Utilities;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.deployment.internal.DeploymentInternal;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ProviderResource;
import com.pulumi.resources.Resource;
import com.pulumi.resources.ResourceArgs;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The AWS provider for a Region that isn't the stack's home Region. An explicit provider ignores
 * the stack's {@code aws:} settings, so it gets all of them as inputs, with another Region.
 */
public final class RegionProvider extends ProviderResource {
  /** The names of the provider's settings, without the Region. */
  public static final List<String> SETTINGS =
      Stream.of(Inputs.class.getDeclaredFields())
          .filter(field -> field.isAnnotationPresent(Import.class))
          .map(Field::getName)
          .filter(name -> !name.equals("region"))
          .toList();

  /**
   * Declares the provider.
   *
   * @param settings values by name, as the engine has them
   */
  public RegionProvider(Resource parent, String region, Map<String, String> settings) {
    super(
        "aws",
        region + "-aws",
        new Inputs(region, settings),
        CustomResourceOptions.builder().parent(parent).version(Utilities.getVersion()).build());
  }

  /**
   * What the engine gives to a provider: each setting is a text, and what isn't one is JSON. The
   * fields are those of {@link com.pulumi.aws.ProviderArgs}, whose builders don't take such texts.
   */
  @SuppressWarnings("UnusedVariable") // The SDK and set() reach the fields by reflection.
  private static final class Inputs extends ResourceArgs {
    @Import @Nullable Output<String> accessKey;
    @Import @Nullable Output<String> allowedAccountIds;
    @Import @Nullable Output<String> assumeRole;
    @Import @Nullable Output<String> assumeRoleWithWebIdentity;
    @Import @Nullable Output<String> customCaBundle;
    @Import @Nullable Output<String> defaultTags;
    @Import @Nullable Output<String> ec2MetadataServiceEndpoint;
    @Import @Nullable Output<String> ec2MetadataServiceEndpointMode;
    @Import @Nullable Output<String> endpoints;
    @Import @Nullable Output<String> forbiddenAccountIds;
    @Import @Nullable Output<String> httpProxy;
    @Import @Nullable Output<String> httpsProxy;
    @Import @Nullable Output<String> ignoreTags;
    @Import @Nullable Output<String> insecure;
    @Import @Nullable Output<String> maxRetries;
    @Import @Nullable Output<String> noProxy;
    @Import @Nullable Output<String> profile;
    @Import @Nullable Output<String> region;
    @Import @Nullable Output<String> retryMode;
    @Import @Nullable Output<String> s3UsEast1RegionalEndpoint;
    @Import @Nullable Output<String> s3UsePathStyle;
    @Import @Nullable Output<String> secretKey;
    @Import @Nullable Output<String> sharedConfigFiles;
    @Import @Nullable Output<String> sharedCredentialsFiles;
    @Import @Nullable Output<String> skipCredentialsValidation;
    @Import @Nullable Output<String> skipMetadataApiCheck;
    @Import @Nullable Output<String> skipRegionValidation;
    @Import @Nullable Output<String> skipRequestingAccountId;
    @Import @Nullable Output<String> stsRegion;
    @Import @Nullable Output<String> token;
    @Import @Nullable Output<String> tokenBucketRateLimiterCapacity;
    @Import @Nullable Output<String> useDualstackEndpoint;
    @Import @Nullable Output<String> useFipsEndpoint;

    Inputs(String region, Map<String, String> settings) {
      this.region = Output.of(region);
      settings.forEach(this::set);
    }

    private void set(String name, String value) {
      boolean isSecret = DeploymentInternal.getInstance().isConfigSecret("aws:" + name);
      try {
        getClass()
            .getDeclaredField(name)
            .set(this, isSecret ? Output.ofSecret(value) : Output.of(value));
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException("the AWS provider has no setting " + name, e);
      }
    }
  }
}
