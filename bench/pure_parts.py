#!/usr/bin/env python3
"""The pure parts by JMH, from the project in jmh/. Alone it prints its table; arguments are JMH's."""

import json
import pathlib
import subprocess
import sys
import tempfile

import measure

NAMES = {
    "patternNative": "an event pattern, native",
    "patternNativeFiltered": "an event pattern, native, with filters",
    "patternCurated": "an event pattern, curated",
    "patternCuratedFiltered": "an event pattern, curated, with filters",
    "compilePattern": "the matcher from the native pattern",
    "compilePatternCuratedFiltered": "the matcher from the curated one with filters",
    "parseEvent": "an event parsed (Jackson)",
    "matchTaken": "an event matched, taken",
    "matchDropped": "an event matched, dropped, with the reason",
    "matchDroppedCuratedFiltered": "an event matched, dropped, curated pattern with filters",
    "definitionCurated": "a state machine's definition",
    "definitionCuratedFiltered": "a state machine's definition, with filters",
    "composeMessage": "a message composed (the state machine run, JSONata)",
    "renderMessage": "a message rendered as HTML",
    "routeInWords": "a route in words",
    "settingsOneChannel": "settings read, one channel",
    "settingsFiftyRoutes": "settings read, 50 routes with filters",
    "settingsRefused": "settings refused, four problems",
}


def text(*arguments):
    """Rows of Markdown. Refuses benchmarks that have no name here and, of a whole run, names without one."""
    with tempfile.TemporaryDirectory() as folder:
        results = pathlib.Path(folder) / "results.json"
        options = " ".join([*arguments, "-rf json -rff", str(results)])
        mvn = ["mvn", "-B", "-q", "-f", "bench/jmh", "compile", "exec:exec", f"-Djmh.args={options}"]
        for command in (["./inspector-slack", "--version"], mvn):
            subprocess.run(command, cwd=measure.ROOT, check=True, stdout=sys.stderr)
        measured = {it["benchmark"].rsplit(".", 1)[1]: it for it in json.loads(results.read_text())}
    wrong = measured.keys() - NAMES.keys() if arguments else measured.keys() ^ NAMES.keys()
    if wrong:
        raise SystemExit(f"named or measured, but not both: {', '.join(sorted(wrong))}")
    rows = ["| what, warm | µs | ± (99.9 %) | runs |", "| --- | --: | --: | --: |"]
    for kind, name in NAMES.items():
        if kind in measured:
            metric = measured[kind]["primaryMetric"]
            runs = sum(len(fork) for fork in metric["rawData"])
            rows.append(f"| {name} | {metric['score']:.2f} | {float(metric['scoreError']):.2f} | {runs} |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(text(*sys.argv[1:]))
