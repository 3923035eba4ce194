package inspectorslack.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An AWS account in memory, as far as the program uses one: what exists in it, and what it refuses.
 * One for all stacks of a test; calls come one at a time.
 */
public final class Cloud {
  /** AWS says no; the message is what its API or its provider would answer. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message);
    }
  }

  /** A thing that exists. */
  public record Thing(CloudType type, String id, Map<String, Object> properties) {
    public String text(String key) {
      return String.valueOf(properties.get(key));
    }
  }

  /** Told of what is made, changed and taken away. */
  public interface Mirror {
    /** The thing is new, or has new properties. */
    void put(Thing thing);

    void remove(Thing thing);
  }

  private static final Mirror NO_MIRROR =
      new Mirror() {
        @Override
        public void put(Thing thing) {}

        @Override
        public void remove(Thing thing) {}
      };

  final String account;
  final String region;
  private final Mirror mirror;
  private final Map<String, Thing> things = new LinkedHashMap<>();
  private final Map<String, String> roleOfProfile = new LinkedHashMap<>();
  private final List<String> roles = new ArrayList<>();
  private int made;

  Cloud(String account, String region) {
    this(account, region, NO_MIRROR);
  }

  /** An account whose things a mirror makes real. */
  public Cloud(String account, String region, Mirror mirror) {
    this.account = account;
    this.region = region;
    this.mirror = mirror;
  }

  /** A role of somebody else's that exists before any stack. */
  public synchronized void addRole(String name) {
    roles.add(name);
  }

  /** An instance profile of somebody else's, with its role. */
  public synchronized void addInstanceProfile(String name, String role) {
    roleOfProfile.put(name, role);
    addRole(role);
  }

  String partition() {
    return region.startsWith("cn-") ? "aws-cn" : "aws";
  }

  String arn(String service, String resource) {
    return "arn:%s:%s:%s:%s:%s".formatted(partition(), service, region, account, resource);
  }

  /** Twelve characters that no other thing of the account has. */
  String suffix() {
    return "%012x".formatted(++made);
  }

  synchronized Thing create(CloudType type, Map<String, Object> inputs) {
    type.refuseBadReferences(this, inputs, Optional.empty());
    String name = type.physicalName(inputs);
    // Stricter than AWS, which takes over a topic or rule of the same name without a word: nothing
    // is to be made twice unseen. Switching Inspector on where it is on is an everyday thing.
    if (type != CloudType.ENABLER
        && find(it -> it.type == type && type.physicalName(it.properties).equals(name))
            .isPresent()) {
      throw new Refusal("%s %s already exists".formatted(type.token(), name));
    }
    Map<String, Object> computed = type.computed(this, inputs);
    Map<String, Object> properties = new LinkedHashMap<>(inputs);
    properties.putAll(computed);
    Thing thing = new Thing(type, type.id(this, properties), properties);
    things.put(key(type, thing.id), thing);
    mirror.put(thing);
    return thing;
  }

  synchronized Thing update(CloudType type, String id, Map<String, Object> inputs) {
    Thing old = existing(type, id);
    type.refuseBadReferences(this, inputs, Optional.of(id));
    Map<String, Object> properties = new LinkedHashMap<>(old.properties);
    type.inputKeys(old.properties).forEach(properties::remove);
    properties.putAll(inputs);
    Thing thing = new Thing(type, id, properties);
    things.put(key(type, id), thing);
    mirror.put(thing);
    return thing;
  }

  synchronized Optional<Thing> read(CloudType type, String id) {
    return Optional.ofNullable(things.get(key(type, id)));
  }

  /** Gone afterwards, whether it was there or not, as AWS's deletions are. */
  synchronized void delete(CloudType type, String id) {
    Thing thing = things.remove(key(type, id));
    if (thing != null) {
      mirror.remove(thing);
    }
  }

  /** Changes a thing behind Pulumi's back. */
  synchronized void drift(CloudType type, String key, Object value) {
    Thing thing = all(type).get(0);
    Map<String, Object> properties = new LinkedHashMap<>(thing.properties);
    properties.put(key, value);
    things.put(key(type, thing.id), new Thing(type, thing.id, properties));
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

  synchronized Optional<Thing> find(Predicate<Thing> condition) {
    return things.values().stream().filter(condition).findFirst();
  }

  synchronized boolean hasArn(CloudType type, Object arn) {
    return find(it -> it.type == type && it.text("arn").equals(arn)).isPresent();
  }

  synchronized List<Thing> all(CloudType type) {
    return things.values().stream().filter(it -> it.type == type).toList();
  }

  /** Everything that exists, by type and name, for comparing accounts. */
  synchronized List<String> inventory() {
    return things.values().stream()
        .map(it -> it.type + " " + it.type.physicalName(it.properties))
        .sorted()
        .toList();
  }

  private Thing existing(CloudType type, String id) {
    Thing thing = things.get(key(type, id));
    if (thing == null) {
      throw new Refusal("%s %s does not exist".formatted(type.token(), id));
    }
    return thing;
  }

  private static String key(CloudType type, String id) {
    return type + " " + id;
  }
}
