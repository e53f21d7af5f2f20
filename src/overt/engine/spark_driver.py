"""A driver of Spark in a Java process of our own, which ends with the session, for a cluster or for this machine.

It fails in seconds where nobody answers, says nothing on the terminal, and leaves nothing running.
"""

import contextlib
import os
import re
import shutil
import signal
import socket
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

import pyspark
from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from overt.engine.options import EngineOptions
from overt.engine.spark_session import PARTITIONS_PER_CORE, PATIENCE, SETTINGS, Started, nobody
from overt.errors import UsageError

WORKERS_PATIENCE = 30
"""Seconds in which a worker has to take up the work."""
LEAST_MEMORY = 512 * 10**6
"""Spark's driver does not start with less."""
HEAP_SHARE = 0.5
"""What Java may take of the memory: the rest is for its other needs and for the tests, which run in Python."""


def driver(options: EngineOptions, spill: Path) -> Started:
    """A driver in a Java process, which ends with the session."""
    master = where(options)
    if SparkContext._active_spark_context is not None or SparkContext._gateway is not None:
        raise UsageError("Spark runs in this process already", mend="stop it first, or reach it by --remote")
    java()
    cluster = re.fullmatch(r"spark://(.+)", master)
    if cluster:
        answering(master, cluster[1])
    conf = SparkConf(loadDefaults=False)
    for name, value in configuration(options, master, spill).items():
        conf.set(name, value)
    log, keyboard = spill / "spark.log", on_interrupt()
    gateway = None
    try:
        gateway = launched(conf, log)
        context = SparkContext(conf=conf, gateway=gateway)
    except Exception as error:
        end(gateway)
        raise nobody(master, f"Spark does not start: {last_words(log, error)}", "--master") from error
    except BaseException:
        end(gateway)
        raise
    finally:
        if keyboard is not None:  # pyspark takes Ctrl-C for itself
            signal.signal(signal.SIGINT, keyboard)
    try:
        context.setLogLevel("ERROR")
        if cluster:
            wait_for_workers(context, master)
        session = SparkSession(context)
        threads = int(context.defaultParallelism)
        session.conf.set("spark.sql.shuffle.partitions", str(PARTITIONS_PER_CORE * threads))
    except BaseException:
        end(gateway)
        raise
    name = f"spark {pyspark.__version__} ({master})"
    return Started(
        session, name, threads, False, lambda: gateway.proc.poll() is None, lambda *, answering: end(gateway)
    )


def launched(conf: SparkConf, log: Path) -> Any:
    """The gateway to a new Java process that speaks to the log only.

    In a thread of its own, which Ctrl-C does not reach: a launch that is cut off leaves a process behind.
    """
    with log.open("wb") as output, ThreadPoolExecutor(1) as thread:
        coming = thread.submit(launch_gateway, conf, {"stdout": output, "stderr": output})
        try:
            return coming.result()
        except BaseException:
            if coming.exception() is None:
                end(coming.result())
            raise


def where(options: EngineOptions) -> str:
    """The master: what was asked for, or this machine with as many cores as --threads says."""
    master = options.master or "local[*]"
    return f"local[{options.threads}]" if options.threads and master in ("local", "local[*]") else master


def configuration(options: EngineOptions, master: str, spill: Path) -> dict[str, str]:
    """Everything that has to be known before the Java process starts."""
    memory = options.memory_bytes()
    if memory < LEAST_MEMORY:
        raise UsageError(f"--memory {options.memory} is too little for Spark", mend="give 512MB or more")
    mebibytes = f"{max(LEAST_MEMORY, int(memory * HEAP_SHARE)) // 2**20}m"
    settings = {
        **SETTINGS,
        "spark.master": master,
        "spark.app.name": "overt",
        "spark.driver.memory": mebibytes,
        "spark.executor.memory": mebibytes,
        "spark.driver.maxResultSize": "0",
        "spark.local.dir": str(spill.resolve()),
        "spark.sql.warehouse.dir": str(spill.resolve()),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    if options.threads:
        settings["spark.cores.max"] = str(options.threads)
    if re.match(r"local\b|spark://(127\.|localhost\b|\[::1\])", master):  # nothing leaves this machine
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return settings


def java() -> None:
    """Raises UsageError where there is no Java to start."""
    home = os.environ.get("JAVA_HOME")
    if not (os.access(Path(home) / "bin" / "java", os.X_OK) if home else shutil.which("java")):
        raise UsageError(
            "--engine spark needs Java 17 or newer, and none was found" + (f" in JAVA_HOME {home}" if home else ""),
            mend="install one (Debian: apt-get install openjdk-17-jre-headless), or give --remote",
        )


def answering(master: str, hosts: str) -> None:
    """Raises UsageError where no master of the list takes a connection: Spark itself would try for minutes."""
    for address in hosts.split(","):
        host, _, port = address.rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE).close()
        except (OSError, ValueError, OverflowError):
            continue
        return
    raise nobody(master, "nobody answers", "--master")


def wait_for_workers(context: Any, master: str) -> None:
    """Raises UsageError where no worker comes: Spark itself would wait for ever."""
    deadline = time.monotonic() + WORKERS_PATIENCE
    while context._jsc.sc().getExecutorMemoryStatus().size() < 2:  # the driver counts as one
        if time.monotonic() > deadline:
            raise nobody(
                master,
                f"no worker took up the work within {WORKERS_PATIENCE} s",
                "that workers are there with as much memory as --memory;",
            )
        time.sleep(0.1)


def last_words(log: Path, error: Exception) -> str:
    """The line that says why: the first one of Java that names an error, or what pyspark has to say."""
    lines = log.read_text("utf-8", "replace").splitlines() if log.exists() else []
    named = [line for line in lines if re.search(r"(Exception|Error)\b", line)]
    return (named or [str(error)])[0].strip()[:300]


def on_interrupt() -> Any:
    """Who gets Ctrl-C, where that can be asked and restored."""
    return signal.getsignal(signal.SIGINT) if threading.current_thread() is threading.main_thread() else None


def end(gateway: Any) -> None:
    """Stops the driver and its Java process, so that the next session may start another with other settings."""
    if gateway is None:
        return
    context = SparkContext._active_spark_context
    try:
        with warnings.catch_warnings(), contextlib.suppress(Py4JError, OSError):  # it may have died already
            warnings.simplefilter("ignore")
            if context is not None:
                context.stop()
            gateway.shutdown()
    finally:
        gateway.proc.stdin.close()
        gateway.proc.terminate()
        try:
            gateway.proc.wait(PATIENCE)
        except TimeoutExpired:
            gateway.proc.kill()
            gateway.proc.wait()
        SparkContext._gateway = SparkContext._jvm = SparkContext._active_spark_context = None
        SparkSession._instantiatedSession = SparkSession._activeSession = None
