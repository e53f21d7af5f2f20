"""A real PostgreSQL for the tests: one server of our own in a temporary directory, one database for each test.

PostgreSQL refuses to run as root: there it runs as the user that Debian's package made.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

SETTINGS = ("listen_addresses=", "max_connections=300", "shared_buffers=64MB", "log_min_messages=fatal")


def binaries() -> Path | None:
    """The directory of initdb and postgres; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(os.path.realpath(on_path)).parent if on_path else None


def _somebody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


class Server:
    """A server that lives as long as the tests. `fsync`: whether what it acknowledges survives a loss of power, too."""

    def __init__(self, programs: Path, fsync: bool = False) -> None:
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="overt-pg-"))
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            owner = _somebody()
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            self._as = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        self.settings = (*SETTINGS, f"fsync={'on' if fsync else 'off'}", f"unix_socket_directories={self.folder}")
        self.made = 0
        self.process: subprocess.Popen[bytes] | None = None
        self._run("initdb", "-D", self.folder / "data", "-U", "overt", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()

    def _run(self, program: str, *words: object) -> None:
        command = [self.programs / program, *map(str, words)]
        env = {"PATH": os.environ["PATH"], "HOME": str(self.folder)}
        subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=self.folder, env=env, **self._as)

    def start(self) -> None:
        """Starts it and waits until it answers."""
        told = [part for setting in self.settings for part in ("-c", setting)]
        command = [self.programs / "postgres", "-D", self.folder / "data", *told]
        silent: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd=self.folder, **silent, **self._as)
        for _ in range(600):
            ready = subprocess.run([self.programs / "pg_isready", "-h", self.folder, "-U", "overt", "-q"], check=False)
            if ready.returncode == 0:
                return
            if self.process.poll() is not None:
                raise RuntimeError("PostgreSQL ended before it answered")
            time.sleep(0.05)
        raise RuntimeError("PostgreSQL does not answer")

    def kill(self) -> None:
        """Ends it without warning, as a crash would; its children see that and end, too."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        time.sleep(0.5)

    def database(self, like: str | None = None) -> str:
        """The URL of a new database, empty, or a copy of another one."""
        self.made += 1
        name = f"made_{self.made}"
        template = ["-T", like.partition("?")[0].rpartition("/")[2]] if like else []
        self._run("createdb", "-h", self.folder, "-U", "overt", *template, name)
        return f"postgresql://overt@/{name}?host={self.folder}"

    def stop(self) -> None:
        """Ends it and takes its files away."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # a fast end: clients are not waited for
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
