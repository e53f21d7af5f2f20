"""The bench of the ledger measures what it says, on a small scale."""

import json

from overt.evaluate.ledger import checks, rates

SILENT = lambda *_: None  # noqa: E731


def test_rates_and_checks_are_of_whole_ledgers():
    written = list(rates(30, None, SILENT))
    assert [(r.what, r.together) for r in written[:4]] == [("clear", n) for n in (1, 10, 100, 1000)]
    assert (written[9].what, written[9].together) == ("private, in one call", 1000)
    assert {r.records for r in written} == {30}
    for line in written:
        facts = line.facts()
        assert facts["per_second"] > 0
        assert facts["times_plain"] > 0
    checked = list(checks(700, SILENT))
    assert [(c.what, c.records) for c in checked] == [("verify.py", 701), ("fsck", 701)]
    assert all(c.facts()["times_bare"] > 1 for c in checked)  # nobody checks faster than the bare hashing


def test_the_command(overt):
    done = overt("bench", "ledger", "--records", 10, "--check", 300, "--json", "--quiet")
    assert done.code == 0
    assert [line["what"] for line in json.loads(done.out)["checks"]] == ["verify.py", "fsck"]
