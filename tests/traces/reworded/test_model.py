"""Models in directories: one that ships in a package, one made here, and directories that hold none."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers

from overt.errors import InputError, UsageError
from overt.scan import Request, scan
from overt.traces import TraceSettings, chosen
from overt.traces.reworded import load
from overt.traces.rewording import Rewording

wordllama = pytest.importorskip("wordllama", reason="no package with a model: pip install wordllama")
PACKAGE = Path(wordllama.__file__).parent

PLAIN = [
    "the mayor closed the old bridge on monday because of repairs",
    "on monday repairs forced the mayor to shut the old bridge",
    "the city council opened a new library near the river",
    "a late frost has damaged most of the apple trees in the valley",
]


def bilingual(folder: Path) -> Path:
    """A model to which a word and its translation are one: eight words, two languages."""
    words = "[UNK] bridge closed monday river most ferme lundi riviere".split()
    tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    folder.mkdir()
    tokenizer.save(str(folder / "tokenizer.json"))
    rows = np.zeros((9, 8), np.float32)
    for i, meaning in enumerate([None, 0, 1, 2, 3, 0, 1, 2, 3]):
        if meaning is not None:
            rows[i, meaning] = 1
    save_file({"embeddings": rows}, str(folder / "model.safetensors"))
    return folder


def test_rewordings_are_close_to_the_model_in_the_package() -> None:
    rows = load(PACKAGE).directions(PLAIN)
    cosines = rows @ rows.T
    assert cosines[0, 1] > 0.88
    assert np.triu(cosines, 1)[:, 2:].max() < 0.5
    trace = Rewording(TraceSettings(model=PACKAGE, rewording=0.88))
    assert trace.groups(pa.array(PLAIN)).tolist() in ([0, 0, 2, 3], [1, 1, 2, 3])


def test_translations_are_one_where_the_model_says_so(tmp_path: Path) -> None:
    trace = Rewording(TraceSettings(model=bilingual(tmp_path / "m")))
    texts = ["bridge closed monday", "lundi most ferme", "river closed monday"]
    assert trace.groups(pa.array(texts)).tolist() == [0, 0, 2]


def test_a_scan_with_a_model(ring: Any, tmp_path: Path) -> None:
    found = scan(Request([ring.path], tmp_path / "o", only=["rewording"], model=bilingual(tmp_path / "m")))
    assert [t["name"] for t in found["run"]["traces"]] in ([], ["rewording"])


def test_without_a_model_it_is_not_looked_for() -> None:
    assert "rewording" not in {t.name for t in chosen([])}
    with pytest.raises(UsageError, match="the trace rewording needs a model; give it with --model"):
        chosen([], ["rewording"])


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (lambda d: None, "no such directory"),
        (lambda d: d.mkdir(), "holds no tokenizer that can be read"),
        (lambda d: bilingual(d) and (d / "model.safetensors").unlink(), "holds no .safetensors and no .onnx file"),
        (lambda d: bilingual(d) and (d / "model.safetensors").write_bytes(b"x" * 99), "is damaged"),
        (lambda d: bilingual(d) and (d / "tokenizer.json").write_text(json.dumps({"a": 1})), "holds no tokenizer"),
        (
            lambda d: (
                bilingual(d) and save_file({"a": np.zeros((2, 2)), "b": np.ones((2, 2))}, d / "model.safetensors")
            ),
            "holds 2 matrices, not one",
        ),
    ],
)
def test_directories_that_hold_no_model(tmp_path: Path, make: Any, line: str) -> None:
    make(tmp_path / "m")
    with pytest.raises(InputError, match=line):
        load(tmp_path / "m")
