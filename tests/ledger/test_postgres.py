"""The ledger on PostgreSQL: the same promises, many writers, and kill -9 of the server and of the workers."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DatabaseError

from ledger import desk
from ledger.desk import ORIGIN
from overt.ledger import Keys, Ledger
from overt.ledger.errors import BadKey
from overt.ledger.fsck import fsck
from postgres_server import Server, binaries

pytestmark = pytest.mark.long
WORKER = Path(__file__).with_name("worker.py")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that waits for the disk, and that may be killed."""
    programs = binaries()
    if programs is None:
        assert os.environ.get("CI") != "true", "CI has to run the tests on PostgreSQL: see tools/postgres.sh"
        pytest.skip("PostgreSQL is missing: see tools/postgres.sh")
    made = Server(programs, fsync=True)
    yield made
    made.stop()


@pytest.fixture
def url(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty database; its key stands where OVERT_LEDGER_KEY says."""
    monkeypatch.setenv("OVERT_LEDGER_KEY", str(tmp_path / "team.key"))
    return server.database().replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """Its engine."""
    made = create_engine(url)
    yield made
    made.dispose()


def test_a_database_elsewhere_needs_to_be_told_its_key(engine: Engine, monkeypatch):
    monkeypatch.delenv("OVERT_LEDGER_KEY")
    with pytest.raises(BadKey, match="set OVERT_LEDGER_KEY"):
        Ledger.create(engine, ORIGIN)


def test_the_work_of_a_desk(engine: Engine, tmp_path: Path):
    begun = desk.prepare(engine)
    said: list[str] = []
    desk.work(engine, tmp_path, begun[0], lambda line: said.append(line.strip()))
    assert [line.split()[0] for line in said] == ["recorded", "erased", "recorded", "exported"]
    assert desk.left(engine, tmp_path, said, begun) == []
    assert fsck(Ledger.open(engine)).records == 8


@pytest.mark.parametrize("sql", ["UPDATE ledger_leaves SET leaf = 'x'", "DELETE FROM ledger_checkpoints"])
def test_the_tables_of_the_log_only_grow(engine: Engine, sql: str):
    desk.prepare(engine)
    with engine.connect() as connection, pytest.raises(DatabaseError, match="only grows"):
        connection.execute(text(sql))


def test_fsck_finds_an_edit(engine: Engine):
    desk.prepare(engine)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE ledger_leaves DISABLE TRIGGER ALL"))
        connection.execute(
            text("UPDATE ledger_leaves SET leaf = replace(convert_from(leaf, 'UTF8'), 'ana', 'ben')::bytea")
        )
        connection.execute(text("DROP TRIGGER ledger_checkpoints_only_grows ON ledger_checkpoints"))
    faults = fsck(Ledger.open(engine)).faults
    assert "tile 0/0: does not hold the hashes of the records" in faults
    for name in ("ledger_checkpoints", "ledger_leaves"):  # the one was dropped, the other is switched off
        assert f"trigger {name}_only_grows: is gone, so rows could have been changed" in faults


def test_a_reader_that_began_earlier_does_not_mislead_the_sequencer(url: str, engine: Engine):
    """With REPEATABLE READ as the engine's default the lock would be younger than what is seen."""
    desk.prepare(engine)
    strict = create_engine(url, isolation_level="REPEATABLE READ")
    trouble: list[Exception] = []

    def write() -> None:
        try:
            own = Ledger.open(strict)
            for n in range(15):
                desk.entry(own, f"note {n}")
                own.sequence()
        except Exception as error:  # noqa: BLE001 - told to the main thread
            trouble.append(error)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    strict.dispose()
    assert not trouble
    found = fsck(Ledger.open(engine))
    assert (found.faults, found.records, found.pending) == ([], 4 + 8 * 15, 0)


def children(parent: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(place.parent.name))
    return found


def killed(server: Server) -> None:
    """kill -9 of the server and of everything that it started."""
    assert server.process
    family = children(server.process.pid)
    server.kill()
    for one in family:
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            continue
    server.start()


def rounds(server: Server, url: str, tmp_path: Path, many: int) -> None:
    """Workers record; now the server, now a worker is killed at some moment; nothing that was said is lost."""
    engine = create_engine(url)
    begun = desk.prepare(engine)
    engine.dispose()
    dice = random.Random(9)
    for turn in range(many):
        workers = [
            subprocess.Popen([sys.executable, str(WORKER), url, f"{turn}.{n}"], stdout=subprocess.PIPE, text=True)
            for n in range(3)
        ]
        for worker in workers:
            assert worker.stdout
            begun.append(worker.stdout.readline().split()[1])  # all are at work
        time.sleep(dice.uniform(0, 0.5))
        if turn % 2:
            killed(server)
        else:
            workers[0].kill()
            time.sleep(0.1)
            for worker in workers[1:]:
                worker.kill()
        for worker in workers:
            assert worker.stdout
            lines = worker.stdout.read().splitlines()
            worker.wait(30)
            begun += [line.split()[1] for line in lines if len(line.split()) == 2 and len(line.split()[1]) == 32]
        engine = create_engine(url)
        assert desk.left(engine, tmp_path / "none", [], begun) == [], turn
        engine.dispose()
    assert len(begun) > 6 * many


def test_killed_servers_and_workers_lose_nothing(server: Server, url: str, tmp_path: Path):
    rounds(server, url, tmp_path, 4)


@pytest.mark.nightly
def test_killed_servers_and_workers_lose_nothing_over_and_over(server: Server, url: str, tmp_path: Path):
    rounds(server, url, tmp_path, 100)


def test_a_key_of_another_team_is_refused(engine: Engine, tmp_path: Path):
    desk.prepare(engine)
    from overt.ledger.errors import NoLedger

    with pytest.raises(NoLedger, match="does not belong"):
        Ledger.open(engine, Keys.new(ORIGIN).write(tmp_path / "other.key"))
