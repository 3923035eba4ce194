package inspectorslack.companion.simulate;

import inspectorslack.Settings;
import inspectorslack.companion.InspectorDetails;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a stack has in one Region for events.
 *
 * @param routes in the order of the stack
 * @param coverage what alerts the first route's channel about resources that are not scanned, if
 *     anything does
 */
record SimulatedRegion(List<SimulatedRoute> routes, Optional<CoverageSimulation> coverage) {
  /**
   * Everything of a stack, by Region, the home Region first.
   *
   * @param home the home Region, or one that stands for it
   * @param details what Inspector answers
   */
  static Map<String, SimulatedRegion> of(Settings settings, String home, InspectorDetails details) {
    Map<String, SimulatedRegion> regions = new LinkedHashMap<>();
    regions.put(home, ofOne(settings, home, details));
    settings
        .regions()
        .others()
        .forEach(region -> regions.put(region, ofOne(settings, region, details)));
    return regions;
  }

  private static SimulatedRegion ofOne(Settings settings, String region, InspectorDetails details) {
    return new SimulatedRegion(
        SimulatedRoute.of(settings, region, details),
        settings.coverageAlerts()
            ? Optional.of(new CoverageSimulation(region, settings.accountNames()))
            : Optional.empty());
  }
}
