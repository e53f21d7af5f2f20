"""One record's proof as a file that stands alone (C2SP tlog-proof): index, path, checkpoint, and the record itself."""

import base64
from dataclasses import dataclass

HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True)
class Proof:
    """Where a leaf stands, the hashes from there to the root, the leaf, and the signed checkpoint."""

    index: int
    path: tuple[bytes, ...]
    leaf: bytes
    checkpoint: str

    def text(self) -> str:
        """The file. Its `extra` line is the leaf: it is proven by hashing it, not trusted."""
        lines = [HEADER, f"extra {base64.b64encode(self.leaf).decode()}", f"index {self.index}"]
        lines += [base64.b64encode(step).decode() for step in self.path]
        return "\n".join(lines) + "\n\n" + self.checkpoint
