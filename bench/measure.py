"""Runs a command and tells what it cost; what several runs cost together."""

import os
import pathlib
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def run(command, folder=ROOT, env=None, out=subprocess.DEVNULL, err=subprocess.DEVNULL, stdin=subprocess.DEVNULL):
    """Wall seconds, CPU seconds of the process and all its children, peak MB of the largest of
    them; and the exit code."""
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, env=env, stdin=stdin, stdout=out, stderr=err)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)  # Or Popen would wait for it again.
    cost = {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "rss": usage.ru_maxrss / 1024}
    return cost, process.returncode


def interleaved(kinds, repeats, once):
    """Costs of each kind, from runs in turn: what disturbs the machine disturbs all of them."""
    costs = {kind: [] for kind in kinds}
    for _ in range(repeats):
        for kind in kinds:
            costs[kind].append(once(kind))
    return costs


def least(costs, what="wall"):
    return min(cost[what] for cost in costs)


def middle(costs, what="wall"):
    return statistics.median(cost[what] for cost in costs)


def table(names, costs, against):
    """Rows of Markdown: minimum and median of wall and CPU, peak memory, ratio of the least CPU and
    wall times to those of 'against'."""
    rows = [
        f"| what | runs | wall min | wall median | CPU min | CPU median | peak MB | wall / {names[against]} | CPU / {names[against]} |",
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for kind, name in names.items():
        of = costs[kind]
        rows.append(
            f"| {name} | {len(of)} | {least(of):.2f} | {middle(of):.2f} | {least(of, 'cpu'):.2f} "
            f"| {middle(of, 'cpu'):.2f} | {max(cost['rss'] for cost in of):.0f} "
            f"| {ratio(costs, kind, against):.2f} | {ratio(costs, kind, against, 'cpu'):.2f} |"
        )
    return "\n".join(rows)


def ratio(costs, kind, against, what="wall"):
    return least(costs[kind], what) / least(costs[against], what)
