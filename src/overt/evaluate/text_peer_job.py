"""One timed run of a peer that proposes similar texts, by the Python of its own environment; knows nothing of overt.

Called as: python text_peer_job.py PEER TEXTS.txt PAIRS.npy GRAM BANDS ROWS. A text a line; the pairs are rows (low,
high) of line numbers. Prints one line of JSON: CPU seconds from the texts in memory to the pairs, and peak memory.
"""

import json
import resource
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

Texts = list[str]
Found = Iterator[tuple[int, Any]]
PART = 10_000


def grams(text: str, size: int) -> set[str]:
    """The runs of `size` letters, or the text itself if it is shorter."""
    return {text[i : i + size] for i in range(len(text) - size + 1)} or {text}


def rensa(texts: Texts, gram: int, bands: int, rows: int) -> Found:
    """R-MinHash and its LSH index; signatures in bulk, every text asked for."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=0.5, num_perm=bands * rows, num_bands=bands)
    signatures = []
    for start in range(0, len(texts), PART):
        part = [grams(text, gram) for text in texts[start : start + PART]]
        signatures += RMinHash.from_token_sets(part, bands * rows, 1)
    index.insert_many(signatures)
    for start in range(0, len(texts), PART):
        yield from enumerate(index.query_all(signatures[start : start + PART]), start)


def gaoya(texts: Texts, gram: int, bands: int, rows: int) -> Found:
    """Gaoya's string index: signatures, bands and the filter by estimated Jaccard similarity in Rust."""
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(32, 0.25, bands, rows, None, "char", False, (gram, gram), "vec")
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    for start in range(0, len(texts), PART):
        yield from enumerate(index.par_bulk_query(texts[start : start + PART]), start)


def datasketch(texts: Texts, gram: int, bands: int, rows: int) -> Found:
    """MinHash.bulk and MinHashLSH of datasketch."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=bands * rows, params=(bands, rows))
    for start in range(0, len(texts), PART):
        part = [[g.encode() for g in grams(text, gram)] for text in texts[start : start + PART]]
        for i, signature in enumerate(MinHash.bulk(part, num_perm=bands * rows), start):
            yield i, index.query(signature)
            index.insert(i, signature, check_duplication=False)


def d3lta(texts: Texts, gram: int, bands: int, rows: int) -> Found:
    """The three-delta method of D3lta, languages and embeddings supplied: its own are fetched from the network. The
    embedding is the runs of `gram` letters hashed to `bands` numbers, `rows` is not used."""
    import pandas as pd
    from d3lta.faissd3lta import semantic_faiss

    table = pd.DataFrame({"original": texts, "language": "und"}, index=[str(i) for i in range(len(texts))])
    table["text_grapheme"] = table["text_to_embed"] = table["text_language_detect"] = table["original"]
    vectors = np.zeros((len(texts), bands), np.float32)
    for i, text in enumerate(texts):
        np.add.at(vectors[i], [zlib.crc32(g.encode()) % bands for g in grams(text, gram)], 1)
    matches, _ = semantic_faiss(table, min_size_txt=0, df_embeddings_use=pd.DataFrame(vectors))
    low, high = matches["source"].astype(int).to_numpy(), matches["target"].astype(int).to_numpy()
    for i, j in zip(low.tolist(), high.tolist(), strict=True):
        yield i, [j]


PEERS: dict[str, Callable[[Texts, int, int, int], Found]] = {
    "rensa": rensa,
    "gaoya": gaoya,
    "datasketch": datasketch,
    "d3lta": d3lta,
}


def main() -> None:
    """Runs the peer on the texts and writes the pairs."""
    peer, source, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    gram, bands, rows = map(int, sys.argv[4:7])
    texts = source.read_text("utf-8").split("\n")
    before = time.process_time()
    parts = []
    for i, others in PEERS[peer](texts, gram, bands, rows):
        found = np.fromiter(others, np.int64)
        if len(found) > 1 or (len(found) and found[0] != i):
            parts.append(np.stack([np.minimum(found, i), np.maximum(found, i)], axis=1)[found != i])
    pairs = np.unique(np.concatenate(parts), axis=0) if parts else np.zeros((0, 2), np.int64)
    cpu = time.process_time() - before
    np.save(out, pairs)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write("\n" + json.dumps({"cpu": cpu, "pairs": len(pairs), "memory_mb": memory}) + "\n")


if __name__ == "__main__":
    main()
