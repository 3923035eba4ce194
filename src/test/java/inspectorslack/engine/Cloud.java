package inspectorslack.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * An AWS account in memory, seen from one of its Regions: the resources that exist, and the calls
 * that it refuses. All stacks of a test share it. What a Region sees is its own resources and those
 * of services that have no Regions.
 */
public final class Cloud {
  /** AWS refuses a call. The message is what its API or the provider would say. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message);
    }
  }

  /**
   * A resource of the account.
   *
   * @param region empty if its service has no Regions
   */
  public record Resource(CloudType type, String region, String id, Map<String, Object> properties) {
    public String text(String key) {
      return String.valueOf(properties.get(key));
    }
  }

  /** Follows the changes of an account. */
  public interface Mirror {
    /** Called after a resource was created or updated. */
    default void put(Resource resource) {}

    /** Called after a resource was deleted. */
    default void remove(Resource resource) {}
  }

  final String account;
  final String region;
  private final Shared shared;

  /** What the Regions share. It's their lock, too. */
  private static final class Shared {
    private volatile Mirror mirror = new Mirror() {};
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final Map<String, String> roleOfProfile = new ConcurrentHashMap<>();
    private final Set<String> roles = ConcurrentHashMap.newKeySet();
    private final AtomicInteger suffixes = new AtomicInteger();
  }

  public Cloud(String account, String region) {
    this(account, region, new Shared());
  }

  private Cloud(String account, String region, Shared shared) {
    this.account = account;
    this.region = region;
    this.shared = shared;
  }

  /** The same account, seen from another Region. */
  public Cloud in(String other) {
    return new Cloud(account, other, shared);
  }

  public void mirrorTo(Mirror mirror) {
    shared.mirror = mirror;
  }

  /** Adds a role that no stack manages. */
  public void addRole(String name) {
    shared.roles.add(name);
  }

  /** Adds an instance profile that no stack manages. Its role has the name that mocks give it. */
  public void addInstanceProfile(String name) {
    String role = "role-of-" + name;
    shared.roleOfProfile.put(name, role);
    addRole(role);
  }

  String partition() {
    return region.startsWith("cn-") ? "aws-cn" : "aws";
  }

  String arn(String service, String resource) {
    return "arn:%s:%s:%s:%s:%s".formatted(partition(), service, region, account, resource);
  }

  /** Returns twelve characters that are unique in the account. */
  String suffix() {
    return "%012x".formatted(shared.suffixes.incrementAndGet());
  }

  Resource create(CloudType type, Map<String, Object> inputs) {
    synchronized (shared) {
      type.refuseBadReferences(this, inputs, Optional.empty());
      String name = type.physicalName(inputs);
      // Stricter than AWS, which silently adopts a topic or rule of the same name. Switching on
      // Inspector again is common, and allowed.
      if (!type.isSetting()
          && find(it -> it.type == type && type.physicalName(it.properties).equals(name))
              .isPresent()) {
        throw new Refusal(
            type == CloudType.SECURITY_HUB
                // hashicorp/terraform-provider-aws, issue 31875.
                ? "ResourceConflictException: Account is already subscribed to Security Hub"
                : "%s %s already exists".formatted(type.token(), name));
      }
      Map<String, Object> computed = type.computed(this, inputs);
      Map<String, Object> properties = new LinkedHashMap<>(inputs);
      properties.putAll(computed);
      return put(new Resource(type, regionOf(type), type.id(this, properties), properties));
    }
  }

  Resource update(CloudType type, String id, Map<String, Object> inputs) {
    synchronized (shared) {
      Resource old = read(type, id).orElseThrow(() -> missing(type, id));
      type.refuseBadReferences(this, inputs, Optional.of(id));
      Map<String, Object> properties = new LinkedHashMap<>(old.properties);
      type.inputKeys(old.properties).forEach(properties::remove);
      properties.putAll(inputs);
      return put(new Resource(type, old.region, id, properties));
    }
  }

  private Resource put(Resource resource) {
    shared.resources.put(key(resource.type, resource.id), resource);
    shared.mirror.put(resource);
    return resource;
  }

  Optional<Resource> read(CloudType type, String id) {
    synchronized (shared) {
      return Optional.ofNullable(shared.resources.get(key(type, id)));
    }
  }

  /** Deletes a resource. As in AWS, it's no error if it doesn't exist. */
  void delete(CloudType type, String id) {
    synchronized (shared) {
      Resource resource = shared.resources.remove(key(type, id));
      if (resource != null) {
        shared.mirror.remove(resource);
      }
    }
  }

  /** Changes a property of the first resource of a type without Pulumi. */
  void drift(CloudType type, String key, Object value) {
    synchronized (shared) {
      Resource resource = all(type).get(0);
      Map<String, Object> properties = new LinkedHashMap<>(resource.properties);
      properties.put(key, value);
      shared.resources.put(
          key(type, resource.id), new Resource(type, resource.region, resource.id, properties));
    }
  }

  String roleOfInstanceProfile(String name) {
    String role = shared.roleOfProfile.get(name);
    if (role == null) {
      throw new Refusal("NoSuchEntity: Instance Profile %s cannot be found.".formatted(name));
    }
    return role;
  }

  boolean hasRole(String name) {
    return shared.roles.contains(name)
        || find(it -> it.type == CloudType.ROLE && it.text("name").equals(name)).isPresent();
  }

  Optional<Resource> find(Predicate<Resource> condition) {
    return visible().stream().filter(condition).findFirst();
  }

  boolean hasArn(CloudType type, Object arn) {
    return find(it -> it.type == type && it.text("arn").equals(arn)).isPresent();
  }

  /** Whether a Region, this one or another, has a topic. */
  boolean hasTopicAnywhere(Object arn) {
    return everything().stream()
        .anyMatch(it -> it.type == CloudType.TOPIC && it.text("arn").equals(arn));
  }

  List<Resource> all(CloudType type) {
    return visible().stream().filter(it -> it.type == type).toList();
  }

  /** Type and name of every resource, sorted; those of other Regions with their Region. */
  List<String> inventory() {
    return everything().stream()
        .map(
            it ->
                it.type
                    + " "
                    + it.type.physicalName(it.properties)
                    + (isVisible(it) ? "" : " in " + it.region))
        .sorted()
        .toList();
  }

  private List<Resource> everything() {
    synchronized (shared) {
      return List.copyOf(shared.resources.values());
    }
  }

  private List<Resource> visible() {
    return everything().stream().filter(this::isVisible).toList();
  }

  private boolean isVisible(Resource resource) {
    return resource.region.equals(regionOf(resource.type));
  }

  private String regionOf(CloudType type) {
    return type.isRegional() ? region : "";
  }

  private static Refusal missing(CloudType type, String id) {
    return new Refusal("%s %s does not exist".formatted(type.token(), id));
  }

  private String key(CloudType type, String id) {
    return type + " " + regionOf(type) + " " + id;
  }
}
