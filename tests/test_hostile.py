"""The corpus of bad files, a hundredth of its size: each gives its error, or a document."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import jacyber_nlp as jc
from conftest import ROOT
from jacyber_nlp.reading import inflation, pdf

sys.path.insert(0, str(ROOT / "scripts"))

import hostile_corpus

SCALE = 0.01

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs devices and any file name")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    hostile_corpus.make(folder, SCALE)
    return folder


@pytest.mark.parametrize("case", hostile_corpus.CASES, ids=lambda case: ascii(case.name))
def test_a_hostile_file_gives_its_error_or_a_document(
    case: hostile_corpus.Case, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inflation, "MAX_STREAM", int(SCALE * inflation.MAX_STREAM))
    monkeypatch.setattr(pdf, "MAX_PAGE", int(SCALE * pdf.MAX_PAGE))
    limits = hostile_corpus.limits_of(SCALE)

    try:
        jc.read(corpus / case.name, limits=limits)
    except jc.JacyberError as err:
        outcome = type(err).__name__
    else:
        outcome = hostile_corpus.OK
    assert outcome == case.expected


def test_the_corpus_has_the_same_bytes_each_time(corpus: Path, tmp_path: Path) -> None:
    hostile_corpus.make(tmp_path / "again", SCALE)

    names = [case.name for case in (*hostile_corpus.TEXTS, *hostile_corpus.PDFS)]
    for name in names:
        assert (corpus / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name


def test_small_files_are_good_and_no_two_alike(tmp_path: Path) -> None:
    hostile_corpus.make_small(tmp_path, 3)

    files = sorted((tmp_path / "small").rglob("*.txt"))
    assert [jc.read(file).text.split("\n")[0] for file in files] == [
        "文書0。",
        "文書1。",
        "文書2。",
    ]
