package inspectorslack.engine;

import com.google.protobuf.Empty;
import inspectorslack.engine.Cloud.Refusal;
import inspectorslack.engine.Cloud.Resource;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import pulumirpc.Plugin.PluginAttach;
import pulumirpc.Plugin.PluginInfo;
import pulumirpc.Provider.CheckFailure;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.CheckResponse;
import pulumirpc.Provider.ConfigureRequest;
import pulumirpc.Provider.ConfigureResponse;
import pulumirpc.Provider.CreateRequest;
import pulumirpc.Provider.CreateResponse;
import pulumirpc.Provider.DeleteRequest;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.DiffResponse.DiffChanges;
import pulumirpc.Provider.GetSchemaRequest;
import pulumirpc.Provider.GetSchemaResponse;
import pulumirpc.Provider.InvokeRequest;
import pulumirpc.Provider.InvokeResponse;
import pulumirpc.Provider.ProviderHandshakeRequest;
import pulumirpc.Provider.ProviderHandshakeResponse;
import pulumirpc.Provider.ReadRequest;
import pulumirpc.Provider.ReadResponse;
import pulumirpc.Provider.UpdateRequest;
import pulumirpc.Provider.UpdateResponse;
import pulumirpc.ResourceProviderGrpc;

/**
 * Stands in for the AWS provider. It speaks the engine's plugin protocol, passes calls on to {@link
 * Cloud}, and lets {@link Faults} strike. The engine attaches all of its providers here, each with
 * a connection of its own. The connection tells which Region a call is for.
 */
public final class StandInProvider extends ResourceProviderGrpc.ResourceProviderImplBase
    implements AutoCloseable {
  private static final Context.Key<SocketAddress> CONNECTION = Context.key("connection");

  private final Cloud home;
  private final Faults faults;
  private final Map<SocketAddress, Cloud> clouds = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Object>> settings = new ConcurrentHashMap<>();
  private final Server server;

  private StandInProvider(Cloud home, Faults faults) throws IOException {
    this.home = home;
    this.faults = faults;
    this.server =
        ServerBuilder.forPort(0).addService(this).intercept(new ConnectionNoting()).build().start();
  }

  private static final class ConnectionNoting implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      SocketAddress engine = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
      return Contexts.interceptCall(
          Context.current().withValue(CONNECTION, engine), call, headers, next);
    }
  }

  public static StandInProvider start(Cloud cloud, Faults faults) throws IOException {
    StandInProvider provider = new StandInProvider(cloud, faults);
    // Calls under way end as usual: what they created would be lost to the state otherwise.
    faults.onDeath(provider.server::shutdown);
    return provider;
  }

  int port() {
    return server.getPort();
  }

  /** What the provider of a Region was configured with last. */
  Map<String, Object> settings(String region) {
    return settings.getOrDefault(region, Map.of());
  }

  private Cloud cloud() {
    return clouds.getOrDefault(CONNECTION.get(), home);
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  @Override
  public void handshake(
      ProviderHandshakeRequest request, StreamObserver<ProviderHandshakeResponse> observer) {
    answer(observer, ProviderHandshakeResponse::getDefaultInstance);
  }

  @Override
  public void attach(PluginAttach request, StreamObserver<Empty> observer) {
    answer(observer, Empty::getDefaultInstance);
  }

  @Override
  public void getPluginInfo(Empty request, StreamObserver<PluginInfo> observer) {
    answer(observer, () -> PluginInfo.newBuilder().setVersion("6.83.0").build());
  }

  @Override
  public void getSchema(GetSchemaRequest request, StreamObserver<GetSchemaResponse> observer) {
    answer(observer, () -> GetSchemaResponse.newBuilder().setSchema("{}").build());
  }

  @Override
  public void checkConfig(CheckRequest request, StreamObserver<CheckResponse> observer) {
    answer(
        observer,
        () -> {
          CheckResponse.Builder response = CheckResponse.newBuilder().setInputs(request.getNews());
          ProviderProblems.of(Structs.toMap(request.getNews()))
              .forEach(
                  problem -> response.addFailures(CheckFailure.newBuilder().setReason(problem)));
          return response.build();
        });
  }

  // As the real provider's last version 6: a Region that has changed replaces the provider, and
  // with
  // it all that it has made; pulumi-aws #4000. Whatever else changed updates it.
  @Override
  public void diffConfig(DiffRequest request, StreamObserver<DiffResponse> observer) {
    answer(
        observer,
        () -> {
          boolean hadRegion = request.getOldInputs().containsFields("region");
          return difference(request, key -> hadRegion && key.equals("region"));
        });
  }

  @Override
  public void configure(ConfigureRequest request, StreamObserver<ConfigureResponse> observer) {
    answer(
        observer,
        () -> {
          Map<String, Object> given = new TreeMap<>(Structs.toMap(request.getArgs()));
          Cloud cloud = home.in(String.valueOf(given.getOrDefault("region", home.region)));
          clouds.put(CONNECTION.get(), cloud);
          settings.put(cloud.region, given);
          return ConfigureResponse.newBuilder().setSupportsPreview(true).build();
        });
  }

  @Override
  public void cancel(Empty request, StreamObserver<Empty> observer) {
    answer(
        observer,
        () -> {
          faults.cancel();
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void check(CheckRequest request, StreamObserver<CheckResponse> observer) {
    answer(
        observer,
        () -> {
          CheckResponse.Builder response = CheckResponse.newBuilder().setInputs(request.getNews());
          InputProblems.of(type(request.getUrn()), Structs.toMap(request.getNews()))
              .forEach(
                  problem -> response.addFailures(CheckFailure.newBuilder().setReason(problem)));
          return response.build();
        });
  }

  @Override
  public void diff(DiffRequest request, StreamObserver<DiffResponse> observer) {
    answer(observer, () -> difference(request, type(request.getUrn())::isReplacedBy));
  }

  private static DiffResponse difference(DiffRequest request, Predicate<String> isReplacing) {
    Map<String, Object> olds = Structs.toMap(request.getOldInputs());
    Map<String, Object> news = Structs.toMap(request.getNews());
    Set<String> keys = new LinkedHashSet<>(olds.keySet());
    keys.addAll(news.keySet());
    keys.removeIf(
        key -> Optional.ofNullable(olds.get(key)).equals(Optional.ofNullable(news.get(key))));
    return DiffResponse.newBuilder()
        .setChanges(keys.isEmpty() ? DiffChanges.DIFF_NONE : DiffChanges.DIFF_SOME)
        .addAllDiffs(keys)
        .addAllReplaces(keys.stream().filter(isReplacing).toList())
        .build();
  }

  @Override
  public void create(CreateRequest request, StreamObserver<CreateResponse> observer) {
    answer(
        observer,
        () -> {
          CloudType type = type(request.getUrn());
          Map<String, Object> inputs = Structs.toMap(request.getProperties());
          if (request.getPreview()) {
            return CreateResponse.newBuilder()
                .setProperties(Structs.toStruct(withUnknowns(type, inputs)))
                .build();
          }
          faults.before("create", name(request.getUrn()));
          Resource resource = cloud().create(type, inputs);
          return CreateResponse.newBuilder()
              .setId(resource.id())
              .setProperties(Structs.toStruct(resource.properties()))
              .build();
        });
  }

  @Override
  public void update(UpdateRequest request, StreamObserver<UpdateResponse> observer) {
    answer(
        observer,
        () -> {
          CloudType type = type(request.getUrn());
          Map<String, Object> inputs = Structs.toMap(request.getNews());
          if (request.getPreview()) {
            Map<String, Object> properties = Structs.toMap(request.getOlds());
            type.inputKeys(properties).forEach(properties::remove);
            properties.putAll(inputs);
            return UpdateResponse.newBuilder().setProperties(Structs.toStruct(properties)).build();
          }
          faults.before("update", name(request.getUrn()));
          return UpdateResponse.newBuilder()
              .setProperties(
                  Structs.toStruct(cloud().update(type, request.getId(), inputs).properties()))
              .build();
        });
  }

  @Override
  public void read(ReadRequest request, StreamObserver<ReadResponse> observer) {
    answer(
        observer,
        () -> {
          CloudType type = type(request.getUrn());
          return cloud()
              .read(type, request.getId())
              .map(
                  resource -> {
                    Map<String, Object> inputs = new LinkedHashMap<>(resource.properties());
                    inputs.keySet().retainAll(type.inputKeys(resource.properties()));
                    return ReadResponse.newBuilder()
                        .setId(resource.id())
                        .setProperties(Structs.toStruct(resource.properties()))
                        .setInputs(Structs.toStruct(inputs))
                        .build();
                  })
              .orElse(ReadResponse.getDefaultInstance());
        });
  }

  @Override
  public void delete(DeleteRequest request, StreamObserver<Empty> observer) {
    answer(
        observer,
        () -> {
          faults.before("delete", name(request.getUrn()));
          cloud().delete(type(request.getUrn()), request.getId());
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void invoke(InvokeRequest request, StreamObserver<InvokeResponse> observer) {
    answer(
        observer,
        () -> {
          Map<String, Object> args = Structs.toMap(request.getArgs());
          Map<String, Object> result =
              switch (request.getTok()) {
                case "aws:index/getCallerIdentity:getCallerIdentity" ->
                    Map.of("accountId", home.account, "arn", "arn", "id", "id", "userId", "user");
                case "aws:index/getPartition:getPartition" ->
                    Map.of(
                        "partition", home.partition(),
                        "dnsSuffix", "amazonaws.com",
                        "id", "id",
                        "reverseDnsPrefix", "com.amazonaws");
                case "aws:index/getRegion:getRegion" ->
                    Map.of("name", cloud().region, "id", "id", "description", "d", "endpoint", "e");
                case "aws:iam/getInstanceProfile:getInstanceProfile" -> {
                  String profile = String.valueOf(args.get("name"));
                  yield Map.of(
                      "name", profile,
                      "id", profile,
                      "arn", "arn",
                      "createDate", "2026-01-01T00:00:00Z",
                      "path", "/",
                      "roleArn", "arn",
                      "roleId", "id",
                      "roleName", home.roleOfInstanceProfile(profile));
                }
                default -> throw new Refusal("unknown function " + request.getTok());
              };
          return InvokeResponse.newBuilder().setReturn(Structs.toStruct(result)).build();
        });
  }

  private static Map<String, Object> withUnknowns(CloudType type, Map<String, Object> inputs) {
    Map<String, Object> properties = new LinkedHashMap<>(inputs);
    type.computedKeys().forEach(key -> properties.put(key, CloudType.UNKNOWN));
    return properties;
  }

  // urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME
  private static CloudType type(String urn) {
    String chain = urn.split("::")[2];
    return CloudType.of(chain.substring(chain.lastIndexOf('$') + 1));
  }

  private static String name(String urn) {
    return urn.split("::")[3];
  }

  private static <T> void answer(StreamObserver<T> observer, Supplier<T> work) {
    try {
      observer.onNext(work.get());
      observer.onCompleted();
    } catch (Refusal e) {
      observer.onError(Status.UNKNOWN.withDescription(e.getMessage()).asRuntimeException());
    }
  }
}
