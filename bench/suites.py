"""What the tests take: the whole build, the same without the real engine and the emulator, and the
slowest classes."""

import xml.etree.ElementTree as xml

import measure

ROOT = measure.ROOT
PACKAGES = ("", "config/", "documents/", "components/", "offline/")


def checked(command):
    cost, code = measure.run(command)
    if code != 0:
        raise SystemExit(f"{command} ended with {code}")
    return cost


def text():
    """Rows of Markdown, of one run each."""
    alone = ",".join(f"inspectorslack/{package}*Tests" for package in PACKAGES)
    costs = {
        "without engine and emulator: `mvn test` of the other suites": checked(["mvn", "-B", "test", f"-Dtest={alone}"]),
        "all: `mvn verify`": checked(["mvn", "-B", "verify"]),
    }
    reports = [xml.parse(it).getroot() for it in (ROOT / "target/surefire-reports").glob("TEST-*.xml")]
    slowest = sorted(reports, key=lambda it: -float(it.get("time")))[:10]
    rows = ["| one run each | wall s | CPU s |", "| --- | --: | --: |"]
    rows += [f"| {name} | {cost['wall']:.0f} | {cost['cpu']:.0f} |" for name, cost in costs.items()]
    rows += ["", f"{sum(int(it.get('tests')) for it in reports):,} tests, in three forks.", ""]
    rows += ["| slowest classes | seconds |", "| --- | --: |"]
    rows += [f"| {it.get('name').removeprefix('inspectorslack.')} | {float(it.get('time')):.0f} |" for it in slowest]
    return "\n".join(rows)
