"""Whatever users bring: a result, or an error of ours."""

from __future__ import annotations

import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT, SAMPLES

sys.path.insert(0, str(ROOT / "scripts"))

from fuzz_targets import LISTS, RECORDS, TARGETS, seeds_of


@cache
def seeds(target: str) -> tuple[bytes, ...]:
    if target == "pdf":
        return tuple(path.read_bytes() for path in sorted(SAMPLES.glob("*.pdf")))
    return tuple(seeds_of(target))


def tried(target: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        TARGETS[target](data, Path(folder))


@st.composite
def damaged(draw: st.DrawFn, target: str) -> bytes:
    """Draw a seed of which a few stretches are other bytes, and the end may be gone."""
    data = bytearray(draw(st.sampled_from(seeds(target))))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 30))] = draw(st.binary(max_size=30))
    return bytes(data[: draw(st.none() | st.integers(0, len(data)))])


@pytest.mark.parametrize("target", TARGETS)
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_a_damaged_file_gives_a_result_or_an_error_of_ours(
    target: str, data: st.DataObject
) -> None:
    tried(target, data.draw(damaged(target)))


@pytest.mark.parametrize("target", ["text", "sidecar"])
@settings(deadline=None, max_examples=60)
@given(data=st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_any_bytes_give_a_result_or_an_error_of_ours(target: str, data: bytes) -> None:
    tried(target, data)


@pytest.mark.parametrize(
    ("target", "kind"),
    [*(("lists", i) for i in range(len(LISTS))), *(("records", i) for i in range(len(RECORDS)))],
)
@settings(deadline=None, max_examples=40)
@given(data=st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_any_bytes_for_a_list_give_a_result_or_an_error_of_ours(
    target: str, kind: int, data: bytes
) -> None:
    tried(target, bytes([kind]) + data)


@pytest.mark.parametrize(
    "deep",
    [
        pytest.param(b"[" * 100_000, id="open arrays"),
        pytest.param(b'{"id":' * 100_000, id="open objects"),
        pytest.param(b'{"zz":' + b"[" * 100_000 + b"]" * 100_000 + b"}", id="of an unknown field"),
        pytest.param(b"a = " + b"[" * 2_000 + b"]" * 2_000, id="TOML arrays"),
        pytest.param(b"a = " + b"{a=" * 20_000, id="TOML tables"),
        pytest.param(b"a = " + b"9" * 10_000, id="a long number"),
        pytest.param(b"- " * 100_000, id="YAML lists"),
        pytest.param(b"concepts: &a [*a]", id="a YAML list in itself"),
    ],
)
def test_deep_nesting_and_endless_numbers_are_refused_as_well(deep: bytes) -> None:
    tried("sidecar", deep)
    for kind in range(len(LISTS)):
        tried("lists", bytes([kind]) + deep)
    for kind in range(len(RECORDS)):
        tried("records", bytes([kind]) + deep)


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_has_seeds_the_same_ones_each_time(target: str) -> None:
    first = list(seeds_of(target))

    assert first
    assert first == list(seeds_of(target))


@pytest.mark.parametrize("target", ["text", "pdf", "sidecar", "lists"])
def test_a_target_lets_an_error_that_is_not_ours_through(
    target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise KeyError("not ours")

    monkeypatch.setattr("jacyber_nlp.read", broken)
    monkeypatch.setattr("fuzz_targets.LISTS", ((broken, "a.txt"),))

    with pytest.raises(KeyError):
        tried(target, b"\0")
