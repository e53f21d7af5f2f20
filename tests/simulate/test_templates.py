"""Crowds that share by button, sign petitions and let tools post: what they do, and that nobody of them is accused."""

import re
from collections import Counter, defaultdict

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import overt
from overt.errors import UsageError
from overt.simulate import CrowdSpec, OperationSpec, TemplateSpec, crowd, fill_in, plant

MINUTE = 60_000_000


@pytest.fixture(scope="module")
def ground():
    return crowd(CrowdSpec(accounts=400, days=14, fandoms=0, seed=4, posts_median=8))


def added(ground, **template):
    posts, answers = fill_in(ground, [TemplateSpec(**template)], 4)
    new = posts.filter(pc.invert(pc.is_in(posts["post_id"], ground["post_id"].combine_chunks())))
    assert set(answers["role"].to_pylist()) == {"organic"}
    return posts, new


@pytest.mark.parametrize("kind", ["button", "petition", "tool"])
def test_what_was_there_stays_and_nobody_new_comes(ground, kind):
    posts, new = added(ground, kind=kind, accounts=60, per_week=7, zeal=0.5)
    assert new.num_rows > 50
    old = posts.filter(pc.is_in(posts["post_id"], ground["post_id"].combine_chunks()))
    assert old.drop_columns(["row"]).equals(ground.drop_columns(["row"]))
    assert (np.diff(posts["created_at"].cast(pa.int64()).to_numpy()) >= 0).all()
    assert set(new["account_id"].to_pylist()) <= set(ground["account_id"].to_pylist())
    assert len(set(new["account_id"].to_pylist())) <= 60 and set(new["kind"].to_pylist()) == {"post"}


def test_the_same_seed_gives_the_same_rows(ground):
    spec = TemplateSpec(kind="button", accounts=40, per_week=10)
    first, second, third = (fill_in(ground, [spec], seed)[0] for seed in (1, 1, 2))
    assert first.equals(second) and not first.equals(third)


def test_a_petition_has_one_opening_and_one_text_for_each_title(ground):
    _, new = added(ground, kind="petition", accounts=200, per_week=4, zeal=0.8)
    texts = defaultdict(set)
    for text, urls in zip(new["text"].to_pylist(), new["urls"].to_pylist(), strict=True):
        texts[urls[0].split("?")[0]].add(re.sub(r" https://\S+", "", text))
    assert len(texts) > 3
    openings = Counter(text.split()[0] for mine in texts.values() for text in mine)
    assert openings.most_common(1)[0][1] >= len(texts)
    assert all(" via @" in text for mine in texts.values() for text in mine)


def test_a_button_writes_the_headline_and_names_the_site(ground):
    _, new = added(ground, kind="button", accounts=80, per_week=14, zeal=0.4, links="none")
    assert all(not urls for urls in new["urls"].to_pylist())
    assert len({tuple(names) for names in new["mentions"].to_pylist()}) == 1
    shared = Counter(new["text"].to_pylist())
    assert max(shared.values()) > 2 and len(shared) > 10


def test_alerts_bring_people_together_in_time(ground):
    def closest(alerted):
        _, new = added(ground, kind="button", accounts=80, per_week=14, zeal=0.6, alerted=alerted)
        times = defaultdict(list)
        for text, at in zip(new["text"].to_pylist(), new["created_at"].cast(pa.int64()).to_pylist(), strict=True):
            times[text.split(" https")[0]].append(at)
        return np.median([(max(mine) - min(mine)) / len(mine) for mine in times.values() if len(mine) > 3])

    assert closest(1.0) < 20 * MINUTE < closest(0.0)


def test_a_tool_posts_for_all_its_users_within_minutes(ground):
    _, new = added(ground, kind="tool", accounts=50, per_week=7)
    times = new["created_at"].cast(pa.int64()).to_numpy()
    assert len(np.unique(times // (10 * MINUTE))) <= 2 * 14 + 2
    folded = {re.sub(r"\d+", "0", text.split(" https")[0]) for text in new["text"].to_pylist()}
    assert len(folded) == 1 and len(set(new["text"].to_pylist())) > 20


@pytest.mark.parametrize(
    "given",
    [{"kind": "rumour"}, {"accounts": 0}, {"zeal": 1.1}, {"per_week": -1}, {"alerted": 2}, {"links": "long"}],
)
def test_what_makes_no_sense_is_refused(ground, given):
    with pytest.raises(UsageError):
        fill_in(ground, [TemplateSpec(**given)], 0)
    with pytest.raises(UsageError):
        fill_in(ground.slice(0, 0), [], 0)


READERS = {"kind": "button", "accounts": 20, "per_week": 35, "zeal": 0.4, "alerted": 0.5}


@pytest.mark.parametrize("links", ["site", "short", "none"])
def test_readers_of_one_site_with_alerts_are_no_network(links):
    """Eight or nine were accused before a site could be a favourite, and a text was its link's site's."""
    people = crowd(CrowdSpec(accounts=500, days=21, seed=3, posts_median=8, fandoms=0))
    posts, _ = fill_in(people, [TemplateSpec(**READERS, links=links)], 3)
    assert overt.scan(posts, permutations=20).findings["totals"]["members"] == 0


def test_a_ring_among_the_readers_of_its_site_is_still_found():
    people = crowd(CrowdSpec(accounts=500, days=21, seed=3, posts_median=8, fandoms=0))
    posts, _ = fill_in(people, [TemplateSpec(**READERS)], 3)
    posts, answers = plant(posts, [OperationSpec(accounts=8, objects=25, jitter=60, traces=("url", "text"))], 3)
    ring = {row["account_id"] for row in answers.to_pylist() if row["role"] == "operation"}
    found = overt.scan(posts, permutations=20)
    assert {row["account_id"] for row in found.accounts.to_pylist() if row["role"] == "member"} == ring


def test_templates_of_many_are_left_out_and_named():
    people = crowd(CrowdSpec(accounts=500, days=14, seed=3, posts_median=4, fandoms=0))
    posts, _ = fill_in(people, [TemplateSpec(kind="tool", accounts=260, per_week=7)], 3)
    found = overt.scan(posts, permutations=20).findings
    assert found["totals"]["members"] == 0
    (text,) = (trace for trace in found["run"]["traces"] if trace["name"] == "text")
    (template,) = (one for one in text["left_out"] if one["why"] == "template")
    assert template["accounts"] == 260 and template["texts"] > 50 and " … " in template["name"]
    (url,) = (trace for trace in found["run"]["traces"] if trace["name"] == "url")
    assert [one["why"] for one in url["left_out"]] == ["beside"]
