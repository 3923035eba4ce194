#!/usr/bin/env python3
"""What the bench's language host starts: the program that the stack is named after, as its own
language host would start it. Appends one line of JSON with what it cost to the file BENCH_RESULTS."""

import json
import os
import sys

import measure

ROOT = measure.ROOT
JAR = ROOT / "target" / "inspector-slack.jar"


def command(kind):
    """Folder and command of a kind of program, each as its own language host has them."""
    env = os.environ
    if kind == "maven":
        return ROOT, ["mvn", "--no-transfer-progress", "compile", "exec:java"]
    if kind == "jar":
        os.environ["JDK_JAVA_OPTIONS"] = "@target/jvm.options"  # As in CI, see README.
        return ROOT, ["java", "-jar", str(JAR)]
    if kind == "ts":
        folder = ROOT / "bench/peers/pulumi-ts"
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
            ".",
        ]  # fmt: skip
    raise SystemExit(f"no program for a stack named {kind}")


def main():
    kind = os.environ["PULUMI_STACK"]
    folder, words = command(kind)
    if kind == "ts":
        os.environ["PULUMI_NODEJS_TYPESCRIPT"] = "true"
    with open(os.environ["BENCH_LOG"], "ab") as log:
        cost, code = measure.run(words, folder, out=log, err=log)
    with open(os.environ["BENCH_RESULTS"], "a") as results:
        results.write(json.dumps({"kind": kind, "exit": code, **cost}) + "\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
