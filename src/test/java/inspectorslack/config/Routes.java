package inspectorslack.config;

import java.util.Map;
import java.util.Optional;

/** Routes for tests: the default one, without a channel. */
public final class Routes {
  private Routes() {}

  public static Route of(Severity threshold) {
    return of(threshold, FindingFilter.ALL, Map.of());
  }

  public static Route of(
      Severity threshold, FindingFilter filter, Map<MentionKey, String> mentions) {
    return new Route(Route.DEFAULT, threshold, filter, mentions, Storm.DEFAULT, Optional.empty());
  }
}
