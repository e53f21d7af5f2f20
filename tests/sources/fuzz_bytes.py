"""Bytes found by atheris, which sees what each of them makes the reader do: python -m sources.fuzz_bytes CORPUS ...

Beside the folder it takes the options of libFuzzer (-max_total_time, -timeout, -rss_limit_mb, -artifact_prefix).
"""

import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from .fuzzing import NAMES, examples, seeds, told


def corpus(folder: Path) -> None:
    """The examples and the seeds as atheris takes them: before each the place of its name among NAMES."""
    for name, data in [*examples().items(), *seeds()]:
        if len(data) < 1 << 16:
            end = next((i for i, n in enumerate(NAMES) if Path(n).suffix == Path(name).suffix and i), 0)
            (folder / sha256(data).hexdigest()[:16]).write_bytes(bytes([end]) + data)


def main() -> None:
    """Runs until the time is over or something fails, whose bytes are then in a file."""
    import atheris

    with atheris.instrument_imports(include=["overt.sources"]):
        import overt.sources.reading  # noqa: F401

    folder = Path(tempfile.mkdtemp())

    def one(data: bytes) -> None:
        path = folder / (NAMES[data[0] % len(NAMES)] if data else "posts")
        path.write_bytes(data[1:])
        if said := told(path):
            raise AssertionError(said)

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
