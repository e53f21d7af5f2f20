"""A client of a Spark Connect endpoint: Spark's own, Sail, or any other that speaks the protocol."""

from functools import partial

import grpc
from pyspark.errors import PySparkException
from pyspark.sql.connect.client import DefaultChannelBuilder
from pyspark.sql.connect.client.retries import DefaultPolicy
from pyspark.sql.connect.session import SparkSession

from overt.engine.spark_session import PARTITIONS_PER_CORE, PATIENCE, SETTINGS, Started, nobody
from overt.errors import UsageError


def remote(url: str, threads: int | None) -> Started:
    """A session of its own at a Spark Connect endpoint."""
    shown = url.partition("/;")[0]  # what follows may be a token
    try:
        channel = DefaultChannelBuilder(url).toChannel()
        try:
            grpc.channel_ready_future(channel).result(timeout=PATIENCE)
        finally:
            channel.close()
        session = SparkSession.builder.remote(url).create()
    except (grpc.FutureTimeoutError, grpc.RpcError, PySparkException) as error:
        raise silent(shown) from error
    try:
        session.client.set_retry_policies([DefaultPolicy(max_retries=6, max_backoff=PATIENCE * 250)])
        version = session.version
    except (grpc.FutureTimeoutError, grpc.RpcError, PySparkException) as error:
        leave(session, answering=False)
        raise silent(shown) from error
    settings = dict(SETTINGS)
    if threads:
        settings["spark.sql.shuffle.partitions"] = str(PARTITIONS_PER_CORE * threads)
    for name, value in settings.items():
        session.conf.set(name, value)
    return Started(session, f"spark connect {version} ({shown})", None, True, lambda: True, partial(leave, session))


def leave(session: SparkSession, *, answering: bool) -> None:
    """Ends the session there, unless it would be waited for, and here in any case."""
    if answering:
        session.stop()
    # What is left would be closed once more when the collector finds it: at any moment, perhaps while another session
    # in this process holds the pool of threads that all of them share and that closing waits for.
    session._client = None


def silent(shown: str) -> UsageError:
    """The error for an endpoint at which nobody answers."""
    return nobody(shown, f"nobody speaks Spark Connect within {PATIENCE} s", "--remote")
