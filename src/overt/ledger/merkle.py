"""The Merkle tree of RFC 6962 and RFC 9162: hashes, roots, proofs and how they are checked.

Proofs are made from `node(height, n)`, the hash of the complete subtree over the leaves n * 2**height and following.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256

Node = Callable[[int, int], bytes]
"""The hash of the n-th complete subtree of a height."""

EMPTY = sha256(b"").digest()
"""Root of a tree without leaves."""


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of one leaf."""
    return sha256(b"\0" + leaf).digest()


def parent(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return sha256(b"\1" + left + right).digest()


def folded(hashes: Sequence[bytes]) -> bytes:
    """The root over 2**k hashes that stand side by side."""
    row = list(hashes)
    while len(row) > 1:
        row = [sha256(b"\1" + row[i] + row[i + 1]).digest() for i in range(0, len(row), 2)]
    return row[0]


def _split(size: int) -> int:
    """The largest power of two below size."""
    return 1 << ((size - 1).bit_length() - 1)


def span(node: Node, start: int, end: int) -> bytes:
    """The hash over the leaves start .. end - 1, where start is a multiple of the power of two that holds them."""
    size = end - start
    if size & (size - 1) == 0:
        height = size.bit_length() - 1
        return node(height, start >> height)
    middle = start + _split(size)
    return parent(span(node, start, middle), span(node, middle, end))


def root(node: Node, size: int) -> bytes:
    """The root of a tree with `size` leaves."""
    return span(node, 0, size) if size else EMPTY


def inclusion(node: Node, index: int, size: int) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root, the leaf's sibling first."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(span(node, middle, end))
            end = middle
        else:
            path.append(span(node, start, middle))
            start = middle
    return path[::-1]


def consistency(node: Node, old: int, size: int) -> list[bytes]:
    """The hashes that show that the tree of `old` leaves is the beginning of the one of `size`."""
    if not 0 <= old <= size:
        raise ValueError(f"{old} leaves are not a beginning of {size}")
    if old in (0, size):
        return []
    path: list[bytes] = []
    start, end, whole = 0, size, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(span(node, middle, end))
            end = middle
        else:
            path.append(span(node, start, middle))
            start, whole = middle, False
    if not whole:
        path.append(span(node, start, end))
    return path[::-1]


def leads_to(leaf: bytes, index: int, size: int, path: Sequence[bytes], top: bytes) -> bool:
    """Does the path lead from the hash of leaf `index` to the root `top` of a tree of `size`? (RFC 9162, 2.1.3.2)"""
    if not 0 <= index < size:
        return False
    fn, sn, found = index, size - 1, leaf
    for sibling in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            found = parent(sibling, found)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = parent(found, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and found == top


def extends(old: int, old_root: bytes, size: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Is the tree of `old` leaves the beginning of the one of `size`, as the path shows? (RFC 9162, 2.1.4.2)"""
    if not 0 <= old <= size:
        return False
    if old == size:
        return not path and old_root == new_root
    if old == 0:
        return not path and old_root == EMPTY
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not steps:
        return False
    fn, sn = old - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            before, after = parent(step, before), parent(step, after)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            after = parent(after, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and before == old_root and after == new_root
