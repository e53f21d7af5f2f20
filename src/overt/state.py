"""State: what an earlier scan read, kept so that a later one need not read it again (`overt scan --since`).

It holds every post and every action, not a selection: an object that was used once may be used again, and margins
count everything.
"""

import datetime
import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from overt.errors import InputError, unwritable
from overt.model.account import ACCOUNTS_SCHEMA
from overt.model.input_file import InputFile

STATE, FACTS, REJECTED = "state", "state.json", "rejected.csv"
POSTS, ACTIONS, PROFILES = "posts.parquet", "actions.parquet", "profiles.parquet"


@dataclass(frozen=True)
class State:
    """One kept state. `made_with` is what posts and actions depend on: overt's version, traces, parameters.

    opening and reading: the notices given when files were opened and while they were read.
    """

    directory: Path | None
    made_with: dict[str, Any]
    files: list[InputFile]
    id_traces: list[str]
    opening: list[str]
    reading: list[str]
    first: datetime.datetime | None
    last: datetime.datetime | None

    @property
    def digest(self) -> str:
        """Tells one state from another; empty where there is none."""
        return hashlib.sha256((self.directory / FACTS).read_bytes()).hexdigest() if self.directory else ""

    @property
    def rejected(self) -> bytes:
        """The rows that could not be read, as in rejected.csv, header included."""
        return (self.directory / REJECTED).read_bytes() if self.directory else b""

    def posts(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """The kept posts with the columns of `schema`; null where they have none."""
        if self.directory:
            for batch in pq.ParquetFile(self.directory / POSTS).iter_batches():
                columns = [
                    batch.column(field.name)
                    if field.name in batch.schema.names
                    else pa.nulls(batch.num_rows, field.type)
                    for field in schema
                ]
                yield pa.RecordBatch.from_arrays(columns, schema=schema)

    def actions(self, without: Sequence[str] = ()) -> Iterator[pa.RecordBatch]:
        """The kept actions, but for those of traces that need everything to have been read."""
        if self.directory:
            names = pa.array(list(without), pa.string())
            for batch in pq.ParquetFile(self.directory / ACTIONS).iter_batches():
                yield batch.filter(pc.invert(pc.is_in(batch["trace"], value_set=names))) if without else batch

    def accounts(self) -> pa.Table:
        """What is known of accounts."""
        return pq.read_table(self.directory / PROFILES) if self.directory else ACCOUNTS_SCHEMA.empty_table()


def nothing(made_with: dict[str, Any]) -> State:
    """The state before the first scan."""
    return State(None, made_with, [], [], [], [], None, None)


def load(path: Path, made_with: dict[str, Any]) -> State:
    """The state in a directory, or in the results of a scan. Raises InputError where it is missing or does not fit."""
    directory = path / STATE if (path / STATE).is_dir() else path
    try:
        facts = json.loads((directory / FACTS).read_text("utf-8"))
        state = State(
            directory,
            facts["made_with"],
            [InputFile(**file) for file in facts["files"]],
            facts["id_traces"],
            facts["opening"],
            facts["reading"],
            datetime.datetime.fromisoformat(facts["first"]),
            datetime.datetime.fromisoformat(facts["last"]),
        )
        for name in (POSTS, ACTIONS, PROFILES):
            pq.read_metadata(directory / name)
        (directory / REJECTED).stat()
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise InputError(
            "holds no state of an earlier scan", where=str(path), mend="make one with `overt scan ... --keep-state`"
        ) from error
    for name, value in made_with.items():
        if state.made_with.get(name) != value:
            raise InputError(
                f"was made with {name} {state.made_with.get(name)}, this scan has {value}",
                where=str(path),
                mend="scan everything again with --keep-state, or use the same settings",
            )
    return state


def keep(state: State, work: Path, out: Path) -> None:
    """Leaves `state` with what lies in `work` in out/state, in place of what was there. Raises OutputError."""
    aside, place = out / f".{STATE}", out / STATE
    facts = asdict(state) | {"first": state.first and state.first.isoformat()}
    facts |= {"last": state.last and state.last.isoformat()}
    facts.pop("directory")
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        for name in (POSTS, ACTIONS, PROFILES):
            (work / name).replace(aside / name)
        shutil.copyfile(work / REJECTED, aside / REJECTED)
        (aside / FACTS).write_text(json.dumps(facts, indent=1), "utf-8")
        shutil.rmtree(place, ignore_errors=True)
        aside.replace(place)
    except OSError as error:
        raise unwritable(error, place) from error
