"""A database of cases with people in it, on SQLite and on PostgreSQL."""

import datetime
import shutil

import pytest

from overt.case.store import Store
from overt.ledger.keys import VARIABLE

from .desk import Desk, enter_people

START = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture(scope="session")
def made_file(tmp_path_factory):
    """A database in a file, with people, to be copied."""
    folder = tmp_path_factory.mktemp("cases")
    store = Store.create(folder / "overt.db")
    enter_people(store)
    store.engine.dispose()
    return folder


@pytest.fixture(scope="session")
def made_on_server(postgres, tmp_path_factory):
    """The same on a server: its URL, and the file with its keys."""
    key = tmp_path_factory.mktemp("key") / "ledger.key"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(key))
        url = postgres.database()
        store = Store.create(url)
        enter_people(store)
        store.engine.dispose()
    return url, key


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, tmp_path, monkeypatch):
    """A database with people in it: a file's path, or a server's URL."""
    if request.param == "sqlite":
        folder = tmp_path / "held"
        shutil.copytree(request.getfixturevalue("made_file"), folder)
        return str(folder / "overt.db")
    url, key = request.getfixturevalue("made_on_server")
    shutil.copytree(key.parent, tmp_path / "key")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "key" / key.name))
    return request.getfixturevalue("postgres").database(like=url)


@pytest.fixture
def desk(database):
    """The database with a clock that tests move."""
    store = Store.open(database)
    made = Desk(store, START)
    yield made
    store.engine.dispose()
