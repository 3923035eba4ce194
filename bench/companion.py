"""The offline companion beside what people would use instead."""

import json
import os
import pathlib
import tempfile

import measure

ROOT = measure.ROOT
CDK = ROOT / "bench/peers/cdk"
SHORT = {
    "companion": "`./inspector-slack preview dev`, warm",
    "cdk": "`npx cdk synth` as `cdk init` sets it up",
    "cdk-fast": "`cdk synth`, compiled before, without `npx`, `CDK_VALIDATION=false`",
    "jvm": "an empty JVM",
}
LONG = {
    "simulate": "`./inspector-slack simulate dev --json`, 256 MB heap",
    "matcher": "EventBridge's matcher alone",
    "simulate-1": "the same on one core",
    "matcher-1": "EventBridge's matcher alone on one core",
}
PATTERN = {
    "source": ["aws.inspector2"],
    "detail-type": ["Inspector2 Finding"],
    "detail": {"status": ["ACTIVE"], "severity": ["MEDIUM", "HIGH", "CRITICAL"]},
}


def checked(command, folder=ROOT, **more):
    cost, code = measure.run(command, folder, **more)
    if code != 0:
        raise SystemExit(f"{command} ended with {code}")
    return cost


def short_run(kind):
    if kind == "companion":
        return checked(["./inspector-slack", "preview", "dev"])
    if kind == "cdk":
        return checked(["npx", "cdk", "synth", "-q"], CDK)
    if kind == "cdk-fast":
        return checked(
            ["node", "node_modules/aws-cdk/bin/cdk", "synth", "-q", "--app", "node build/bin/peer.js"],
            CDK,
            env={**os.environ, "CDK_VALIDATION": "false"},
        )
    return checked(["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-version"])


def short(repeats):
    return measure.interleaved(SHORT, repeats, short_run)


def long(kinds, repeats, events):
    """Costs of each kind over so many events, the samples over and over."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "events.json"
        samples = sorted((ROOT / "src/main/resources/samples").glob("*.json"))
        lines = [json.dumps(json.loads(sample.read_text())) + "\n" for sample in samples]
        with open(file, "w") as out:
            out.writelines(lines[i % len(lines)] for i in range(events))
        libraries = f"{ROOT}/target/lib/*"
        checked(["javac", "-d", folder, "-cp", libraries, "bench/matcher/BareMatcher.java"])

        def once(kind):
            one_core = ["taskset", "-c", "0"] if kind.endswith("-1") else []
            if kind.startswith("matcher"):
                return checked(one_core + ["java", "-Xmx256m", "-XX:+UseSerialGC", "-cp", f"{folder}:{libraries}",
                                           "BareMatcher", json.dumps(PATTERN), str(file)])  # fmt: skip
            env = {**os.environ, "JAVA_TOOL_OPTIONS": "-Xmx256m"}
            return checked(one_core + ["./inspector-slack", "simulate", "dev", "--json", str(file)], env=env)

        return measure.interleaved(kinds, repeats, once)
