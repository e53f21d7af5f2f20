"""Engines for the tests, each in processes of its own on this machine: a Spark cluster and a Spark Connect endpoint."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

PATIENCE = 90
SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
"""Java spends most of a short run on checking and compiling what it will not run again."""

ENDPOINT = """
import sys
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print(server.listening_address[1], flush=True)
sys.stdin.read()
server.stop()
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def missing(what: str) -> None:
    """Skips with one line, or fails where CI has to run these tests."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}, and CI has to run the tests of Spark")
    pytest.skip(f"no tests of Spark: {what}")


def spark_or_skip() -> None:
    """Java and pyspark are there."""
    if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        missing("Java is missing (Debian package openjdk-17-jre-headless)")
    if not find_spec("pyspark"):
        missing('pyspark is missing (pip install "overt[spark]")')


@contextmanager
def spark_cluster(folder: Path, workers: int = 2) -> Iterator[str]:
    """The URL of a master with `workers` processes of one core and 1 GB each; loopback only."""
    spark_or_skip()
    import pyspark

    home = Path(pyspark.__path__[0])
    port = free_port()
    url = f"spark://127.0.0.1:{port}"
    deploy = "org.apache.spark.deploy"
    words = ["--host", "127.0.0.1", "--webui-port", "0"]
    started = []
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": "-Dspark.master.rest.enabled=false",
        "SPARK_WORKER_DIR": str(folder / "executors"),
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "JAVA_TOOL_OPTIONS": SHORT_LIVED,
    }

    def start(name: str, *more: str) -> Path:
        log = folder / f"{name}-{len(started)}.log"
        command = [str(home / "bin" / "spark-class"), f"{deploy}.{name}.{name.capitalize()}", *words, *more]
        with log.open("wb") as output:
            started.append(
                subprocess.Popen(
                    command,
                    env=environment,
                    cwd=folder,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                )
            )
        return log

    try:
        log = start("master", "--port", str(port))
        said(log, "I have been elected leader")
        logs = [start("worker", "--cores", "1", "--memory", "1g", url) for _ in range(workers)]
        for log in logs:
            said(log, "Successfully registered with master")
        yield url
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(PATIENCE)


def said(log: Path, line: str) -> None:
    """Waits until the line stands in the log."""
    deadline = time.monotonic() + PATIENCE
    while not re.search(re.escape(line), log.read_text("utf-8", "replace")):
        assert time.monotonic() < deadline, log.read_text("utf-8", "replace")[-2000:]
        time.sleep(0.1)


@contextmanager
def connect_endpoint(folder: Path, before: Sequence[str] = ()) -> Iterator[str]:
    """The URL of a Spark Connect endpoint that Sail serves; loopback only. `before`: words before its command."""
    if not find_spec("pyspark"):
        missing('pyspark is missing (pip install "overt[spark]")')
    if not find_spec("pysail"):
        missing('pysail is missing (pip install "overt[test]")')
    log = folder / "endpoint.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [*before, sys.executable, "-c", ENDPOINT],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
            env={**os.environ, "RUST_LOG": "warn"},
        ) as server,
    ):
        try:
            assert server.stdout
            port = server.stdout.readline().strip()
            assert port, log.read_text("utf-8", "replace")[-2000:]
            yield f"sc://127.0.0.1:{port}"
        finally:
            assert server.stdin
            server.stdin.close()
            try:
                server.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()
