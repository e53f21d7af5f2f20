"""What people think: one judgement of each human being on each thing, hypotheses and their weight, undone and
brought back.
"""

import pytest

from overt.case import activity, cases, evidence, imports, judgements, undo
from overt.case.tables import evidence as items
from overt.case.tables import hypotheses, tags
from overt.errors import Denied, UsageError

from .desk import ANALYST, NOBODY, OTHER_ANALYST, OVERSEER, PUBLISHER, REGULATOR, REVIEWER
from .scan_made import ring


@pytest.fixture
def made(desk, tmp_path):
    done = imports.import_scan(desk.store, ANALYST, ring(tmp_path / "scan"))
    return done.case, done.networks[0]


def verdicts(desk, about):
    with desk.reading() as reading:
        return [(j.verdict, j.confidence) for j in judgements.of_thing(reading, about)]


def test_everybody_has_one_judgement_on_a_thing(desk, made):
    _, network = made
    first = judgements.judge(desk.store, ANALYST, network, "positive", "they copy", "high")
    judgements.judge(desk.store, REVIEWER, network, "unsure", "few posts", "low")
    again = judgements.judge(desk.store, ANALYST, network, "negative", "they say who they are")
    assert again == first
    assert sorted(verdicts(desk, network)) == [("negative", "moderate"), ("unsure", "low")]
    with desk.reading() as reading:
        told = [(s.what, s.says["verdict"], s.because) for s in activity.history(reading, OVERSEER, first)]
    assert told == [("entered", "positive", "they copy"), ("changed", "negative", "they say who they are")]


def test_a_judgement_that_is_undone_gives_way_to_the_one_before(desk, made):
    _, network = made
    one = judgements.judge(desk.store, ANALYST, network, "positive", "they copy")
    judgements.judge(desk.store, ANALYST, network, "negative", "they do not")
    undo.undo(desk.store, ANALYST, one, "they do")
    assert verdicts(desk, network) == [("positive", "moderate")]
    undo.undo(desk.store, ANALYST, one, "no")
    assert verdicts(desk, network) == [("negative", "moderate")]
    with pytest.raises(Denied, match="undo"):
        undo.undo(desk.store, OTHER_ANALYST, one, "not his")


def test_a_first_record_that_is_undone_is_withdrawn_and_comes_back(desk, made):
    case, network = made
    one = judgements.judge(desk.store, ANALYST, network, "positive", "they copy")
    undo.undo(desk.store, OVERSEER, one, "the wrong network")
    assert verdicts(desk, network) == []
    judgements.judge(desk.store, ANALYST, network, "unsure", "the right one")
    assert verdicts(desk, network) == [("unsure", "moderate")]
    (item,) = evidence.add(desk.store, ANALYST, case, [evidence.Item("note", "a note", b"x")])
    undo.undo(desk.store, ANALYST, item, "not ours")
    with desk.reading() as reading:
        assert item not in {i.root for i in reading.all(items, case=case)}
    undo.undo(desk.store, ANALYST, item, "it is")
    with desk.reading() as reading:
        assert evidence.data_of(reading, item) == b"x"


def test_hypotheses_are_weighed(desk, made):
    _, network = made
    one = judgements.suppose(desk.store, ANALYST, network, "one office runs them")
    judgements.suppose(desk.store, ANALYST, network, "they are fans", alternative=True)
    judgements.weigh(desk.store, REVIEWER, one, "rejected", "they live far apart")
    with desk.reading() as reading:
        found = [(h.statement, h.alternative, h.standing) for h in reading.all(hypotheses)]
    assert found == [("one office runs them", False, "rejected"), ("they are fans", True, "open")]
    for about, standing in ((one, "proved"), (network, "open")):
        with pytest.raises(UsageError):
            judgements.weigh(desk.store, REVIEWER, about, standing, "because")


def test_tags_come_and_go(desk, made):
    case, _ = made
    for remove in (False, True, False):
        cases.tag(desk.store, ANALYST, case, "spring", remove=remove)
    with desk.reading() as reading:
        (tag,) = reading.all(tags, case=case)
        assert len(reading.versions(tag.root)) == 3
    with pytest.raises(UsageError):
        cases.tag(desk.store, ANALYST, case, "spring")


@pytest.mark.parametrize(
    ("about", "verdict", "because", "confidence"),
    [
        ("network", "guilty", "x", "low"),
        ("network", "positive", "  ", "low"),
        ("network", "positive", "x", "certain"),
        ("case", "positive", "x", "low"),
        ("network-0000000000000000ff", "positive", "x", "low"),
        ("drop table", "positive", "x", "low"),
    ],
)
def test_what_is_no_judgement(desk, made, about, verdict, because, confidence):
    named = {"case": made[0], "network": made[1]}
    with pytest.raises(UsageError):
        judgements.judge(desk.store, ANALYST, named.get(about, about), verdict, because, confidence)


def test_who_may_not_judge(desk, made):
    for who in (PUBLISHER, OVERSEER, REGULATOR, NOBODY):
        with pytest.raises(Denied, match="may not judge"):
            judgements.judge(desk.store, who, made[1], "positive", "x")
    cases.close(desk.store, PUBLISHER, made[0], "all is said")
    with pytest.raises(Denied, match="closed-case"):
        judgements.judge(desk.store, ANALYST, made[1], "positive", "x")
    with pytest.raises(UsageError, match="closed already"):
        cases.close(desk.store, PUBLISHER, made[0], "again")


def test_what_cannot_be_undone(desk, made):
    case, _ = made
    for record in (case, "person-0000"):
        with pytest.raises(UsageError):
            undo.undo(desk.store, OVERSEER, record, "no")
