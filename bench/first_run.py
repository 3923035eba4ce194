"""What a newcomer waits for and fetches: a clone of this repository's last commit into an empty folder,
with a home of its own and nothing cached, up to the first output. Once each."""

import os
import pathlib
import subprocess
import tempfile

import measure


def weigh(folder):
    """MB of its files."""
    files = [it for it in folder.rglob("*") if it.is_file() and not it.is_symlink()]
    return f"{sum(it.stat().st_size for it in files) / 1e6:.1f}"


def run(folder):
    """Rows of both tables. 'folder' is empty."""
    home, clone = folder / "home", folder / "inspector-slack"
    peer = clone / "bench/peers/pulumi-ts"
    home.mkdir()
    subprocess.run(["git", "clone", "-q", str(measure.ROOT), str(clone)], check=True)
    env = {**os.environ, "HOME": str(home), "npm_config_cache": str(home / "npm")}
    # Java asks the system where home is, not the environment. Maven's script reads this file last, so
    # whatever the launcher sets stays.
    (home / ".mavenrc").write_text('MAVEN_OPTS="$MAVEN_OPTS -Duser.home=$HOME"\n')
    npm = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    waited = []
    for name, command, where in (
        ("`./inspector-slack preview dev`", ["./inspector-slack", "preview", "dev"], clone),
        ("the same command again", ["./inspector-slack", "preview", "dev"], clone),
        ("Pulumi TypeScript: `npm ci`, without its first preview", npm, peer),
    ):
        with open(folder / "log", "wb") as log:
            cost = measure.checked(command, where, env, log, log)
        waited.append(f"| {name} | {cost['wall']:.1f} | {cost['cpu']:.1f} |")
    landed = [
        f"| inspector-slack: Maven repository | {weigh(home / '.m2/repository')} |",
        f"| inspector-slack: `target` | {weigh(clone / 'target')} |",
        f"| Pulumi TypeScript: `node_modules` | {weigh(peer / 'node_modules')} |",
    ]
    return waited, landed


def table(_):
    with tempfile.TemporaryDirectory() as folder:
        waited, landed = run(pathlib.Path(folder))
    rows = ["| from a clone, with nothing cached; one run each | wall s | CPU s |", "| --- | --: | --: |", *waited]
    rows += ["", "| on disk afterwards | MB |", "| --- | --: |", *landed]
    return "## The first run\n\n" + "\n".join(rows), {}
