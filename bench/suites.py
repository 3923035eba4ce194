"""What the tests take: the whole build as .ci/run timed it last, the same without the real engine and
the emulator, and the slowest classes."""

import xml.etree.ElementTree as xml

import measure

ROOT = measure.ROOT
PACKAGES = ("",) + tuple(f"{it}/" for it in ("alerts", "companion", "companion/*", "config", "coverage", "curation", "digest", "permissions", "slack", "suppressions"))
REPORTS = ROOT / "target/surefire-reports"
VERIFY_SECONDS = ROOT / "target/verify-seconds"


def text():
    """Rows of Markdown, of one run each."""
    if not VERIFY_SECONDS.exists():
        raise SystemExit("no whole build to tell of: run .ci/run before, or ONE_JDK=1 .ci/run")
    reports = [xml.parse(it).getroot() for it in REPORTS.glob("TEST-*.xml")]
    jdk = next(it.get("value") for it in reports[0].iter("property") if it.get("name") == "java.version")
    alone = ",".join(f"inspectorslack/{package}*Tests" for package in PACKAGES)
    command = ["mvn", "-B", "test", f"-Dtest={alone}"]
    cost, code = measure.run(command)
    if code != 0:
        raise SystemExit(f"{command} ended with {code}")
    slowest = sorted(reports, key=lambda it: -float(it.get("time")))[:10]
    rows = [
        "| one run each | wall s |",
        "| --- | --: |",
        f"| `mvn verify`, {sum(int(it.get('tests')) for it in reports):,} tests in three forks, JDK {jdk} | {VERIFY_SECONDS.read_text().strip()} |",
        f"| `mvn test` without the suites of engine and emulator | {cost['wall']:.0f} |",
        "",
        "No test sleeps. The slowest classes, of which three run at a time:",
        "",
        "| class | seconds |",
        "| --- | --: |",
    ]
    rows += [f"| {it.get('name').removeprefix('inspectorslack.')} | {float(it.get('time')):.0f} |" for it in slowest]
    return "\n".join(rows)
