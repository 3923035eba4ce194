package inspectorslack.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An AWS account in memory: the resources that exist, and the calls that it refuses. All stacks of
 * a test share it.
 */
public final class Cloud {
  /** AWS refuses a call. The message is what its API or the provider would say. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message);
    }
  }

  /** A resource of the account. */
  public record Resource(CloudType type, String id, Map<String, Object> properties) {
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
  private Mirror mirror = new Mirror() {};
  private final Map<String, Resource> resources = new LinkedHashMap<>();
  private final Map<String, String> roleOfProfile = new LinkedHashMap<>();
  private final List<String> roles = new ArrayList<>();
  private int suffixes;

  public Cloud(String account, String region) {
    this.account = account;
    this.region = region;
  }

  public synchronized void mirrorTo(Mirror mirror) {
    this.mirror = mirror;
  }

  /** Adds a role that no stack manages. */
  public synchronized void addRole(String name) {
    roles.add(name);
  }

  /** Adds an instance profile that no stack manages. Its role has the name that mocks give it. */
  public synchronized void addInstanceProfile(String name) {
    String role = "role-of-" + name;
    roleOfProfile.put(name, role);
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
    return "%012x".formatted(++suffixes);
  }

  synchronized Resource create(CloudType type, Map<String, Object> inputs) {
    type.refuseBadReferences(this, inputs, Optional.empty());
    String name = type.physicalName(inputs);
    // Stricter than AWS, which silently adopts a topic or rule of the same name. Switching on
    // Inspector again is common, and allowed.
    if (!type.isSetting()
        && find(it -> it.type == type && type.physicalName(it.properties).equals(name))
            .isPresent()) {
      throw new Refusal("%s %s already exists".formatted(type.token(), name));
    }
    Map<String, Object> computed = type.computed(this, inputs);
    Map<String, Object> properties = new LinkedHashMap<>(inputs);
    properties.putAll(computed);
    Resource resource = new Resource(type, type.id(this, properties), properties);
    resources.put(key(type, resource.id), resource);
    mirror.put(resource);
    return resource;
  }

  synchronized Resource update(CloudType type, String id, Map<String, Object> inputs) {
    Resource old = existing(type, id);
    type.refuseBadReferences(this, inputs, Optional.of(id));
    Map<String, Object> properties = new LinkedHashMap<>(old.properties);
    type.inputKeys(old.properties).forEach(properties::remove);
    properties.putAll(inputs);
    Resource resource = new Resource(type, id, properties);
    resources.put(key(type, id), resource);
    mirror.put(resource);
    return resource;
  }

  synchronized Optional<Resource> read(CloudType type, String id) {
    return Optional.ofNullable(resources.get(key(type, id)));
  }

  /** Deletes a resource. As in AWS, it's no error if it doesn't exist. */
  synchronized void delete(CloudType type, String id) {
    Resource resource = resources.remove(key(type, id));
    if (resource != null) {
      mirror.remove(resource);
    }
  }

  /** Changes a property of the first resource of a type without Pulumi. */
  synchronized void drift(CloudType type, String key, Object value) {
    Resource resource = all(type).get(0);
    Map<String, Object> properties = new LinkedHashMap<>(resource.properties);
    properties.put(key, value);
    resources.put(key(type, resource.id), new Resource(type, resource.id, properties));
  }

  synchronized String roleOfInstanceProfile(String name) {
    String role = roleOfProfile.get(name);
    if (role == null) {
      throw new Refusal("NoSuchEntity: Instance Profile %s cannot be found.".formatted(name));
    }
    return role;
  }

  synchronized boolean hasRole(String name) {
    return roles.contains(name)
        || find(it -> it.type == CloudType.ROLE && it.text("name").equals(name)).isPresent();
  }

  synchronized Optional<Resource> find(Predicate<Resource> condition) {
    return resources.values().stream().filter(condition).findFirst();
  }

  synchronized boolean hasArn(CloudType type, Object arn) {
    return find(it -> it.type == type && it.text("arn").equals(arn)).isPresent();
  }

  synchronized List<Resource> all(CloudType type) {
    return resources.values().stream().filter(it -> it.type == type).toList();
  }

  /** Type and name of every resource, sorted. */
  synchronized List<String> inventory() {
    return resources.values().stream()
        .map(it -> it.type + " " + it.type.physicalName(it.properties))
        .sorted()
        .toList();
  }

  private Resource existing(CloudType type, String id) {
    Resource resource = resources.get(key(type, id));
    if (resource == null) {
      throw new Refusal("%s %s does not exist".formatted(type.token(), id));
    }
    return resource;
  }

  private static String key(CloudType type, String id) {
    return type + " " + id;
  }
}
