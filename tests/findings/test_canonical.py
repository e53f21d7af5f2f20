"""The same content, the same bytes."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.findings.canonical import canonical, dumps

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4)
)


@given(values)
def test_strict_json_that_is_stable(value):
    written = dumps(value)
    assert written.endswith("\n")
    read = json.loads(written, parse_constant=pytest.fail)
    assert dumps(read) == written


@given(st.floats(-1e300, 1e300))
def test_ten_significant_digits(value):
    assert canonical(value) == pytest.approx(value, rel=1e-9)
    last_bit = math.nextafter(value, math.inf)
    if abs(value) > 1e-290:
        digits = f"{canonical(value):.10g}"
        assert canonical(float(digits)) == canonical(value)
        assert canonical(last_bit) == pytest.approx(canonical(value), rel=2e-9)


def test_the_last_bits_of_a_sum_do_not_show():
    values = [0.1] * 10
    assert sum(values) != 1.0
    assert dumps({"p": sum(values)}) == dumps({"p": 1.0})


def test_what_is_not_finite_is_null():
    assert canonical([math.nan, math.inf, -math.inf]) == [None, None, None]


def test_numpy_comes_out_plain():
    found = canonical({"i": np.int64(3), "f": np.float64(0.5), "f32": np.float32(0.5), "b": np.bool_(True), 7: (1, 2)})
    assert found == {"i": 3, "f": 0.5, "f32": 0.5, "b": True, "7": [1, 2]}
    assert [type(v) for v in found.values()] == [int, float, float, bool, list]


def test_keys_keep_their_order_and_letters_stay_letters():
    assert dumps({"b": 1, "a": "ж"}) == '{\n "b": 1,\n "a": "ж"\n}\n'


def test_what_has_no_place_is_refused():
    for odd in (object(), b"bytes", {1, 2}):
        with pytest.raises(TypeError, match="no place in JSON"):
            dumps({"x": odd})
