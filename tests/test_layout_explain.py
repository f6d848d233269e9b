"""What the repair made of each line, beside the line as read."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner, Result

from jacyber_nlp.cli import app
from jacyber_nlp.layout import explain_repair, repair
from jacyber_nlp.records import LineRepair, RawDocument
from toy.pages import AID, NOTE_SIZE, Put, drawn, raised_marks, raw_of, typeset, wrapped

NORMS = (
    "国家は、サイバー空間における責任ある行動の規範を尊重し、情報の自由な流通を確保するため、多様な主体と"
    "協力して取り組む必要がある１。我が国は、国際法の適用に関する議論に積極的に参加し、信頼の醸成に努める。"
)


def explained(raw: RawDocument) -> tuple[LineRepair, ...]:
    return explain_repair(raw, repair(raw))


def parts_of(*pages: str) -> list[tuple[str, str]]:
    return [(line.raw, line.part) for line in explained(raw_of(*pages))]


REPORT = (
    "\n".join(
        ["通信年次報告", "第１章　規範", *wrapped(NORMS, 28), "", "１ 付属書を参照。", "- 1 -"]
    ),
    "\n".join(
        ["通信年次報告", *wrapped(AID, 28), "・項目の一", "表１　件数", "日本　三件", "- 2 -"]
    ),
)


def test_every_line_has_its_part_in_the_files_order() -> None:
    norms, aid = wrapped(NORMS, 28), wrapped(AID, 28)

    assert parts_of(*REPORT) == [
        ("通信年次報告", "body"),
        ("第１章　規範", "heading"),
        *((line, "body") for line in norms),
        ("", "blank"),
        ("１ 付属書を参照。", "note"),
        ("- 1 -", "removed"),
        ("通信年次報告", "removed"),
        *((line, "body") for line in aid),
        ("・項目の一", "item"),
        ("表１　件数", "table"),
        ("日本　三件", "table"),
        ("- 2 -", "removed"),
    ]


def test_a_line_stands_beside_what_it_became_with_its_place() -> None:
    lines = explained(raw_of(*REPORT))
    marked = next(line for line in lines if "１。" in line.raw)
    note = next(line for line in lines if line.part == "note")

    assert marked.text == marked.raw.replace("１。", "。")
    assert (note.page, note.line, note.text) == (1, 8, "付属書を参照。\n")
    assert lines[1] == LineRepair(1, 2, "第１章　規範", "heading", "第1章　規範\n")
    assert [(line.page, line.line) for line in lines[-2:]] == [(2, 7), (2, 8)]


def test_texts_of_the_lines_together_are_the_document() -> None:
    raw = raw_of(*REPORT)
    lines = explained(raw)
    document = repair(raw)

    def together(*parts: str) -> str:
        return "".join(line.text for line in lines if line.part in parts)

    body = together("heading", "body", "item")
    assert body == document.body_span.of(document.text) + "\n"
    assert body + together("note") + together("table") == document.text


def test_a_file_without_pages_has_lines_without_pages() -> None:
    assert explained(raw_of("一つ目。\n \n二つ目。")) == (
        LineRepair(None, 1, "一つ目。", "body", "一つ目。\n"),
        LineRepair(None, 2, " ", "blank", ""),
        LineRepair(None, 3, "二つ目。", "body", "二つ目。"),
    )


def test_what_was_joined_shows_what_stands_between() -> None:
    text = (
        "States should respect the norms of responsible behav-\n"
        "iour in cyberspace and should keep the free flow of\n"
        "information, as the group of experts has said before\n"
        "and as the report explains at length in its annex to\n"
        "which we refer here for all of the further details of\n"
        "the matter."
    )
    lines = explained(raw_of(text))

    assert lines[0].text == "States should respect the norms of responsible behav"
    assert lines[1].text == "iour in cyberspace and should keep the free flow of "
    assert lines[-1].text == "the matter."


def test_a_heading_that_cut_a_sentence_is_told_at_its_own_line() -> None:
    norms = wrapped(NORMS.replace("１", ""), 28)
    raw = raw_of("\n".join([*norms[:2], "第２章　構築", *norms[2:], *wrapped(AID, 28)]))
    lines = explained(raw)

    assert (lines[2].raw, lines[2].part, lines[2].text) == (
        "第２章　構築",
        "heading",
        "第2章　構築\n",
    )
    assert lines[1].text + lines[3].text == norms[1] + norms[3 - 1]
    assert repair(raw).text.index(lines[2].text) > repair(raw).text.index(lines[3].text)


def test_articles_and_figures_have_parts_of_their_own() -> None:
    law = [
        "第三条　国は、重要な情報基盤の安全の確保に関する施策を定め、実施する。",
        "図１　経路",
        "甲",
        "以上である。",
    ]

    assert parts_of("\n".join(law)) == [
        (law[0], "article"),
        ("図１　経路", "figure"),
        ("甲", "figure"),
        ("以上である。", "body"),
    ]


def test_the_further_lines_of_a_note_are_note_too() -> None:
    foot = [
        Put("¹ 付属書を参照。この付属書は、会合の後に改めて", 50, 700, NOTE_SIZE),
        Put("各国に送られたものである。", 50, 712, NOTE_SIZE),
    ]
    marked = NORMS.replace("１", "¹")
    lines = explained(raw_of(drawn(raised_marks([*typeset(marked + AID, 28), *foot]))))

    assert [line.part for line in lines[-3:]] == ["body", "note", "note"]
    assert "".join(line.text for line in lines[-2:]) == (
        "付属書を参照。この付属書は、会合の後に改めて各国に送られたものである。"
    )


@pytest.mark.xfail(
    strict=True,
    reason="only the line on which a section begins is told as its heading; of a heading of two "
    "lines the second is told as body",
)
def test_the_second_line_of_a_heading_is_heading_too() -> None:
    texts = "開かれた空間における国家の", "責任ある行動について"
    heading = [Put(text, 50, 70 + 18 * i, 16) for i, text in enumerate(texts)]
    front = typeset(AID, 28, 130)
    title = Put("年次報告の題名", 50, 70, 22)  # or else the heading is the title, and body
    lines = explained(raw_of(drawn([title, *typeset(AID, 28)]), drawn([*heading, *front])))
    found = [line for line in lines if line.raw in texts]

    assert "".join(line.text for line in found) == "".join(texts) + "\n"
    assert [line.part for line in found] == ["heading", "heading"]


@pytest.mark.parametrize("text", ["国家", " 国家 \n\n\n", "1\f2\f国家"])
def test_every_raw_line_is_told_once(text: str) -> None:
    pages = text.split("\f")
    lines = explained(raw_of(*pages))

    assert [line.raw for line in lines] == [line for page in pages for line in page.split("\n")]


# --- jacyber text --explain --------------------------------------------------


@pytest.fixture
def explain(tmp_path, monkeypatch: pytest.MonkeyPatch):
    """Write a text to a file, and return what ``jacyber text --explain`` says of it."""
    monkeypatch.setenv("JACYBER_UI", "en")
    monkeypatch.chdir(tmp_path)

    def run(text: str) -> Result:
        (tmp_path / "a.txt").write_text(text, encoding="utf-8")
        return CliRunner().invoke(app, ["text", "--explain", "a.txt"], prog_name="jacyber")

    return run


def test_the_command_writes_page_line_part_raw_and_text_with_tabs_between(explain) -> None:
    result = explain("\f".join(REPORT))
    rows = [line.split("\t") for line in result.stdout.splitlines()]

    assert rows[1] == ["1", "2", "heading", "第１章　規範", "第1章　規範⏎"]
    assert rows[-1] == ["2", "8", "removed", "- 2 -", ""]
    assert [row[2] for row in rows] == [part for _, part in parts_of(*REPORT) if part != "blank"]
    assert {len(row) for row in rows} == {5}
    assert (result.stderr, result.exit_code) == ("", 0)


def test_the_command_leaves_blank_lines_out_and_tabs_in_a_line_are_blanks(explain) -> None:
    result = explain("一つ目の\t文。\n\n二つ目の文。\n")

    assert result.stdout == (
        "\t1\tbody\t一つ目の 文。\t一つ目の 文。⏎\n\t3\tbody\t二つ目の文。\t二つ目の文。\n"
    )
