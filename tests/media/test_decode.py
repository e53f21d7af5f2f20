"""Every file ends well: decoded, or given up for a reason that is told. The decoder is a process apart."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from overt.evaluate.media_films import coded, run
from overt.media.decode import LIMITS, Jail, Limits
from overt.media.program import ffmpeg

from .made import bomb_png, cut, endless_gif, file_of, jpeg, jpeg_of_size, png_of_size

HURRY = Limits(2, 4, 1 << 30, 1 << 20)


@pytest.fixture(scope="module")
def jail():
    with Jail() as one:
        yield one


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Twelve seconds of a test picture that moves, and a tone."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    sources = ["-f", "lavfi", "-i", "testsrc2=s=160x120:r=10", "-f", "lavfi", "-i", "sine=f=330:b=3"]
    run([*sources, "-t", "12", *coded(), str(path)])
    return path


def ended(jail, tmp_path, data, kind="image"):
    path = tmp_path / "file"
    path.write_bytes(data)
    return jail.decoded(str(path), kind)


def test_a_picture_is_decoded(jail, tmp_path):
    found = ended(jail, tmp_path, jpeg(1))
    assert found.ended == "ok"
    assert found.grey.shape == (384, 512) or max(found.grey.shape) <= 512
    assert found.grey.std() > 5
    assert found.width / found.height == pytest.approx(found.grey.shape[1] / found.grey.shape[0], rel=0.02)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "AVIF"])
@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "1", "LA", "CMYK", "I;16"])
def test_formats_and_modes(jail, tmp_path, form, mode):
    grey = Image.fromarray((np.add.outer(np.arange(80), np.arange(60)) * 1.8).astype(np.uint8))
    try:
        data = file_of(grey.convert(mode), form)
    except (OSError, ValueError, KeyError):
        pytest.skip(f"{form} holds no {mode}")
    found = ended(jail, tmp_path, data)
    assert found.ended == "ok"
    assert found.grey.shape == (80, 60)
    if mode not in ("1", "I;16"):
        assert found.grey[70, 50] - float(found.grey[5, 5]) > 100


def test_what_shines_through_is_white(jail, tmp_path):
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert (ended(jail, tmp_path, file_of(clear, "PNG")).grey == 255).all()


def test_pictures_are_turned_upright(jail, tmp_path):
    wide = Image.fromarray(np.repeat(np.linspace(0, 255, 90).astype(np.uint8)[None], 50, 0))
    exif = Image.Exif()
    exif[0x0112] = 6
    found = ended(jail, tmp_path, file_of(wide, "JPEG", exif=exif))
    assert (found.width, found.height) == (50, 90)
    assert found.grey.shape == (90, 50)
    assert found.grey[80].mean() - found.grey[10].mean() > 100


HOSTILE = {
    "text": (b"this is no picture\n" * 100, {"unreadable"}),
    "html": (b"<html><body>404 not found</body></html>", {"unreadable"}),
    "nothing": (b"", {"unreadable"}),
    "cut jpeg": (cut(jpeg(2), 0.4), {"cut"}),
    "cut png": (cut(file_of(Image.effect_noise((300, 300), 60), "PNG"), 0.5), {"cut", "unreadable"}),
    "jpeg header only": (cut(jpeg(2), 0.01), {"cut", "unreadable"}),
    "100,000 x 100,000 png": (png_of_size(100_000, 100_000), {"pixels"}),
    "2^31 x 2^31 png": (png_of_size(2**31 - 1, 2**31 - 1), {"pixels", "unreadable"}),
    "65,535 x 65,535 jpeg": (jpeg_of_size(65535, 65535), {"pixels"}),
    "0 x 0 jpeg": (jpeg_of_size(0, 0), {"unreadable"}),
    "10,000 x 10,000 jpeg with no data": (jpeg_of_size(10_000, 10_000), {"ok", "cut", "unreadable"}),
    "png bomb": (bomb_png(), {"ok", "memory"}),
    "endless gif": (endless_gif(), {"ok"}),
    "png of a gif": (b"\x89PNG\r\n\x1a\n" + endless_gif(2), {"unreadable"}),
    "zip": (b"PK\x03\x04" + bytes(100), {"unreadable"}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pictures_end_well(jail, tmp_path, name):
    data, allowed = HOSTILE[name]
    found = ended(jail, tmp_path, data)
    assert found.ended in allowed
    assert (found.grey is not None) == (found.ended == "ok")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=30), kept=st.floats(0, 1))
def test_damaged_pictures_end_well(jail, tmp_path, places, kept):
    data = bytearray(jpeg(3, "shapes"))
    for place, value in places:
        data[int(place * len(data))] = value
    found = ended(jail, tmp_path, cut(bytes(data), kept))
    assert found.ended in {"ok", "cut", "unreadable", "pixels", "memory"}


def test_a_film_is_decoded(jail, film):
    found = jail.decoded(str(film), "video")
    assert found.ended == "ok"
    assert found.frames.shape == (24, 128, 128)
    assert 60 < len(found.sound) < 100
    assert jail.decoded(str(film), "audio").frames is None


def test_a_film_without_sound_and_a_sound_without_film(jail, film, tmp_path):
    mute, sound = tmp_path / "mute.webm", tmp_path / "sound.mp3"
    run(["-i", str(film), "-an", "-c:v", "libvpx", "-deadline", "realtime", str(mute)])
    run(["-i", str(film), "-vn", str(sound)])
    assert jail.decoded(str(mute), "video").sound is None
    assert len(jail.decoded(str(mute), "video").frames) == 24
    heard = jail.decoded(str(sound), "audio")
    assert heard.frames is None
    assert len(heard.sound) > 60


@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 0.98])
def test_cut_films_end_well(jail, film, tmp_path, share):
    assert ended(jail, tmp_path, cut(film.read_bytes(), share), "video").ended in {"unreadable", "ok"}


def test_a_list_of_other_files_is_not_followed(jail, film, tmp_path):
    """ffmpeg would play the named files, local or from the network, if it were let."""
    texts = (
        f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://{film}\n#EXT-X-ENDLIST\n",
        f"ffconcat version 1.0\nfile '{film}'\n",
    )
    for text in texts:
        assert ended(jail, tmp_path, text.encode(), "video").ended == "unreadable"


def test_a_film_that_takes_too_long_is_given_up(film):
    with Jail({"video": Limits(1, 0.002, 2 << 30, 1 << 25), "audio": Limits(1, 0.002, 1 << 30, 1 << 20)}) as hurried:
        assert hurried.decoded(str(film), "video").ended == "time"


def test_a_film_that_says_too_much_is_given_up(film):
    with Jail({"video": Limits(60, 60, 2 << 30, 100_000), "audio": Limits(60, 60, 1 << 30, 10)}) as short:
        assert short.decoded(str(film), "video").ended == "much"


def test_memory_is_bounded(film):
    with Jail({"image": Limits(10, 30, 100 << 20, 1 << 20)}) as small:
        path = film.with_name("large.png")
        path.write_bytes(bomb_png())
        assert small.decoded(str(path), "image").ended in {"memory", "unreadable", "crash"}


def python(jail, code: str) -> tuple[str, bytes]:
    """What a program of ours may do in the jail."""
    return jail._asked("image", "", [sys.executable, "-S", "-c", code])


def test_time_is_bounded(jail):
    with Jail({"image": Limits(1, 20, 1 << 30, 1 << 20)}) as hurried:
        assert python(hurried, "while True: pass")[0] == "time"
    with Jail({"image": Limits(5, 0.5, 1 << 30, 1 << 20)}) as hurried:
        assert python(hurried, "import time; time.sleep(60)")[0] == "time"


def test_a_crash_is_told_and_the_next_file_is_decoded(jail, tmp_path):
    assert python(jail, "import os; os.abort()")[0] == "crash"
    assert ended(jail, tmp_path, jpeg(1)).ended == "ok"


def test_no_file_is_written(jail, tmp_path):
    path = tmp_path / "written"
    python(jail, f"open({str(path)!r}, 'w').write('x' * 9)")
    assert not path.exists() or path.stat().st_size == 0


def test_the_environment_is_empty(jail):
    said, text = python(jail, "import os; print(sorted(set(os.environ) - {'LC_CTYPE'}))")
    assert (said, text) == ("ok", b"[]\n")


def test_limits_are_set(jail):
    code = "import resource as r; print(r.getrlimit(r.RLIMIT_CPU)[0], r.getrlimit(r.RLIMIT_FSIZE)[0])"
    assert python(jail, code)[1].split()[0] == str(LIMITS["image"].cpu).encode()
    assert python(jail, code)[1].split()[1] == b"0"


def test_there_is_no_network_where_the_system_lets_it_go(jail):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code = f"import socket; socket.create_connection(('127.0.0.1', {port}), 2); print('connected')"
        said, text = python(jail, code)
    if Path("/proc/self/ns/net").exists() and ns_of_jail(jail) != Path("/proc/self/ns/net").readlink():
        assert text == b""
        assert said == "unreadable"
    else:
        pytest.skip("this system keeps its processes on the network")


def ns_of_jail(jail):
    return Path(f"/proc/{jail._process.pid}/ns/net").readlink()


def test_a_lost_jail_is_replaced(tmp_path):
    with Jail() as one:
        assert ended(one, tmp_path, jpeg(1)).ended == "ok"
        one._process.kill()
        assert ended(one, tmp_path, jpeg(1)).ended == "lost"
        assert ended(one, tmp_path, jpeg(1)).ended == "ok"


SUPERVISED = """
import json, resource, sys
from overt.media import jail
said, found = jail._supervised(json.loads(sys.argv[1]))
print(said, len(found) - jail.HEADER.size, resource.getrlimit(resource.RLIMIT_FSIZE)[0])
"""


def test_a_jail_answers_in_the_open_too(tmp_path):
    """The supervisor by itself, in a process without threads: a child that is done, and one that is cut short."""
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg(1))
    job = {"path": str(path), "command": [], "cpu": 5, "wall": 20, "memory": 1 << 46, "most": 1 << 20}

    def answer(**changes):
        command = [sys.executable, "-c", SUPERVISED, json.dumps({**job, **changes})]
        said, size, files = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        assert files != "0"  # the limits are the child's
        return said, int(size)

    said, size = answer()
    assert said == "ok"
    assert size > 0
    assert answer(most=10)[0] == "much"
    assert answer(path=str(tmp_path / "no"))[0] == "unreadable"


def test_ffmpeg_is_there():
    assert ffmpeg()
