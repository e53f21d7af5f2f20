"""Model: a directory with an embedding model that turns texts into directions, here and without any network.

Two kinds are read. A static model is a matrix with one row per token in a `.safetensors` file beside the tokenizer's
JSON file (Model2Vec, WordLlama): the direction of a text is the mean of its tokens' rows. A transformer is a `.onnx`
file beside `tokenizer.json` (sentence-transformers exported to ONNX): the mean of its last hidden states. Nothing else
in the directory is looked at, and nothing in it is run: neither format holds code.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from overt.errors import InputError, UsageError

Floats = npt.NDArray[np.float32]

TOKENS = 256
"""Tokens of a text that count."""
BATCH = 64
LARGEST = 8 << 30
"""Bytes of a model file."""


class Model(ABC):
    """A model and the digest of its files."""

    digest: str

    @abstractmethod
    def directions(self, texts: Sequence[str]) -> Floats:
        """One row of length 1 per text; zeros for a text without a token that the model knows."""


class Static(Model):
    """One vector per token."""

    def __init__(self, matrix: Floats, tokenizer: Any, digest: str) -> None:
        self._matrix, self._tokenizer, self.digest = matrix, tokenizer, digest

    def directions(self, texts: Sequence[str]) -> Floats:
        """See Model.directions."""
        found = np.zeros((len(texts), self._matrix.shape[1]), np.float32)
        for place, encoded in enumerate(self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)):
            tokens = [t for t in encoded.ids[:TOKENS] if t < len(self._matrix)]
            if tokens:
                found[place] = self._matrix[tokens].mean(axis=0)
        return unit(found)


class Transformer(Model):
    """A network that onnxruntime runs."""

    def __init__(self, session: Any, tokenizer: Any, digest: str) -> None:
        self._session, self._tokenizer, self.digest = session, tokenizer, digest
        self._inputs = {given.name for given in session.get_inputs()}

    def directions(self, texts: Sequence[str]) -> Floats:
        """See Model.directions."""
        self._tokenizer.enable_truncation(TOKENS)
        self._tokenizer.enable_padding()
        parts = [self._batch(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
        return unit(np.concatenate(parts)) if parts else np.zeros((0, 1), np.float32)

    def _batch(self, texts: Sequence[str]) -> Floats:
        encoded = self._tokenizer.encode_batch(list(texts))
        mask = np.array([e.attention_mask for e in encoded], np.int64)
        given = {
            "input_ids": np.array([e.ids for e in encoded], np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        hidden = self._session.run(None, {name: v for name, v in given.items() if name in self._inputs})[0]
        weights = mask[:, :, None].astype(np.float32)
        found: Floats = (hidden * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1)
        return found


def unit(rows: Floats) -> Floats:
    """The rows scaled to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: Floats = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return found


def load(directory: Path) -> Model:
    """The model in a directory. Raises InputError and, where a part is not installed, UsageError."""
    try:
        import tokenizers
        from safetensors.numpy import load_file
    except ImportError as error:
        raise UsageError("a model needs further parts", mend='pip install "overt[embeddings]"') from error
    if not directory.is_dir():
        raise InputError("no such directory", where=str(directory), mend="give the directory of an embedding model")
    files = sorted(p for p in directory.rglob("*") if p.is_file() and not p.is_symlink())
    tokenizer = _tokenizer(tokenizers.Tokenizer, files, directory)
    networks, tables = ([p for p in files if p.suffix == kind] for kind in (".onnx", ".safetensors"))
    if not networks and not tables:
        raise _unfit(directory, "holds no .safetensors and no .onnx file")
    chosen = (networks or tables)[0]
    if chosen.stat().st_size > LARGEST:
        raise _unfit(directory, f"{chosen.name} is larger than {LARGEST >> 30} GB")
    with chosen.open("rb") as file:
        digest = sha256(chosen.name.encode() + file.read()).hexdigest()
    if chosen.suffix == ".onnx":
        return Transformer(_session(chosen, directory), tokenizer, digest)
    try:
        held = [t for t in load_file(chosen).values() if t.ndim == 2]
    except Exception as error:  # the library has no error of its own
        raise _unfit(directory, f"{chosen.name} is damaged") from error
    if len(held) != 1:
        raise _unfit(directory, f"{chosen.name} holds {len(held)} matrices, not one")
    return Static(held[0].astype(np.float32), tokenizer, digest)


def _tokenizer(kind: Any, files: Sequence[Path], directory: Path) -> Any:
    for path in sorted((p for p in files if p.suffix == ".json"), key=lambda p: p.name != "tokenizer.json"):
        try:
            return kind.from_file(str(path))
        except Exception:  # noqa: BLE001, S112 - the library has no error of its own; the next file may be the one
            continue
    raise _unfit(directory, "holds no tokenizer that can be read (tokenizer.json)")


def _session(path: Path, directory: Path) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise UsageError(
            f"{path.name} needs onnxruntime", mend="pip install onnxruntime, or give a static model (.safetensors)"
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # sums in one order: the same directions on every machine of a kind
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the library has no error of its own
        raise _unfit(directory, f"{path.name} cannot be loaded") from error


def _unfit(directory: Path, why: str) -> InputError:
    return InputError(why, where=str(directory), mend="give a Model2Vec, WordLlama or ONNX sentence embedding model")
