"""EngineOptions: which engine runs the relational stages, where, and with how much."""

import re
from dataclasses import dataclass

from overt.errors import UsageError

DUCKDB, SPARK = "duckdb", "spark"
ENGINES = (DUCKDB, SPARK)
DEFAULT_MEMORY = "4GB"
ENGINE_SHARE, ENGINE_LEAST = 0.25, 200_000_000
"""What an embedded engine takes of the memory, before it spills to disk; the rest is for the tests."""
MOST_THREADS = 1024

UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30, "TIB": 2**40}


@dataclass(frozen=True)
class EngineOptions:
    """`master` is the URL of a Spark cluster, `remote` that of a Spark Connect endpoint; both belong to spark."""

    engine: str = DUCKDB
    master: str | None = None
    remote: str | None = None
    threads: int | None = None
    memory: str = DEFAULT_MEMORY

    def check(self) -> None:
        """Raises UsageError where an option is wrong by itself or beside another."""
        if self.engine not in ENGINES:
            raise UsageError(f"no engine is called {self.engine}", mend="known: " + ", ".join(ENGINES))
        if self.master is not None and self.remote is not None:
            raise UsageError("--master and --remote exclude each other", mend="give the one where the work is to run")
        for name, value in (("--master", self.master), ("--remote", self.remote)):
            if value is not None and self.engine != SPARK:
                raise UsageError(f"{name} means nothing to --engine {self.engine}", mend="add --engine spark")
        if self.remote is not None and not re.match(r"sc://[^/:;\s]", self.remote):
            raise UsageError(
                f"--remote {self.remote} is no Spark Connect endpoint", mend="write it as sc://HOST or sc://HOST:PORT"
            )
        if self.threads is not None and not 1 <= self.threads <= MOST_THREADS:
            raise UsageError(f"--threads is {self.threads}", mend=f"give a value from 1 to {MOST_THREADS}")

    def memory_bytes(self) -> int:
        """The amount of memory. Raises UsageError."""
        found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]i?B)\s*", self.memory, re.IGNORECASE)
        if not found:
            raise no_amount(self.memory)
        return int(float(found[1]) * UNITS[found[2].upper()])

    def engine_bytes(self) -> int:
        """The embedded engine's part of the memory."""
        return max(ENGINE_LEAST, int(self.memory_bytes() * ENGINE_SHARE))


def no_amount(memory: str) -> UsageError:
    """The error for a --memory that cannot be understood."""
    return UsageError(f"--memory {memory} is no amount of memory", mend="write it as 1GB or 500MB")
