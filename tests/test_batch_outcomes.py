"""Bytes of an outcome are its tables, or a ValueError."""

from __future__ import annotations

from contextlib import suppress

import msgspec
import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jacyber_nlp.batch import outcomes
from jacyber_nlp.batch.outcomes import pack, unpack
from toy.batch import tables

VALUES = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text()
TABLES = st.dictionaries(st.text(), st.dictionaries(st.text(), st.lists(VALUES), max_size=3))


@given(TABLES)
def test_tables_survive(found: outcomes.Tables) -> None:
    assert repr(unpack(*pack(found))) == repr(found)


@given(TABLES)
def test_equal_tables_have_equal_bytes(found: outcomes.Tables) -> None:
    assert pack(found) == pack(found)


@given(st.integers(-(2**31), 2**32) | st.integers(0, 1_000), st.binary(max_size=300))
def test_bytes_of_any_kind_are_a_value_error(size: int, data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack(size, data)


@given(st.binary(max_size=300))
def test_packed_bytes_of_any_kind_are_tables_or_a_value_error(raw: bytes) -> None:
    packed = pyarrow.Codec("zstd").compress(raw, asbytes=True)
    try:
        found = unpack(len(raw), packed)
    except ValueError:
        return
    assert repr(msgspec.msgpack.decode(raw, type=outcomes.Tables)) == repr(found)


@given(st.data())
def test_a_damaged_outcome_raises_nothing_but_a_value_error(data: st.DataObject) -> None:
    size, packed = pack(tables("a.txt", "情報の自由な流通"))
    at = data.draw(st.integers(0, len(packed) - 1))
    wrong = packed[:at] + bytes([packed[at] ^ data.draw(st.integers(1, 255))]) + packed[at + 1 :]
    with suppress(ValueError):
        unpack(size, wrong)


@pytest.mark.parametrize("size", [-1, 0, 7, 1_999_999_999, 2_000_000_001, 2**62])
def test_a_wrong_size_is_refused(size: int) -> None:
    true, packed = pack(tables("a.txt"))
    assert size != true

    with pytest.raises(ValueError, match=r"."):
        unpack(size, packed)


def test_tables_too_large_to_be_read_again_are_not_packed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outcomes, "MAX_BYTES", 100)

    with pytest.raises(ValueError, match="an outcome of 1"):
        pack(tables("a.txt", "a" * 100))
