"""Program time in a preview: the real engine, a stand-in for AWS, and each program started as its
own language host would."""

import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import measure

ROOT = measure.ROOT
PEER = ROOT / "bench/peers/pulumi-ts"
NAMES = {
    "maven": "inspector-slack, `mvn compile exec:java`",
    "jar": "inspector-slack, jar with its archive",
    "ts": "Pulumi TypeScript",
}
# Roles, routes and Regions of each stack.
SIZES = {"dev": (0, 0, 1), "1,000 roles": (1000, 0, 1), "50 routes": (0, 50, 1), "10 Regions with 5 routes": (0, 5, 10)}
OTHER_REGIONS = [
    *("us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-central-1", "eu-north-1"),
    *("ap-northeast-1", "ap-southeast-1", "ap-southeast-2"),
]


def pulumi():
    built = pathlib.Path.home() / ".cache/inspector-slack/pulumi/pulumi"
    return shutil.which("pulumi") or str(built)


def settings(roles, routes, regions):
    config = {
        "aws:region": "eu-west-1",
        "inspector-slack:findingSource": "inspector",
        "inspector-slack:severityThreshold": "MEDIUM",
        "inspector-slack:scanTypes": ["EC2", "ECR", "LAMBDA"],
        "inspector-slack:instanceRoles": [f"role-{i}" for i in range(roles)],
    }
    if routes:
        config["inspector-slack:slackWorkspaceId"] = "T0EXAMPLE00"
        config["inspector-slack:routes"] = [
            {"name": f"route-{i}", "slackChannelId": f"C0EXAMPLE{i:02}"} for i in range(routes)
        ]
    if regions > 1:
        config["inspector-slack:regions"] = OTHER_REGIONS[: regions - 1]
    return json.dumps({"config": config})  # JSON is YAML.


class Engine:
    """Previews of new stacks; a context manager."""

    def __enter__(self):
        self.closing = contextlib.ExitStack()
        self.folder = pathlib.Path(self.closing.enter_context(tempfile.TemporaryDirectory()))
        self.results = self.folder / "results.json"
        self.log = self.folder / "log"
        self.log.touch()
        env = {**os.environ, "BENCH_RESULTS": str(self.results), "BENCH_LOG": str(self.log)}
        classes = [ROOT / "target/test-classes", ROOT / "target/classes", ROOT / "target/lib/*"]
        self.server = subprocess.Popen(
            ["java", "-Xshare:auto", "-cp", os.pathsep.join(map(str, classes))]
            + ["inspectorslack.engine.BenchServer", sys.executable, str(ROOT / "bench/program.py")],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.closing.callback(self.stop)
        self.provider, self.host = self.server.stdout.readline().split()
        return self

    def __exit__(self, *exception):
        self.closing.close()

    def stop(self):
        self.server.stdin.close()
        self.server.wait()

    def preview(self, kind, roles, routes, regions):
        """What the program of a kind cost in one preview."""
        folder = self.folder / kind
        shutil.rmtree(folder, ignore_errors=True)
        plugin = folder / "home/plugins/resource-aws-v6.83.0/pulumi-resource-aws"
        plugin.parent.mkdir(parents=True)
        plugin.touch()  # Seems to be installed; the engine talks to the stand-in.
        (folder / "backend").mkdir()
        shutil.copy(ROOT / "Pulumi.yaml", folder)
        (folder / f"Pulumi.{kind}.yaml").write_text(settings(roles, routes, regions))
        env = {
            **os.environ,
            "PULUMI_BACKEND_URL": f"file://{folder / 'backend'}",
            "PULUMI_HOME": str(folder / "home"),
            "PULUMI_CONFIG_PASSPHRASE": "bench",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DEBUG_PROVIDERS": f"aws:{self.provider}",
        }
        cli = [pulumi(), "--non-interactive", "--stack", kind]
        subprocess.run([cli[0], "stack", "init", kind, "--non-interactive"], cwd=folder, env=env,
                       check=True, capture_output=True)  # fmt: skip
        self.results.unlink(missing_ok=True)
        with open(folder / "out", "wb") as out:
            _, code = measure.run(
                [*cli, "preview", f"--client=127.0.0.1:{self.host}"], folder, env, out, out
            )
        text = (folder / "out").read_text()
        # The stack; Inspector and the routes' paths in each Region; the other Regions with their providers; channels; roles.
        created = 1 + regions * (2 + 10 * max(routes, 1)) + 2 * (regions - 1) + 3 * routes + (roles + 1 if roles else 0)
        if code != 0 or f" {created} to create" not in text:
            raise SystemExit(f"{kind} failed ({created} were to be created):\n{text}\n{self.log.read_text()[-5000:]}")
        return json.loads(self.results.read_text())


def run(repeats):
    """Costs by size and kind."""
    with Engine() as engine:
        return {
            size: measure.interleaved(NAMES, repeats, lambda kind: engine.preview(kind, *SIZES[size]))
            for size in SIZES
        }
