#!/usr/bin/env python3
"""What the bench's language host starts: the program that the stack is named after, as its own
language host would start it. Appends one line of JSON with what it cost to the file BENCH_RESULTS."""

import json
import os
import sys

import measure

ROOT = measure.ROOT
PEERS = ROOT / "bench" / "peers"
JAR = ROOT / "target" / "inspector-slack.jar"


def command(kind):
    """Folder and command of a kind of program, each as its own language host has them."""
    env = os.environ
    if kind == "maven":
        return ROOT, ["mvn", "--no-transfer-progress", "compile", "exec:java"]
    if kind == "jar-plain":
        return ROOT, ["java", "-jar", str(JAR)]
    if kind.startswith("maven-"):
        os.environ["MAVEN_OPTS"] = {"maven-c1": "-XX:TieredStopAtLevel=1", "maven-c1s": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData", "maven-v": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote", "maven-x": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xms64m"}[kind]
        return ROOT, ["mvn", "--no-transfer-progress", "compile", "exec:java"]
    if kind == "old":
        return ROOT, ["java", "-jar", "/tmp/b/old.jar"]
    if kind == "jar-jfr":
        return ROOT, ["java", f"-XX:StartFlightRecording=filename={env.get('BENCH_JFR', '/tmp/b/x.jfr')},settings=profile", "-jar", str(JAR)]
    if kind == "jar":
        return ROOT, ["java", *measure.jar_options(), "-jar", str(JAR)]
    if kind == "go":
        return PEERS / "pulumi-go", ["bin/peer"]
    if kind in ("ts", "ts-built"):
        folder = PEERS / "pulumi-ts"
        return folder, [
            "node",
            "node_modules/@pulumi/pulumi/cmd/run",
            "--monitor", env["PULUMI_MONITOR"],
            "--engine", env["PULUMI_ENGINE"],
            "--organization", env["PULUMI_ORGANIZATION"],
            "--project", env["PULUMI_PROJECT"],
            "--stack", env["PULUMI_STACK"],
            "--pwd", str(folder),
            "--root-directory", str(folder),
            "--dry-run",
            "--parallel", "16",
            "." if kind == "ts" else "bin/index.js",
        ]  # fmt: skip
    raise SystemExit(f"no program for a stack named {kind}")


def main():
    kind = os.environ["PULUMI_STACK"]
    folder, words = command(kind)
    if kind.startswith("ts"):
        os.environ["PULUMI_NODEJS_TYPESCRIPT"] = "true"
    with open(os.environ["BENCH_LOG"], "ab") as log:
        cost, code = measure.run(words, folder, out=log, err=log)
    with open(os.environ["BENCH_RESULTS"], "a") as results:
        results.write(json.dumps({"kind": kind, "exit": code, **cost}) + "\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
