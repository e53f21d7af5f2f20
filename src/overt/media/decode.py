"""Decoding media files apart: this side asks, `jail` does it in processes that may be killed without harm.

What comes back is a fixed number of grey points or of 32-bit numbers; nothing of a decoder's own objects.
"""

import contextlib
import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt

from overt.errors import UsageError
from overt.media.program import FRAME, ffmpeg, frames_command, sound_command
from overt.media.sniff import AUDIO, IMAGE, VIDEO

GRACE = 10.0
"""Seconds after the jail's own deadline before the jail itself is taken for lost."""
HEADER_BYTES = 16

OK, UNREADABLE, LOST, MISSING = "ok", "unreadable", "lost", "program"
SETTLED = (OK, UNREADABLE)
"""Ends that the file itself brought about. What a decoder said before it was stopped depends on the machine."""
REASONS = {
    UNREADABLE: "cannot be decoded",
    "pixels": "have too many pixels",
    "memory": "need too much memory",
    "cut": "are cut off",
    "time": "took too long",
    "crash": "made the decoder crash",
    "much": "never end",
    LOST: "took the decoder's process with them",
    MISSING: "need ffmpeg, which is not there",
}
"""What is said of files that were not decoded."""


@dataclass(frozen=True)
class Limits:
    """What one file may cost: seconds of processor time and of waiting, bytes of memory, bytes of answer."""

    cpu: int
    wall: float
    memory: int
    most: int


LIMITS = {
    IMAGE: Limits(10, 30, 1 << 30, 1 << 20),
    VIDEO: Limits(120, 300, 2 << 30, 1 << 25),
    AUDIO: Limits(60, 150, 1 << 30, 1 << 20),
}


@dataclass(frozen=True)
class Decoded:
    """How decoding ended (OK or a key of REASONS) and what it gave.

    grey: the points of a picture; frames: n x 128 x 128 points, two a second; sound: chromaprint numbers, about
    eight a second. width, height: of the picture as it is shown.
    """

    ended: str
    grey: npt.NDArray[np.uint8] | None = None
    frames: npt.NDArray[np.uint8] | None = None
    sound: npt.NDArray[np.uint32] | None = None
    width: int = 0
    height: int = 0


class Jail:
    """One jail process, started when it is first needed and again when it was lost. For one thread at a time."""

    def __init__(self, limits: dict[str, Limits] | None = None) -> None:
        self._limits = {**LIMITS, **(limits or {})}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Jail":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.communicate()

    def decoded(self, path: str, kind: str) -> Decoded:
        """What a file of a kind shows and sounds like. Raises nothing on bad files."""
        if kind == IMAGE:
            return self._picture(path)
        program = ffmpeg()
        if program is None:
            return Decoded(MISSING)
        ended, raw = (OK, b"") if kind == AUDIO else self._asked(VIDEO, path, frames_command(program, path))
        frames = np.frombuffer(raw[: len(raw) - len(raw) % FRAME**2], np.uint8).reshape(-1, FRAME, FRAME)
        if ended in SETTLED:
            ended, raw = self._asked(AUDIO, path, sound_command(program, path))
        if ended not in SETTLED:
            return Decoded(ended)
        sound = np.frombuffer(raw[: len(raw) - len(raw) % 4], "<u4")
        if not len(frames) and not len(sound):
            return Decoded(UNREADABLE)
        return Decoded(OK, frames=frames if len(frames) else None, sound=sound if len(sound) else None)

    def _picture(self, path: str) -> Decoded:
        ended, raw = self._asked(IMAGE, path, [])
        if ended != OK:
            return Decoded(ended)
        if len(raw) <= HEADER_BYTES:
            return Decoded(UNREADABLE)
        width, height, across, down = np.frombuffer(raw[:HEADER_BYTES], "<u4").tolist()
        if not 0 < across * down == len(raw) - HEADER_BYTES or not width * height:
            return Decoded(UNREADABLE)
        return Decoded(OK, np.frombuffer(raw[HEADER_BYTES:], np.uint8).reshape(down, across), None, None, width, height)

    def _asked(self, kind: str, path: str, command: list[str]) -> tuple[str, bytes]:
        """How the job ended, and the bytes it gave."""
        most = self._limits[kind]
        job = {"path": path, "command": command, **vars(most)}
        process = self._process = self._process or _started()
        killer = threading.Timer(most.wall + GRACE, process.kill)
        killer.daemon = True
        killer.start()
        try:
            assert process.stdin and process.stdout  # noqa: S101 - both are pipes
            process.stdin.write(json.dumps(job).encode() + b"\n")
            process.stdin.flush()
            said = json.loads(process.stdout.readline(1000))
            found = process.stdout.read(int(said["bytes"]))
            if len(found) == int(said["bytes"]) <= most.most:
                return str(said["ended"]), found
        except (OSError, ValueError, KeyError, TypeError):
            pass
        finally:
            killer.cancel()
        self.close()
        return LOST, b""


def _started() -> subprocess.Popen[bytes]:
    if sys.platform == "win32":
        raise UsageError("media files cannot be decoded on Windows", mend="use WSL, or leave --media out")
    quiet: dict[str, Any] = {"stderr": subprocess.DEVNULL, "stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-m", "overt.media.jail"], **quiet)


def available() -> None:
    """Raises UsageError where pictures cannot be decoded for want of Pillow."""
    with contextlib.suppress(ImportError):
        import PIL  # noqa: F401

        return
    raise UsageError("media files need the extra 'media'", mend="pip install 'overt[media]'")
