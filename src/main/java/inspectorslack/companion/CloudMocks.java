package inspectorslack.companion;

import static java.util.Objects.requireNonNull;

import com.pulumi.test.Mocks;
import inspectorslack.aws.Place;
import inspectorslack.aws.ResourceType;
import inspectorslack.aws.ResourceTypes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for AWS under Pulumi's mocks: computes what {@link ResourceTypes} says that AWS
 * computes, for a placeholder account, and records the inputs of every resource. It rejects types
 * that aren't in the catalogue, so that no output is silently null.
 */
public final class CloudMocks implements Mocks {
  /** AWS's own placeholder for an account in examples. */
  public static final String ACCOUNT = "123456789012";

  private final Place place;
  private final Map<String, Map<String, Object>> inputs = new ConcurrentHashMap<>();
  private final List<CallArgs> calls = new CopyOnWriteArrayList<>();

  CloudMocks(String region) {
    this.place = new Place(region, ACCOUNT);
  }

  /** The inputs of a resource that was registered; empty for a component. */
  Map<String, Object> inputs(String type, String name) {
    return inputs.getOrDefault(type + " " + name, Map.of());
  }

  @Override
  public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs args) {
    String type = requireNonNull(args.type);
    String name = requireNonNull(args.name);
    Map<String, Object> given = requireNonNull(args.inputs);
    if (inputs.putIfAbsent(type + " " + name, given) != null) {
      throw new IllegalStateException("two resources of type " + type + " are named " + name);
    }
    Map<String, Object> state = new HashMap<>(given);
    // A component computes nothing.
    if (!type.startsWith("inspectorslack:")) {
      state.putAll(known(type).outputs(place(args.provider), name, given));
    }
    return CompletableFuture.completedFuture(
        ResourceResult.of(Optional.of(name + "-id"), Map.copyOf(state)));
  }

  /** Where a resource is: in its provider's Region, if it has a provider of its own. */
  private Place place(@Nullable String provider) {
    // URN::ID, and a URN ends in the name.
    String[] parts = String.valueOf(provider).split("::", -1);
    return parts.length < 3
        ? place
        : new Place(
            requireNonNull(inputs("pulumi:providers:aws", parts[parts.length - 2]).get("region"))
                .toString(),
            ACCOUNT);
  }

  /** The functions that were called, with their arguments, in no certain order. */
  List<CallArgs> calls() {
    return List.copyOf(calls);
  }

  @Override
  public CompletableFuture<Map<String, Object>> callAsync(CallArgs args) {
    calls.add(args);
    Map<String, Object> result = new HashMap<>(args.args);
    result.putAll(known(String.valueOf(args.token)).outputs(place, "", args.args));
    return CompletableFuture.completedFuture(Map.copyOf(result));
  }

  private static ResourceType known(String token) {
    return ResourceTypes.of(token)
        .orElseThrow(() -> new IllegalArgumentException(token + " is not in ResourceTypes"));
  }
}
