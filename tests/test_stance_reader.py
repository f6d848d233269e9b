"""The reader: each sentence by itself, whatever stands beside it in a list."""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp import resources
from jacyber_nlp.encoders import VectorCache
from jacyber_nlp.errors import ReaderMismatchError, ResourceError
from jacyber_nlp.records import Document
from jacyber_nlp.stance import BEFORE, READ, Reader, Reading, default_reader
from jacyber_nlp.stance.reader import HEADS, TOKENS, columns, segments
from toy.models import toy_analyser, toy_stance_model

READER = default_reader()
JA = Reading("検閲は認められない。", "ja", "", None)
SOME = [
    JA,
    Reading("検閲は認められない。", "ja", "ロシアはこう主張した。", None),
    Reading("検閲は認められない。", "ja", "", "news"),
    Reading("States must protect the free flow of information.", "en", "", None),
    Reading("サイバー主権", "ja", "", "state_medium"),
    Reading("", "en", "", None),
]
FILES = ("reader.json", "reader.onnx", "reader.model")


def same(a: object, b: object) -> bool:
    return np.array_equal(np.asarray(a), np.asarray(b))


# A sentence by itself


@given(st.lists(st.sampled_from(SOME), max_size=9))
@settings(deadline=None, max_examples=12)
def test_scores_hang_on_no_other_sentence_of_the_list(readings: list[Reading]) -> None:
    together = READER.read(readings)

    assert together.shape == (len(readings), READ)
    assert together.dtype == np.float32
    for row, reading in zip(together, readings, strict=True):
        assert same(row, ALONE[reading])


ALONE = {reading: READER.read([reading])[0] for reading in SOME}


def test_an_equal_sentence_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Reading] = []
    real = Reader._one

    def one(self: Reader, reading: Reading) -> object:
        seen.append(reading)
        return real(self, reading)

    monkeypatch.setattr(Reader, "_one", one)

    found = READER.read([JA, SOME[3], JA, JA])

    assert len(seen) == 2
    assert same(found[0], found[2])
    assert not same(found[0], found[1])


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_scores_do_not_hang_on_the_number_of_threads(
    threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jacyber_nlp.encoders.base.cores", lambda: threads)
    used: set[int] = set()
    real = Reader._one

    def one(self: Reader, reading: Reading) -> object:
        used.add(threading.get_ident())
        return real(self, reading)

    monkeypatch.setattr(Reader, "_one", one)

    found = READER.read(SOME)

    assert same(found, [ALONE[reading] for reading in SOME])
    assert (used == {threading.get_ident()}) is (threads == 1)


def test_a_second_run_takes_scores_out_of_the_cache_to_the_last_bit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = VectorCache(tmp_path / "vectors.sqlite")
    first = Reader(cache).read(SOME)
    afresh = READER.read(SOME)
    monkeypatch.setattr(Reader, "_one", lambda *_: pytest.fail("read again"))

    second = Reader(cache).read(SOME[::-1])[::-1]

    assert second.tobytes() == first.tobytes() == afresh.tobytes()


def test_what_is_kept_is_told_apart_by_what_stands_before_and_by_kind(tmp_path: Path) -> None:
    reader = Reader(VectorCache(tmp_path / "vectors.sqlite"))
    reader.read([JA])

    assert (
        same(reader.read([JA._replace(before="X国は、次のように主張した。")])[0], ALONE[JA])
        is False
    )
    assert same(reader.read([JA._replace(kind="news")])[0], ALONE[JA]) is False


def test_a_fresh_reader_gives_the_same() -> None:
    assert same(Reader().read([JA])[0], ALONE[JA])


def test_what_stands_before_and_the_kind_of_source_count() -> None:
    plain, after, news = (ALONE[reading] for reading in SOME[:3])

    assert not same(plain, after)
    assert not same(plain, news)
    assert not same(after, news)


def test_no_sentences_have_no_scores() -> None:
    assert READER.read([]).shape == (0, READ)


# Whatever the text


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        " \u3000\n\t",
        "\0",
        "検\0閲",
        "\ud800",
        "検閲\udfffは認められない。",
        "😀👨‍👩‍👧🇯🇵",
        "Государства уважают суверенитет.",
        "各国应尊重网络主权。",
        "حرية التعبير",
        "\u202e\u200b\ufeff",
        "<s></s><pad><mask>",
        "\ufffd" * 9,
        "あ" * 20_000,
        "word " * 4_000,
        "a" * 20_000,
    ],
    ids=lambda text: ascii(text[:8]),
)
def test_any_text_has_finite_scores(text: str, lang: str) -> None:
    alone, after, before = READER.read(
        [
            Reading(text, lang, "", None),
            Reading(text, lang, text, "no such kind \ud800"),
            Reading("検閲", lang, text, None),
        ]
    )

    for row in (alone, after, before):
        assert np.isfinite(row).all()


@given(st.text(st.characters(), max_size=40), st.sampled_from(["ja", "en"]))
@settings(deadline=None, max_examples=30)
def test_any_characters_have_finite_scores(text: str, lang: str) -> None:
    assert np.isfinite(READER.read([Reading(text, lang, text, None)])).all()


def test_half_a_pair_of_surrogates_is_read_as_a_question_mark() -> None:
    broken, mark = READER.read(
        [Reading("検閲\ud800", "ja", "", None), Reading("検閲?", "ja", "", None)]
    )

    assert same(broken, mark)


# Long sentences


def ids(reading: Reading) -> list[int]:
    (found,) = READER._ids(reading)
    return [int(i) for i in found]


def numbered(n: int) -> str:
    return "、".join(f"第{i}国" for i in range(n))


@pytest.mark.parametrize("before", ["", "前の文である。" * 40])
@pytest.mark.parametrize("end", ["認める。", "認めない。"])
def test_of_a_long_sentence_the_middle_is_left_out_and_never_the_end(before: str, end: str) -> None:
    text = f"わが国は{numbered(400)}の検閲を{end}"
    whole = READER._tokens(text)

    found = ids(Reading(text, "ja", before, None))

    assert len(found) == TOKENS
    own = found[found.index(2) + 2 : -1]
    n = len(own)
    assert n == TOKENS - 4 < len(whole)
    assert own[: n // 2] == whole[: n // 2]
    assert own[n // 2 :] == whole[-(n - n // 2) :]


def test_the_end_of_a_long_sentence_counts() -> None:
    head = f"わが国は{numbered(400)}の検閲を"
    readings = [Reading(head + end, "ja", "", None) for end in ("認める。", "認めない。")]

    first, second = READER.read(readings)

    assert not same(first, second)


def test_a_sentence_that_has_room_is_read_whole_after_what_stands_before() -> None:
    found = ids(Reading("検閲は認められない。", "ja", "国は言う。", "news"))

    before = READER._tokens("news: 国は言う。")
    assert found == [0, *before, 2, 2, *READER._tokens("検閲は認められない。"), 2]


def test_what_stands_before_gives_way_to_the_sentence() -> None:
    text = numbered(50)
    own = READER._tokens(text)
    before = READER._tokens("text: " + "後前" * 50)
    room = TOKENS - 4 - len(own)
    assert 0 < room < len(before)

    found = ids(Reading(text, "ja", "後前" * 50, None))

    assert found == [0, *before[-room:], 2, 2, *own, 2]  # the nearest is kept


# What the transformer is given


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_of_what_stands_before_the_end_is_read(lang: str) -> None:
    n = BEFORE[lang]

    assert segments(Reading("x", lang, "a" * 9 + "b" * n, None)) == ("text: " + "b" * n, "x")
    assert segments(Reading("x", lang, "a", None)) == ("text: a", "x")
    assert segments(Reading("x", lang, "", None)) == ("text: ", "x")


def test_the_kind_of_source_stands_first_in_words() -> None:
    assert segments(Reading("x", "ja", "y", "state_medium")) == ("state medium: y", "x")
    assert segments(Reading("x", "ja", "y", "")) == ("text: y", "x")


def test_the_heads_tile_the_columns() -> None:
    spans = [columns(head) for head in HEADS]

    assert [span.stop - span.start for span in spans] == [len(names) for names in HEADS.values()]
    assert [span.start for span in spans] == [0, *(span.stop for span in spans[:-1])]
    assert spans[-1].stop == READ


def test_an_unknown_head_is_refused() -> None:
    with pytest.raises(ValueError, match="no head 'tone'"):
        columns("tone")


def test_the_reader_is_named_with_its_weights_and_kept() -> None:
    assert READER.name == resources.model("reader")["name"]
    digest = resources.manifest()["models/reader.onnx"]["sha256"]
    assert READER.name.endswith(f"@{digest[:12]}")
    assert default_reader() is default_reader()


# What is missing or damaged


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the reader's files in place of the package's."""
    data = Path(str(resources.files("jacyber_nlp") / "data"))
    (tmp_path / "data" / "models").mkdir(parents=True)
    for name in ("manifest.json", *(f"models/{file}" for file in FILES)):
        shutil.copyfile(data / name, tmp_path / "data" / name)
    monkeypatch.setattr(resources, "files", lambda package: tmp_path)
    resources.manifest.cache_clear()
    yield tmp_path / "data" / "models"
    resources.manifest.cache_clear()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip(path: Path) -> None:
    """Change one bit of the weights, which no format would show."""
    data = bytearray(path.read_bytes())
    data[random.Random(0).randrange(len(data) // 2, len(data))] ^= 1
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("name", FILES[1:])
@pytest.mark.parametrize(
    "damage",
    [cut, flip, lambda path: path.write_bytes(b""), lambda path: path.write_bytes(b"\xff" * 99)],
    ids=["cut", "flipped", "empty", "other"],
)
def test_a_damaged_file_says_what_to_do(
    elsewhere: Path, name: str, damage: Callable[[Path], object]
) -> None:
    damage(elsewhere / name)

    with pytest.raises(ResourceError) as caught:
        Reader().read([JA])

    assert str(caught.value) == (
        f"models/{name}: package data is damaged. The installation is incomplete. "
        "Install jacyber-nlp again."
    )
    assert caught.value.message("ja") == (
        f"models/{name}: 同梱データの異常（is damaged）。インストールが不完全です。"
        "jacyber-nlpを入れ直してください。"
    )


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_says_what_to_do(elsewhere: Path, name: str) -> None:
    (elsewhere / name).unlink()

    with pytest.raises(ResourceError) as caught:
        Reader().load()

    assert str(caught.value) == (
        f"models/{name}: package data is missing. The installation is incomplete. "
        "Install jacyber-nlp again."
    )


def test_whole_files_are_read(elsewhere: Path) -> None:
    assert same(Reader().read([JA])[0], ALONE[JA])


# What asks for it


def test_a_model_that_was_fitted_on_another_reader_is_refused(
    document: Callable[..., Document],
) -> None:
    model = replace(toy_stance_model(), reader="reader/0@000000000000")

    with pytest.raises(ReaderMismatchError) as caught:
        toy_analyser(stance_model=model).score(document("検閲は認められない。"))

    assert caught.value.expected == "reader/0@000000000000"
    assert caught.value.found == READER.name


def test_a_model_gets_the_scores_of_its_own_reader_and_another_needs_none(
    document: Callable[..., Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Reading] = []
    real = Reader.read

    def read(self: Reader, readings: list[Reading]) -> object:
        seen.extend(readings)
        return real(self, readings)

    monkeypatch.setattr(Reader, "read", read)
    text = document("ロシアは言う。\n検閲は　認められない。", kind="news")

    toy_analyser().score(text)
    assert seen == []

    toy_analyser(stance_model=replace(toy_stance_model(), reader=READER.name)).score(text)
    assert seen == [
        Reading("ロシアは言う。", "ja", "", "news"),
        Reading("検閲は 認められない。", "ja", "ロシアは言う。", "news"),
    ]
