"""Extras of a crowd: the posts stay, answers come after what they answer, and nobody's extras depend on anybody's."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from overt.errors import UsageError
from overt.model.account import ACCOUNTS_SCHEMA
from overt.simulate import CrowdSpec, ExtrasSpec, OperationSpec, answers_of, crowd, plant, profiles, with_extras

ADDED = ["created_at", "kind", "reply_to", "reply_to_account", "mentions", "sound_id", "effects", "client", "row"]


@pytest.fixture(scope="module")
def ground():
    return crowd(CrowdSpec(accounts=400, days=10, seed=11))


@pytest.fixture(scope="module")
def dressed(ground):
    return with_extras(ground, ExtrasSpec(seed=2))


def times(table):
    return table["created_at"].cast(pa.int64()).to_numpy()


def test_what_was_said_stays(ground, dressed):
    dressed.validate(full=True)
    assert dressed.schema.equals(ground.schema, check_metadata=True)
    old, new = (t.drop_columns(ADDED).sort_by("post_id") for t in (ground, dressed))
    assert new.equals(old)
    assert (np.diff(times(dressed)) >= 0).all()
    assert dressed["row"].to_pylist() == list(range(1, dressed.num_rows + 1))
    assert answers_of(dressed).equals(answers_of(ground))


def test_the_same_seed_gives_the_same_bytes(ground, dressed):
    assert with_extras(ground, ExtrasSpec(seed=2)).equals(dressed)
    assert not with_extras(ground, ExtrasSpec(seed=3)).equals(dressed)


def test_answers(ground, dressed):
    replies = dressed.filter(pc.equal(dressed["kind"], "reply"))
    assert replies.num_rows > 0.1 * pc.sum(pc.equal(ground["kind"], "post")).as_py()
    said = {row["post_id"]: row for row in dressed.select(["post_id", "account_id", "created_at", "kind"]).to_pylist()}
    for reply in replies.to_pylist():
        target = said[reply["reply_to"]]
        assert target["account_id"] == reply["reply_to_account"] != reply["account_id"]
        assert target["created_at"] < reply["created_at"]
        assert target["kind"] == "post"
    reposted = set(dressed["repost_of"].drop_null().to_pylist())
    assert not reposted & set(replies["post_id"].to_pylist()), "what was passed on was said when it was said"
    # Everybody else posts when it did before.
    before = dict(zip(ground["post_id"].to_pylist(), times(ground).tolist(), strict=True))
    calm = dressed.filter(pc.not_equal(dressed["kind"], "reply"))
    assert all(before[p] == t for p, t in zip(calm["post_id"].to_pylist(), times(calm).tolist(), strict=True))


def test_some_are_devoted(ground):
    for devoted, least, most in ((0.0, 0, 0.2), (1.0, 0.7, 1)):
        made = with_extras(ground, ExtrasSpec(reply_share=1, devoted=devoted, seed=1))
        said = dict(zip(made["post_id"].to_pylist(), times(made).tolist(), strict=True))
        replies = made.filter(pc.equal(made["kind"], "reply"))
        gaps = times(replies) - np.array([said[p] for p in replies["reply_to"].to_pylist()])
        assert least <= (gaps <= 120e6).mean() <= most


def test_fashions(dressed):
    sounds = pc.value_counts(dressed["sound_id"].drop_null()).field("counts").to_numpy()
    assert (sounds == 1).mean() > 0.4, "many sounds are somebody's own"
    assert sounds.max() > 20, "and some are in fashion"
    effects = dressed["effects"].to_pylist()
    assert {len(e) for e in effects} == {0, 1, 2}
    sets = [tuple(sorted(m)) for m in dressed["mentions"].to_pylist() if len(m) >= 3]
    assert len(sets) > len(set(sets)) > 1
    programs = pc.value_counts(dressed["client"]).field("counts").to_numpy()
    assert programs.max() > 0.4 * dressed.num_rows
    assert dressed["client"].null_count == 0


def test_nothing_is_added_where_nothing_was_asked_for(ground):
    spec = ExtrasSpec(reply_share=0, mention_share=0, call_share=0, sound_share=0, effect_share=0)
    made = with_extras(ground, spec)
    assert made.drop_columns(["client", "effects"]).equals(ground.drop_columns(["client", "effects"]))
    assert made["effects"].to_pylist() == [[]] * made.num_rows


@pytest.mark.parametrize("wrong", [{"reply_share": 1.1}, {"sound_share": -1}, {"calls_per_week": float("nan")}])
def test_shares_that_make_no_sense(ground, wrong):
    with pytest.raises(UsageError, match=next(iter(wrong))):
        with_extras(ground, ExtrasSpec(**wrong))
    with pytest.raises(UsageError, match="no posts"):
        with_extras(ground.slice(0, 0), ExtrasSpec())


@pytest.mark.parametrize(
    ("trace", "field"), [("sound_id", "sound_id"), ("effect_id", "effects"), ("mention_set", "mentions")]
)
def test_operations_share_extras(dressed, trace, field):
    spec = OperationSpec(accounts=10, objects=12, jitter=90, cover=0, traces=(trace,))
    posts, answers = plant(dressed, [spec], 3)
    members = answers.filter(pc.equal(answers["role"], "operation"))["account_id"]
    own = posts.filter(pc.is_in(posts["account_id"], members.combine_chunks()))
    shared = {}
    for row in own.to_pylist():
        key = row[field] if isinstance(row[field], str) else tuple(row[field])
        shared.setdefault(key, set()).add(row["account_id"])
    assert len(shared) == 12
    assert {len(accounts) for accounts in shared.values()} == {10}


def test_operations_answer_the_same_posts(dressed):
    posts, answers = plant(dressed, [OperationSpec(accounts=10, objects=12, cover=0, traces=("reply_target",))], 3)
    members = answers.filter(pc.equal(answers["role"], "operation"))["account_id"]
    own = posts.filter(pc.is_in(posts["account_id"], members.combine_chunks()))
    assert set(own["kind"].to_pylist()) == {"reply"}
    said = dict(zip(dressed["post_id"].to_pylist(), dressed["account_id"].to_pylist(), strict=True))
    assert all(said[row["reply_to"]] == row["reply_to_account"] for row in own.to_pylist())
    assert set(pc.value_counts(own["reply_to"]).field("counts").to_pylist()) <= {10, 20}


def test_profiles(dressed):
    plain = profiles(dressed, 1)
    assert plain.schema.equals(ACCOUNTS_SCHEMA)
    assert plain.num_rows == len(pc.unique(dressed["account_id"]))
    assert profiles(dressed, 1).equals(plain)
    first = pc.min(dressed["created_at"]).as_py()
    assert all(made <= first for made in plain["created_at"].to_pylist())
    ring = plain["account_id"].to_pylist()[10:20]
    shared = profiles(dressed, 1, [ring, ["nobody"]], ["bio", "avatar", "handle", "created_at", "deleted_at"])
    rows = {row["account_id"]: row for row in shared.to_pylist()}
    assert len({rows[a]["bio"] for a in ring}) == len({rows[a]["avatar"] for a in ring}) == 1
    assert len({rows[a]["created_at"].date() for a in ring}) == 1
    assert len({rows[a]["deleted_at"].strftime("%F %H") for a in ring}) == 1
    assert len({rows[a]["handle"].rstrip("0123456789") for a in ring}) == 1
    others = [a for a in rows if a not in ring]
    assert [rows[a] for a in others] == [r for r in plain.to_pylist() if r["account_id"] in set(others)]
    with pytest.raises(UsageError, match="followers cannot be shared"):
        profiles(dressed, 1, [ring], ["followers"])
