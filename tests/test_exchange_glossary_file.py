"""Glossaries read back, also after people edited them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jacyber_nlp.errors import GlossaryError, MissingFileError, UnreadableFileError
from jacyber_nlp.exchange import glossary_file, read_glossary
from jacyber_nlp.records import GlossaryEntry, to_json
from toy.glossary import entries


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own.jsonl"


def is_text(entry: GlossaryEntry) -> bool:
    """Tell whether there is no lone surrogate, which neither texts nor UTF-8 hold."""
    return "\\ud" not in repr(entry)


@given(st.lists(entries().filter(is_text), max_size=3, unique_by=lambda e: (e.ja, e.en)))
def test_what_was_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, made: list[GlossaryEntry]
) -> None:
    path = tmp_path_factory.mktemp("glossary") / "g.jsonl"
    path.write_text("".join(f"{to_json(entry)}\n" for entry in made), encoding="utf-8")

    assert read_glossary(path) == tuple(made)


def test_a_line_by_hand_needs_but_a_name(path: Path) -> None:
    path.write_text('\ufeff{"ja": "主権"}\r\n\r\n  {"en": "norm", "kind": "person"}', "utf-8")

    assert read_glossary(path) == (
        GlossaryEntry(ja="主権"),
        GlossaryEntry(en="norm", kind="person"),
    )


WRONG = [
    ("{", "no JSON"),
    ("主権", "no JSON"),
    ('["主権"]', "Expected `object`, got `array`"),
    ("{}", "one name is needed"),
    ('{"ja": ""}', "a name is empty"),
    ('{"ja": 3}', "Expected `str | null`, got `int` - at `$.ja`"),
    ('{"ja": "主権", "kind": "thing"}', "one of term, person, body, instrument is right"),
    ('{"en": "norm", "variants_ja": ["規範"]}', "variants_ja without ja"),
    (
        '{"ja": "主権", "varients_ja": []}',
        "varients_ja: no such field. Right would be: variants_ja",
    ),
    ('{"ja": "主権", "context": {"txt": ""}}', "txt: no such field. Right would be: text"),
    (
        '{"ja": "主権", "uses": [{"form": "主権", "document": "a", "digest": "", "count": 0}]}',
        "count is 0; at least 1 would be right - at `$.uses[0]`",
    ),
    ('{"ja": "国際"}', "the same names as in line 1"),
]


@pytest.mark.parametrize(("line", "message"), WRONG)
def test_a_wrong_line_is_named_with_what_would_be_right(
    path: Path, line: str, message: str
) -> None:
    path.write_text(f'{{"ja": "国際"}}\n\n{line}\n', encoding="utf-8")

    with pytest.raises(GlossaryError) as caught:
        read_glossary(path)

    assert str(caught.value).startswith(f"{path}:3: ")
    assert message in str(caught.value)
    assert caught.value.message("ja").startswith(f"{path}:3: ")
    assert any("ぁ" <= char <= "ん" for char in caught.value.message("ja"))
    assert (caught.value.path, caught.value.line) == (str(path), 3)


def test_bytes_that_are_no_text_are_named_with_their_line(path: Path) -> None:
    path.write_bytes('{"ja": "主権"}\n'.encode() + '{"ja": "規範"}'.encode("cp932"))

    with pytest.raises(GlossaryError, match=r"own\.jsonl:2: "):
        read_glossary(path)


def test_a_line_beyond_the_limit_is_refused_before_it_fills_the_memory(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(glossary_file, "MAX_LINE", 40)
    path.write_text('{"ja": "主権"}\n' + "x" * 1_000, encoding="utf-8")

    with pytest.raises(GlossaryError, match=r"own\.jsonl:2: beyond what can be read"):
        read_glossary(path)


def test_deep_json_is_an_error_and_no_crash(path: Path) -> None:
    path.write_text('{"ja": ' + "[" * 100_000, encoding="utf-8")

    with pytest.raises(GlossaryError, match="no JSON"):
        read_glossary(path)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        read_glossary(tmp_path / "nai.jsonl")
    with pytest.raises(UnreadableFileError):
        read_glossary(tmp_path)
