#!/usr/bin/env python3
"""What a newcomer waits for and fetches: a clone of this repository's last commit into an empty folder,
with a home of its own and nothing cached, up to the first output. Once each. Alone it prints its table."""

import os
import pathlib
import subprocess
import tempfile

import measure

ROOT = measure.ROOT
# As bench/run installs the peers: install scripts may want to fetch binaries from elsewhere.
NPM_CI = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
STEPS = {
    "mvn": "`./inspector-slack preview dev`",
    "mvn-again": "the same again",
    "cdk-ci": "CDK: `npm ci`",
    "cdk-synth": "CDK: first `npx cdk synth`",
    "pulumi-ts-ci": "Pulumi TypeScript: `npm ci`, without its first preview",
}


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


def weigh(paths):
    return len(paths), sum(path.stat().st_size for path in paths)


def kinds(repository):
    """Number and bytes of what Maven fetched, by kind; its own notes of where from are left out."""
    fetched = {"jars": [], "poms": [], "checksums and others": []}
    for path in files(repository):
        if path.name in ("_remote.repositories", "resolver-status.properties") or path.suffix == ".lastUpdated":
            continue
        kind = {".jar": "jars", ".pom": "poms"}.get(path.suffix, "checksums and others")
        fetched[kind].append(path)
    return {kind: weigh(paths) for kind, paths in fetched.items()}


def run(folder):
    """Costs of each step; what landed where, as rows of a table. 'folder' is empty."""
    home, clone = folder / "home", folder / "inspector-slack"
    home.mkdir()
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    env = {**os.environ, "HOME": str(home)}
    # Java asks the system where home is, not the environment. Maven's script reads this file last, so
    # whatever the launcher sets stays.
    (home / ".mavenrc").write_text('MAVEN_OPTS="$MAVEN_OPTS -Duser.home=$HOME"\n')
    costs, landed = {}, []

    def step(name, command, where):
        with open(folder / "log", "wb") as log:
            costs[name], code = measure.run(command, where, env, log, log)
        if code != 0:
            raise SystemExit(f"{command} ended with {code}\n{(folder / 'log').read_text()[-5000:]}")

    step("mvn", ["./inspector-slack", "preview", "dev"], clone)
    for kind, weight in kinds(home / ".m2/repository").items():
        landed.append((f"this: Maven repository, {kind}", *weight))
    step("mvn-again", ["./inspector-slack", "preview", "dev"], clone)
    landed.append(("this: `target`", *weigh(files(clone / "target"))))
    for peer, name in {"cdk": "CDK", "pulumi-ts": "Pulumi TypeScript"}.items():
        where = clone / "bench/peers" / peer
        cache = folder / f"npm-{peer}"  # Its own: what both peers need is fetched, and counted, twice.
        env["npm_config_cache"] = str(cache)
        step(f"{peer}-ci", NPM_CI, where)
        landed.append((f"{name}: `node_modules`", *weigh(files(where / "node_modules"))))
        fetched = [path for path in files(cache) if "content-v2" in path.parts]
        landed.append((f"{name}: npm's cache, as fetched", *weigh(fetched)))
        if peer == "cdk":
            step("cdk-synth", ["npx", "cdk", "synth", "-q"], where)
    return costs, landed


def text():
    with tempfile.TemporaryDirectory() as folder:
        costs, landed = run(pathlib.Path(folder))
    rows = ["| from a clone, with nothing cached; one run each | wall s | CPU s |", "| --- | --: | --: |"]
    rows += [f"| {name} | {costs[kind]['wall']:.1f} | {costs[kind]['cpu']:.1f} |" for kind, name in STEPS.items()]
    rows += ["", "| what landed | files | MB |", "| --- | --: | --: |"]
    rows += [f"| {name} | {number:,} | {size / 1e6:.1f} |" for name, number, size in landed]
    return "\n".join(rows)


if __name__ == "__main__":
    print(text())
