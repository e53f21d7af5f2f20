"""The methods paragraph says what this very run did."""

from overt.findings.methods import paragraph
from overt.model.parameter import PARAMETERS, checked
from overt.model.scale import SCALES


def said(scales=SCALES, dropped=(), resolution=1, **parameters):
    settings = checked(parameters)
    return paragraph(
        "9.8.7", settings, scales, list(dropped), ["urls", "texts"], 123_456, 78, 910, 11_213, 1_415, resolution
    )


def test_the_numbers_of_the_run():
    text = said()
    for part in (
        "overt 9.8.7 read 11,213 posts of 1,415 accounts and looked at urls and texts",
        "over 123,456 pairs",
        "over 78 of 910 pairs with at least 3 trials",
        "(10 s, 10 min, habit 1), (1 min, 1 h, habit 1), (5 min, 6 h, habit 1) and (30 min, 1 d, habit 3)",
        "resolution of 1 s",
        "seed 0",
        "controlled at 0.01",
        "200 jittered copies",
    ):
        assert part in text
    assert "\n" not in text


def test_settings_that_were_changed_are_told():
    before = said()
    for name, value in {
        "q": 0.05,
        "seed": 77,
        "hub_cap": 55,
        "min_occasions": 6,
        "min_members": 12,
        "permutations": 321,
    }.items():
        text = said(**{name: value})
        assert text != before
        assert str(value) in text
    assert {"q", "seed", "hub_cap", "min_occasions", "min_members", "permutations"} <= {p.name for p in PARAMETERS}


def test_scales_that_were_left_out_are_named():
    text = said(SCALES[1:], SCALES[:1], resolution=60)
    assert "left out because the times are too coarse or the data too short: 10 s / 10 min." in text
    assert "resolution of 1 min" in text
    assert "left out because" not in said()


def test_no_scale_no_claim():
    text = said((), SCALES)
    assert "synchrony test was not possible" in text
    assert "interval-jitter test at the scales" not in text
