"""Vectors kept between runs: same bytes, bounded, shared, and never in the way."""

from __future__ import annotations

import logging
import multiprocessing
import os
import sqlite3
import stat
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.encoders import CachedEncoder, Role, VectorCache, cache_info, cached, clear_cache
from jacyber_nlp.encoders import cache as module
from toy.world import ToyEncoder

TEXTS = ["主権", "自由", "", "free flow", "主権"]


class Counting(ToyEncoder):
    """Remembers what it was asked to encode; its vectors tell the roles apart."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], role: Role = "query") -> Any:
        self.asked += texts
        return super().encode([f"{role}{text}" if text else "" for text in texts])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "vectors.sqlite"


def encode(path: Path, texts: Sequence[str], role: Role = "query") -> tuple[Any, list[str]]:
    """Encode as a run of its own; return the vectors and what was encoded anew."""
    encoder = Counting()
    return CachedEncoder(encoder, VectorCache(path)).encode(texts, role), encoder.asked


def test_a_second_run_encodes_nothing_and_has_the_same_bytes(path: Path) -> None:
    first, asked = encode(path, TEXTS)
    second, again = encode(path, TEXTS[::-1])

    assert asked == ["主権", "自由", "", "free flow"]
    assert again == []
    assert second[::-1].tobytes() == first.tobytes() == Counting().encode(TEXTS).tobytes()
    assert first.dtype == np.float32


def test_only_what_is_new_is_encoded_each_text_once(path: Path) -> None:
    encode(path, ["主権"])

    _, asked = encode(path, ["自由", "主権", "自由"])

    assert asked == ["自由"]


def test_role_and_encoder_keep_their_own_vectors(path: Path) -> None:
    query, _ = encode(path, ["主権"], "query")
    document, asked = encode(path, ["主権"], "document")
    other = Counting()
    other.name = "toy/2"
    CachedEncoder(other, VectorCache(path)).encode(["主権"], "query")

    assert asked == other.asked == ["主権"]
    assert np.abs(query - document).max() > 0.01


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text(max_size=4), max_size=30), st.sampled_from(["query", "document"]))
def test_a_cache_never_changes_a_vector(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], role: Role
) -> None:
    path = tmp_path_factory.mktemp("cache") / "v.sqlite"

    for _ in range(2):
        vectors, _ = encode(path, texts, role)
        assert vectors.tobytes() == Counting().encode(texts, role).astype("f4").tobytes()


def test_half_a_character_has_a_key_of_its_own(path: Path) -> None:
    encode(path, ["\ud800", "?"])

    assert encode(path, ["\ud800", "?", "\udfff"])[1] == ["\udfff"]


def test_more_keys_than_one_statement_takes_are_all_found(path: Path) -> None:
    texts = [f"語{i}" for i in range(1_203)]
    encode(path, texts)

    assert encode(path, texts)[1] == []
    assert VectorCache(path).info().vectors == 1_203


def test_what_is_least_recently_used_goes_first_and_the_size_stays_bounded(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = 400_000
    cache = VectorCache(path, limit=limit)
    encoder = Counting()
    for hour in range(20):
        monkeypatch.setattr(time, "time", lambda hour=hour: 3600.0 * hour)
        new = [f"{hour} {i}" for i in range(200)]
        CachedEncoder(encoder, cache).encode(["kept", *new], "query")

    assert cache.info().size <= limit
    assert 0 < cache.info().vectors < 20 * 200
    assert encoder.asked.count("kept") == 1
    encoder.asked.clear()
    CachedEncoder(encoder, cache).encode(["kept", "19 0", "0 0"], "query")
    assert encoder.asked == ["0 0"]


def test_the_file_is_its_owners_alone_and_holds_no_text(path: Path) -> None:
    encode(path, ["confidential"])

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert b"confidential" not in path.read_bytes()


def fill(path: Path, start: int) -> None:
    for i in range(start, start + 40):
        encode(path, [f"語{i + j}" for j in range(5)])


def test_several_processes_write_at_a_time(path: Path) -> None:
    work = multiprocessing.get_context("spawn")
    processes = [work.Process(target=fill, args=(path, start)) for start in (0, 20, 40)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)

    assert [process.exitcode for process in processes] == [0, 0, 0]
    texts = [f"語{i}" for i in range(84)]
    vectors, asked = encode(path, texts)
    assert asked == []
    assert vectors.tobytes() == Counting().encode(texts).tobytes()


def broken(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is no database, whatever it is" * 100)


def another_table(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE vectors (something TEXT)")


def folder_in_its_place(path: Path) -> None:
    path.mkdir(parents=True)


def file_in_place_of_the_folder(path: Path) -> None:
    path.parent.write_text("")


@pytest.mark.parametrize(
    "spoil", [broken, another_table, folder_in_its_place, file_in_place_of_the_folder]
)
def test_a_cache_that_cannot_be_used_costs_nothing_but_its_speed(
    path: Path, spoil: Any, caplog: pytest.LogCaptureFixture
) -> None:
    spoil(path)
    encoder = CachedEncoder(Counting(), VectorCache(path))

    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert encoder.encode(TEXTS, "query").tobytes() == Counting().encode(TEXTS).tobytes()

    assert str(path) in str(encoder.trouble)
    assert len(caplog.records) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_costs_nothing(path: Path) -> None:
    path.parent.mkdir()
    path.parent.chmod(0o500)

    assert encode(path, TEXTS)[1]


def test_a_cache_that_another_process_holds_is_done_without(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.05)
    encode(path, ["主権"])
    holder = sqlite3.connect(path)
    holder.execute("BEGIN EXCLUSIVE")
    encoder = CachedEncoder(Counting(), VectorCache(path))

    vectors = encoder.encode(["自由"], "query")

    holder.close()
    assert vectors.tobytes() == Counting().encode(["自由"]).tobytes()
    assert "locked" in str(encoder.trouble)


def test_a_vector_of_another_length_is_not_taken(path: Path) -> None:
    encode(path, ["主権"])
    with sqlite3.connect(path) as db:
        db.execute("UPDATE vectors SET vector = ?", (b"\0" * 12,))
    db.close()

    vectors, asked = encode(path, ["主権"])

    assert asked == ["主権"]
    assert vectors.shape == (1, ToyEncoder.dim)


def test_the_place_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACYBER_CACHE", str(tmp_path / "mine"))
    assert cache_info().path == tmp_path / "mine" / "vectors.sqlite"
    monkeypatch.delenv("JACYBER_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_info().path == tmp_path / "xdg" / "jacyber_nlp" / "vectors.sqlite"
    monkeypatch.setenv("JACYBER_CACHE", "off")
    encoder = Counting()
    assert cached(encoder) is encoder
    assert cache_info().path is None
    assert clear_cache() is None


def test_clearing_removes_what_is_there_also_when_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACYBER_CACHE", str(tmp_path))
    encoder = cached(Counting())
    encoder.encode(TEXTS, "query")
    assert cache_info().vectors == 4

    assert clear_cache() == tmp_path / "vectors.sqlite"
    assert cache_info().vectors == 0
    (tmp_path / "vectors.sqlite").write_bytes(b"broken" * 99)
    clear_cache()
    assert list(tmp_path.iterdir()) == []
