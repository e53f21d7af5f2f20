"""Where ffmpeg is, and how it is asked for small grey frames and for the fingerprint of a sound.

ffmpeg is a separate program: it is started, never linked. It may open the one file that is named, in the formats that
are listed; lists of other files (HLS, DASH, concat) and every network protocol are refused.
"""

import os
import shutil
from functools import lru_cache

FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,mpeg,mpegts,mpegvideo,ogg,mp3,aac,wav,flac,amr,aiff,asf,gif"
FRAME = 128
"""Frames are FRAME x FRAME grey points, whatever their shape was."""
RATE = 2
"""Frames a second."""
MOST_SECONDS = 600
"""Only the beginning of a longer file is looked at."""
SOUND_RATE = 11025


@lru_cache(maxsize=1)
def ffmpeg() -> str | None:
    """The ffmpeg on the path, else that of the package imageio-ffmpeg where somebody installed it, else None."""
    if on_path := shutil.which("ffmpeg"):
        return on_path
    try:
        import imageio_ffmpeg

        found = str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        return None
    return found if os.access(found, os.X_OK) else shutil.which(found)


def frames_command(program: str, path: str) -> list[str]:
    """Grey frames of the first video stream, one after the other, on standard output."""
    change = f"fps={RATE}:round=near,scale={FRAME}:{FRAME}:flags=area,format=gray"
    most = str(MOST_SECONDS * RATE)
    return [*_start(program, path), "-map", "0:v:0", "-an", "-sn", "-vf", change, "-frames:v", most, *_raw("rawvideo")]


def sound_command(program: str, path: str) -> list[str]:
    """The chromaprint fingerprint of the first audio stream, 32-bit numbers, on standard output."""
    sound = ["-map", "0:a:0", "-vn", "-sn", "-ac", "1", "-ar", str(SOUND_RATE)]
    return [*_start(program, path), *sound, *_raw("chromaprint"), "-fp_format", "raw", "-"]


def _start(program: str, path: str) -> list[str]:
    quiet = [program, "-nostdin", "-hide_banner", "-v", "error", "-threads", "1", "-filter_threads", "1"]
    closed = ["-protocol_whitelist", "file", "-format_whitelist", FORMATS, "-max_pixels", str(8192 * 8192)]
    return [*quiet, *closed, "-t", str(MOST_SECONDS), "-i", f"file:{path}"]


def _raw(name: str) -> list[str]:
    return ["-f", name, "-"] if name == "rawvideo" else ["-f", name]
