package inspectorslack.companion.simulate;

import static inspectorslack.SampleFindings.detail;
import static inspectorslack.SampleFindings.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.config.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * The events of a made-up account's month. Inspector is switched on, and scans 60 instances and 40
 * images within half an hour. After that, 60 images are pushed, vulnerabilities are published that
 * many resources have, some are rescored, resources are patched, and Inspector sends most findings
 * again every few days.
 *
 * <p>The numbers are like those of a real month: of about 4,700 findings, about 1,800 are HIGH or
 * become so, more than half of them on the first day. The same seed gives the same month.
 */
final class Month {
  static final Instant START = Instant.parse("2026-10-01T08:00:00Z");

  /** A vulnerability that all instances have, published on a calm day. */
  static final String EVERYWHERE = "CVE-2026-90001";

  /** The only CRITICAL finding of the day on which many images are pushed. */
  static final String LONE = "CVE-2026-90002";

  private static final int DAYS = 30;
  private static final int INSTANCES = 60;
  private static final int FIRST_IMAGES = 40;
  private static final int PUSHES = 60;
  private static final int KNOWN = 500;
  private static final int PUBLISHED = 40;
  private static final int STORMY_DAY = 15;

  /**
   * One event.
   *
   * @param arrival when it's delivered, later than its time if AWS delivers it again
   */
  record Event(Instant arrival, Instant time, Finding finding, Severity severity, boolean isOpen) {
    ObjectNode json() {
      ObjectNode event = TEMPLATE.deepCopy().put("time", time.toString());
      ObjectNode detail = detail(event);
      detail
          .put("findingArn", finding.arn)
          .put("severity", severity.name())
          .put("status", isOpen ? "ACTIVE" : "CLOSED")
          .put("exploitAvailable", finding.vulnerability.isExploited ? "YES" : "NO");
      ((ObjectNode) detail.get("packageVulnerabilityDetails"))
          .put("vulnerabilityId", finding.vulnerability.id);
      ((ObjectNode) detail.at("/resources/0")).put("id", finding.resource);
      return event;
    }
  }

  record Finding(String arn, Vulnerability vulnerability, String resource) {}

  record Vulnerability(String id, Severity severity, boolean isExploited) {}

  private static final ObjectNode TEMPLATE = sample("inspector-ec2-package");

  private final Random random;
  private final List<Vulnerability> known = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();

  private Month(long seed) {
    random = new Random(seed);
  }

  /** The events in the order in which they arrive. */
  static List<Event> events(long seed) {
    return new Month(seed).made();
  }

  private List<Event> made() {
    for (int number = 0; number < KNOWN; number++) {
      known.add(vulnerability("CVE-2025-%05d".formatted(number)));
    }
    switchOn();
    for (int push = 0; push < PUSHES; push++) {
      // A third of them within one hour.
      boolean isStorm = push % 3 == 0;
      scan(
          "image-" + (FIRST_IMAGES + push),
          16,
          isStorm ? time(STORMY_DAY, 60, 1) : time(1 + random.nextInt(DAYS - 2), 10 * 60, 3),
          isStorm);
    }
    for (int number = 0; number < PUBLISHED; number++) {
      Vulnerability published = vulnerability("CVE-2026-%05d".formatted(number));
      publish(published, time(1 + random.nextInt(DAYS - 2), 20 * 60, 1), random.nextInt(50));
    }
    publish(new Vulnerability(EVERYWHERE, Severity.HIGH, true), time(10, 60, 1), INSTANCES);
    open(
        new Vulnerability(LONE, Severity.CRITICAL, false),
        "i-000",
        START.plus(Duration.ofDays(STORMY_DAY)).plus(Duration.ofMinutes(95)));
    live();
    events.sort(Comparator.comparing(Event::arrival));
    return events;
  }

  private Vulnerability vulnerability(String id) {
    int of100 = random.nextInt(100);
    Severity severity =
        of100 < 4
            ? Severity.CRITICAL
            : of100 < 36 ? Severity.HIGH : of100 < 82 ? Severity.MEDIUM : Severity.LOW;
    return new Vulnerability(id, severity, random.nextInt(20) == 0);
  }

  private void switchOn() {
    for (int resource = 0; resource < INSTANCES + FIRST_IMAGES; resource++) {
      String name =
          resource < INSTANCES ? "i-%03d".formatted(resource) : "image-" + (resource - INSTANCES);
      // Most of them at once.
      double part = random.nextDouble();
      Instant at = START.plusSeconds((long) (part * part * 25 * 60));
      scan(name, 28, at, false);
    }
  }

  /** Some hours after a day's start. */
  private Instant time(int day, int minutes, int hours) {
    return START
        .plus(Duration.ofDays(day))
        .plus(Duration.ofHours(hours))
        .plusSeconds(random.nextInt(minutes * 60));
  }

  /** Finds about so many known vulnerabilities in a resource, within seconds. */
  private void scan(String resource, int about, Instant time, boolean isNeverCritical) {
    int count = about / 2 + random.nextInt(about);
    for (int number = 0; number < count; number++) {
      Vulnerability found = known.get(random.nextInt(KNOWN));
      if (!isNeverCritical || found.severity != Severity.CRITICAL) {
        open(found, resource, time.plusSeconds(random.nextInt(15)));
      }
    }
  }

  /** Finds a vulnerability in some instances, within three minutes. */
  private void publish(Vulnerability published, Instant time, int instances) {
    for (int instance = 0; instance < instances; instance++) {
      open(published, "i-%03d".formatted(instance), time.plusSeconds(random.nextInt(180)));
    }
  }

  private void open(Vulnerability vulnerability, String resource, Instant time) {
    Finding finding =
        new Finding(
            "arn:aws:inspector2:eu-west-1:123456789012:finding/%032x".formatted(findings.size()),
            vulnerability,
            resource);
    findings.add(finding);
    events.add(new Event(time, time, finding, vulnerability.severity, true));
  }

  /** What happens to findings after they were opened. */
  private void live() {
    Instant end = START.plus(Duration.ofDays(DAYS));
    for (Event opened : List.copyOf(events)) {
      Severity severity = opened.severity;
      boolean isOpen = true;
      // A rescored vulnerability rises in all its resources within minutes.
      Random ofVulnerability = new Random(opened.finding.vulnerability.id.hashCode());
      boolean isRising = ofVulnerability.nextInt(100) == 0;
      Instant rise =
          START.plusSeconds(ofVulnerability.nextInt((int) Duration.ofDays(DAYS).toSeconds()));
      rise = rise.plusSeconds(random.nextInt(120));
      Instant time = opened.time;
      while (true) {
        Instant next = time.plus(Duration.ofDays(2)).plusSeconds(random.nextInt(5 * 24 * 60 * 60));
        if (isRising && rise.isAfter(time) && rise.isBefore(next)) {
          next = rise;
          severity =
              severity == Severity.CRITICAL ? severity : Severity.values()[severity.ordinal() + 1];
        } else if (isOpen) {
          isOpen = random.nextInt(25) != 0;
        } else {
          isOpen = random.nextInt(20) == 0;
        }
        if (!next.isBefore(end)) {
          break;
        }
        time = next;
        events.add(new Event(time, time, opened.finding, severity, isOpen));
        if (random.nextInt(50) == 0) {
          Instant again = time.plusSeconds(random.nextInt(600));
          events.add(new Event(again, time, opened.finding, severity, isOpen));
        }
      }
    }
  }
}
