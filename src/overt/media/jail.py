"""`python -m overt.media.jail`: decodes one file after another, each in a process of its own that may do little.

A line of JSON on standard input names the file, the job and its limits; the answer is a line of JSON that says how it
ended and how many bytes follow it. Each file gets a child with limits on processor time, memory, open files and the
size of files it may write (none); it is killed when its time is over or when it says more than it may. Where the
system lets it, the whole process gives up the network before it begins.
"""

import ctypes
import json
import os
import resource
import select
import signal
import struct
import sys
import time
from typing import Any

from PIL import Image, ImageOps

HEADER = struct.Struct("<4I")
"""What precedes the points of a decoded picture: its width and height, and those of the points."""
SIDE = 512
MOST_PIXELS, MOST_JPEG_PIXELS = 64_000_000, 256_000_000
"""Pictures with more are refused unread; a JPEG is decoded at an eighth of its size."""
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "AVIF")

OK, UNREADABLE, PIXELS, MEMORY, CUT, TIME, CRASH, MUCH = (
    "ok", "unreadable", "pixels", "memory", "cut", "time", "crash", "much",
)  # fmt: skip
_CODES = {3: UNREADABLE, 4: PIXELS, 5: MEMORY, 6: CUT}
ORIENTATION, SIDEWAYS = 0x0112, 5
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000


def main() -> None:
    """Serves jobs until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this ends it
    os.nice(5)
    _leave_network()
    Image.MAX_IMAGE_PIXELS = None  # the size is looked at in _picture, before anything is decoded
    Image.init()
    for line in sys.stdin.buffer:
        ended, found = _supervised(json.loads(line))
        sys.stdout.buffer.write(json.dumps({"ended": ended, "bytes": len(found)}).encode() + b"\n" + found)
        sys.stdout.buffer.flush()


def _leave_network() -> None:
    """Gives up the network for good, if the system has a way that this user may go."""
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare and unshare(NEW_NETWORK) != 0:
        unshare(NEW_USER | NEW_NETWORK)


def _supervised(job: dict[str, Any]) -> tuple[str, bytes]:
    """How a job ended, and what it said."""
    ours, its = os.pipe()
    child = os.fork()
    if child == 0:
        _in_child(job, its)
    os.close(its)
    found, ended = bytearray(), OK
    deadline = time.monotonic() + job["wall"]
    while ended == OK:
        left = deadline - time.monotonic()
        ready = left > 0 and select.select([ours], [], [], left)[0]
        if not ready:
            ended = TIME
        elif not (more := os.read(ours, 1 << 20)):
            break
        elif len(found) + len(more) > job["most"]:
            ended = MUCH
        else:
            found += more
    os.close(ours)
    if ended != OK:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return (ended if ended != OK else _how(status)), bytes(found)


def _how(status: int) -> str:
    """How a process that was not killed by us ended."""
    if os.WIFSIGNALED(status):
        by = os.WTERMSIG(status)
        return TIME if by == signal.SIGXCPU else MEMORY if by == signal.SIGKILL else CRASH
    code = os.WEXITSTATUS(status)
    return OK if code == 0 else _CODES.get(code, UNREADABLE)


def _in_child(job: dict[str, Any], out: int) -> None:
    """Does the job within its limits and ends the process; what a decoder raises makes the file unreadable."""
    code = 3
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard, target in ((0, nothing), (1, out), (2, nothing)):
            os.dup2(target, standard)
        os.closerange(3, 256)
        _limit(job["cpu"], job["memory"])
        if job["command"]:
            os.execve(job["command"][0], job["command"], {})  # noqa: S606 - a list of arguments, no shell
        code = _picture(job["path"])
    except MemoryError:
        code = 5
    except OSError as error:
        code = 6 if "truncated" in str(error) else 3
    finally:
        os._exit(code)


def _limit(cpu: int, memory: int) -> None:
    """Whatever a file makes the decoder do, it ends here: first with a signal that tells why, then for good."""
    every = {
        resource.RLIMIT_CPU: (cpu, cpu + 1),
        resource.RLIMIT_AS: (memory, memory),
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_NOFILE: (32, 32),
        resource.RLIMIT_CORE: (0, 0),
    }
    for limit, wanted in every.items():
        _, most = resource.getrlimit(limit)
        soft, hard = wanted if most == resource.RLIM_INFINITY else (min(w, most) for w in wanted)
        resource.setrlimit(limit, (soft, hard))


def _picture(path: str) -> int:
    """Writes the first frame of a picture, at most SIDE x SIDE grey points, to standard output."""
    with Image.open(path, formats=FORMATS) as opened:
        most = MOST_JPEG_PIXELS if opened.format in ("JPEG", "MPO") else MOST_PIXELS
        if opened.width * opened.height > most:
            return 4
        width, height = opened.size
        opened.draft("RGB", (2 * SIDE, 2 * SIDE))
        if opened.width * opened.height > MOST_PIXELS:
            return 4
        if opened.getexif().get(ORIENTATION, 1) >= SIDEWAYS:
            width, height = height, width
        grey = _on_white(ImageOps.exif_transpose(opened))
    grey.thumbnail((SIDE, SIDE), Image.Resampling.BOX, reducing_gap=2.0)
    with os.fdopen(1, "wb", closefd=False) as out:
        out.write(HEADER.pack(width, height, grey.width, grey.height) + grey.tobytes())
    return 0


def _on_white(picture: Image.Image) -> Image.Image:
    """A picture without colour; what shines through is white."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        whole = picture.convert("RGBA")
        white = Image.new("RGBA", whole.size, (255, 255, 255, 255))
        white.alpha_composite(whole)
        picture = white.convert("RGB")
    return picture.convert("L")


if __name__ == "__main__":
    main()
