"""Runs the work of a desk again and again, and breaks one call to the disk at a time (strace -e inject).

One process loads everything once and forks for each run: strace is attached to the fork before it begins. Run as a
program: reads lines `CALL WHEN FAULT` and answers each with a line of JSON. `trace` runs it unbroken, `careless` so,
and without waiting for the disk.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

CALLS = "pwrite64,write,fdatasync,fsync,ftruncate,rename,unlink,openat,mkdir"
PATIENCE = 60
FAULTS = {"KILL": "signal=KILL", "EIO": "error=EIO", "ENOSPC": "error=ENOSPC"}


def attached(child: int, options: list[str]) -> subprocess.Popen[bytes]:
    """strace, once it holds the stopped child."""
    command = ["strace", "-f", "-p", str(child), "-e", f"trace={CALLS}", *options]
    tracer = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert tracer.stderr
    line = tracer.stderr.readline()
    if b"attached" not in line:
        raise RuntimeError(f"strace: {line.decode()}")
    return tracer


def run(base: Path, folder: Path, erase: str, options: list[str], careless: bool = False) -> tuple[list[str], int]:
    """One run in a fork under strace: what was acknowledged, and how it ended. careless: the disk is not waited for."""
    from ledger import desk
    from overt.ledger import durable

    desk.fresh(base, folder)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        os.kill(os.getpid(), signal.SIGSTOP)
        code = 1
        if careless:
            durable.PRAGMAS = ("journal_mode=WAL", "synchronous=OFF")
        try:
            engine = desk.lite(folder)
            desk.work(engine, folder, erase, lambda line: desk.write_all(writing, line))
            engine.dispose()
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    os.waitpid(child, os.WUNTRACED)
    tracer = attached(child, options)
    os.kill(child, signal.SIGCONT)
    said = bytearray()
    while part := os.read(reading, 65_536):
        said += part
    os.close(reading)
    _, status = os.waitpid(child, 0)
    tracer.wait(PATIENCE)
    return said.decode().splitlines(), status


def answer(base: Path, folder: Path, begun: list[str], line: str) -> dict[str, object]:
    """One order carried out."""
    from ledger import desk

    began = time.monotonic()
    if line in ("trace", "careless"):
        log = folder.parent / "trace"
        options = ["-o", str(log), "-xx", "-s", "70000", "-y"]
        said, status = run(base, folder, begun[0], options, line == "careless")
        counts = Counter(row.split("(")[0].split()[-1] for row in log.read_text().splitlines() if "(" in row)
        return {"said": said, "status": status, "counts": counts, "trace": str(log)}
    call, when, fault = line.split()
    said, status = run(base, folder, begun[0], ["-o", "/dev/null", "-e", f"inject={call}:{FAULTS[fault]}:when={when}"])
    engine = desk.lite(folder)
    wrong = desk.left(engine, folder, said, begun)
    engine.dispose()
    return {"said": said, "status": status, "wrong": wrong, "seconds": time.monotonic() - began}


def main(folder: Path) -> None:
    """Prepares a base and serves."""
    from ledger import desk

    base = folder / "base"
    base.mkdir()
    engine = desk.lite(base)
    begun = desk.prepare(engine)
    engine.dispose()
    engine = desk.lite(desk.fresh(base, folder / "warm"))  # what is imported late is imported now
    desk.work(engine, folder / "warm", begun[0], lambda _: None)
    desk.left(engine, folder / "warm", [], begun)
    engine.dispose()
    print(json.dumps(begun), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(base, folder / "run", begun, line.strip())), flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main(Path(sys.argv[1]))
