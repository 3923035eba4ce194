"""Runs a command and measures it; sums up several runs."""

import os
import pathlib
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BOTH = ("wall", "cpu")


def run(command, folder=ROOT, env=None, out=subprocess.DEVNULL, err=subprocess.DEVNULL):
    """Wall seconds, CPU seconds of the process and all its children, peak MB of the largest of
    them; and the exit code."""
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)  # Or Popen would wait for it again.
    cost = {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "rss": usage.ru_maxrss / 1024}
    return cost, process.returncode


def checked(command, folder=ROOT, env=None, out=subprocess.DEVNULL, err=subprocess.DEVNULL):
    cost, code = run(command, folder, env, out, err)
    if code != 0:
        raise SystemExit(f"{command} ended with {code}")
    return cost


def interleaved(kinds, repeats, once):
    """Costs of each kind, from runs in turn: what disturbs the machine disturbs all of them."""
    costs = {kind: [] for kind in kinds}
    for _ in range(repeats):
        for kind in kinds:
            costs[kind].append(once(kind))
    return costs


def least(costs, what="wall"):
    return min(cost[what] for cost in costs)


def table(names, costs):
    """Rows of Markdown."""
    rows = ["| what | runs | wall min | wall median | CPU min | CPU median | peak MB |", "| --- " + "| --: " * 6 + "|"]
    for kind, name in names.items():
        seconds = [f(cost[what] for cost in costs[kind]) for what in BOTH for f in (min, statistics.median)]
        peak = max(cost["rss"] for cost in costs[kind])
        rows.append(f"| {name} | {len(costs[kind])} | {' | '.join(f'{it:.2f}' for it in seconds)} | {peak:.0f} |")
    return "\n".join(rows)
