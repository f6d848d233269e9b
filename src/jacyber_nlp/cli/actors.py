"""``jacyber actors``: who holds what, with the words that show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from jacyber_nlp.cli.options import (
    ActorOption,
    ActorsOption,
    Encoding,
    Files,
    Format,
    FormatOption,
    InputFormatOption,
    KindOption,
    Lang,
    LangOption,
    Out,
)
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from rich.console import Console

    from jacyber_nlp.records import Document, Voice

    Result = tuple[Document, list[Voice]]

HELP = say(
    "各文が誰の見解か（著者か、名指しされた主体か）を、手掛かり語とともに示します"
    "（jacyber_nlp.voices）。",
    "Show who holds the view in each sentence, the author or whoever is named, with the cue "
    "(jacyber_nlp.voices).",
)
COLUMNS = (
    "document",
    "path",
    "holder",
    "actor_id",
    "mode",
    "pole",
    "cues",
    "sentence",
    "page",
    "line",
)
MODES = {"asserted": "主張", "evaluated": "評価", "reported": "紹介"}
POLES = {"freedom": "自由", "control": "統制", "neutral": "中立"}


def command(
    files: Files,
    format: FormatOption = Format.table,
    out: Out = None,
    lang: LangOption = Lang.auto,
    input_format: InputFormatOption = None,
    encoding: Encoding = None,
    actor: ActorOption = None,
    kind: KindOption = None,
    actors: ActorsOption = None,
) -> None:
    """Show the holders of each file; tables leave out what the author asserts."""
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import Run, analyser, metadata_of

    metadata = metadata_of(title=None, issuer=None, actor=actor, date=None, kind=kind)
    run = Run(files, lang=lang, input_format=input_format, encoding=encoding, metadata=metadata)
    output.write(
        out,
        format,
        run.over(analyser(actors=actors).voices),
        show=_show,
        columns=COLUMNS,
        rows=lambda results: ({**row, "cues": " … ".join(row["cues"])} for row in _rows(results)),
        objects=lambda results: (
            output.dumps({"document": document.id, "sentences": list(_rows([(document, found)]))})
            for document, found in results
        ),
        lines=lambda results: map(output.dumps, _rows(results)),
        single=len(files) == 1,
    )
    run.exit()


def _rows(results: Iterable[Result]) -> Iterator[dict[str, Any]]:
    for document, found in results:
        for voice in found:
            span = voice.sentence.span
            page, line = document.place(span)
            yield {
                "document": document.id,
                "path": document.source.uri,
                "holder": voice.stance.holder,
                "actor_id": voice.actor_id,
                "mode": voice.stance.mode,
                "pole": voice.stance.pole,
                "cues": [cue.of(document.text) for cue in voice.cues],
                "sentence": span.of(document.text),
                "span": [span.start, span.end],
                "page": page,
                "line": line,
            }


def _show(results: Iterable[Result], console: Console) -> None:
    from jacyber_nlp.cli import output

    for document, found in results:
        others = [voice for voice in found if voice.stance.mode != "asserted"]
        name = output.safe(document.id)
        shown = output.table(
            say(
                f"{name}（{len(found)}文。著者が主張する{len(found) - len(others)}文は省略）",
                f"{name} (sentences: {len(found)}; asserted by the author and left out: "
                f"{len(found) - len(others)})",
            ),
            [
                (say("箇所", "Place"), "left"),
                (say("主体", "Holder"), "left"),
                (say("手掛かり語", "Cue"), "left"),
                (say("様態", "Mode"), "left"),
                (say("極", "Pole"), "left"),
                (say("文", "Sentence"), "left"),
            ],
        )
        for voice in others:
            stance = voice.stance
            shown.add_row(
                output.place(*document.place(voice.sentence.span)),
                holder_shown(stance.holder),
                output.safe(_joined(document, voice)) or "–",
                say(MODES[stance.mode], stance.mode),
                say(POLES[stance.pole], stance.pole),
                output.safe(voice.sentence.span.of(document.text)),
            )
        console.print(shown)


def _joined(document: Document, voice: Voice) -> str:
    return " … ".join(cue.of(document.text) for cue in voice.cues)


def holder_shown(name: str) -> str:
    """Return a holder as people read it."""
    from jacyber_nlp.cli import output

    if name == "author":
        return say("著者", "author")
    if name == "unnamed":
        return say("名指しなし", "unnamed")
    return output.safe(name)
