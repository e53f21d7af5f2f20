"""The tree against the obvious one, and against a second implementation by others."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pymerkle import InmemoryTree

from ledger.forge import root_of
from overt.ledger import merkle as tree
from overt.ledger import verify
from overt.ledger.notes import unbase64

# RFC 6962 as its first implementation tests it: eight inputs, the roots of the first 1 .. 8 of them.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = """
6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328
""".split()


def node_of(hashes: list[bytes]):
    """The hash of a complete subtree, computed anew each time."""
    return lambda height, n: tree.folded(hashes[n << height : (n + 1) << height])


def test_known_answers():
    leaves = [bytes.fromhex(text) for text in INPUTS]
    for size, answer in enumerate(ROOTS, start=1):
        hashes = [tree.leaf_hash(leaf) for leaf in leaves[:size]]
        assert tree.root(node_of(hashes), size).hex() == answer
        assert root_of(leaves[:size]).hex() == answer
    assert tree.root(node_of([]), 0) == tree.EMPTY


def test_a_second_implementation_agrees_on_a_thousand_trees():
    dice = random.Random(62)
    for _ in range(1_000):
        size = dice.choice([1, 2, 3, 4, 7, 8, 9, dice.randint(1, 40), dice.randint(1, 300), 256, 257])
        leaves = [dice.randbytes(dice.randrange(1, 40)) for _ in range(size)]
        other = InmemoryTree(algorithm="sha256")
        for leaf in leaves:
            other.append_entry(leaf)
        hashes = [tree.leaf_hash(leaf) for leaf in leaves]
        own = tree.root(node_of(hashes), size)
        assert own == other.get_root()
        old, index = dice.randint(1, size), dice.randrange(size)
        assert tree.root(node_of(hashes), old) == other.get_root(old)
        growing = verify.Tree(lambda *_: None)
        for digest in hashes:
            growing.push(digest)
        assert growing.root() == own
        assert path_of(other.prove_inclusion(index + 1, size)) == tree.inclusion(node_of(hashes), index, size)
        proof = tree.consistency(node_of(hashes), old, size)
        assert tree.extends(old, other.get_root(old), size, other.get_root(), proof)


def path_of(proof) -> list[bytes]:
    """The hashes of a proof of inclusion by the other implementation, the leaf itself left out."""
    return [bytes.fromhex(step) for step in proof.serialize()["path"][1:]]


@settings(max_examples=150, deadline=None)
@given(some.integers(1, 600), some.data())
def test_proofs_hold_and_hold_for_nothing_else(size: int, data: some.DataObject):
    hashes = [tree.leaf_hash(n.to_bytes(4, "big")) for n in range(size)]
    top = tree.root(node_of(hashes), size)
    index, old = data.draw(some.integers(0, size - 1)), data.draw(some.integers(0, size))
    path = tree.inclusion(node_of(hashes), index, size)
    assert tree.leads_to(hashes[index], index, size, path, top)
    assert verify.climbed(hashes[index], index, size, path) == top
    before, grown = tree.root(node_of(hashes), old), tree.consistency(node_of(hashes), old, size)
    assert tree.extends(old, before, size, top, grown)
    wrong = data.draw(some.sampled_from(["index", "leaf", "shorter", "longer", "flipped", "old"]))
    if wrong == "index" and size > 1:
        assert not tree.leads_to(hashes[index], (index + 1) % size, size, path, top)
        assert verify.climbed(hashes[index], (index + 1) % size, size, path) != top
    elif wrong == "leaf":
        assert not tree.leads_to(tree.leaf_hash(b"other"), index, size, path, top)
    elif wrong in ("shorter", "longer", "flipped") and path and grown:
        spot = data.draw(some.integers(0, len(grown) - 1))
        changed = {
            "shorter": grown[:spot] + grown[spot + 1 :],
            "longer": [*grown[:spot], bytes(32), *grown[spot:]],
            "flipped": [*grown[:spot], bytes(32), *grown[spot + 1 :]],
        }[wrong]
        assert not tree.extends(old, before, size, top, changed)
    elif wrong == "old" and 0 < old < size:
        assert not tree.extends(old + 1, before, size, top, grown)


def test_numbers_that_are_none():
    assert not tree.leads_to(b"x" * 32, -1, 5, [], b"x" * 32)
    assert not tree.leads_to(b"x" * 32, 5, 5, [], b"x" * 32)
    assert not tree.extends(6, tree.EMPTY, 5, tree.EMPTY, [])
    assert verify.climbed(b"x" * 32, 9, 5, [b"y" * 32] * 3) is None
    with pytest.raises(ValueError, match="no leaf 5"):
        tree.inclusion(node_of([]), 5, 5)


@given(some.text(max_size=12))
def test_base64_has_one_form(text: str):
    one, two = unbase64(text), verify.unbase64(text)
    assert (one or b"") == two
