"""``jacyber analyse``: everything about documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from jacyber_nlp.cli.options import (
    ActorOption,
    ActorsOption,
    ConceptsOption,
    DateOption,
    EncoderOption,
    Encoding,
    Files,
    Format,
    FormatOption,
    InputFormatOption,
    IssuerOption,
    KindOption,
    Lang,
    LangOption,
    NormsOption,
    Out,
    TitleOption,
)
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from rich.console import Console

    from jacyber_nlp.records import Analysis, DocumentStance, NormProvision

HELP = say(
    "用語、対応する国際規範、自由と統制の軸での位置を、根拠の文とともに示します"
    "（jacyber_nlp.analyse）。",
    "Show terms, corresponding norms, and the position between freedom and control, with the "
    "sentences that made it (jacyber_nlp.analyse).",
)
SHOWN_EVIDENCE = 5
SHOWN_TERMS = 15
SHOWN_NORMS = 12
SHOWN_HOLDERS = 8


def command(
    files: Files,
    format: FormatOption = Format.table,
    out: Out = None,
    lang: LangOption = Lang.auto,
    input_format: InputFormatOption = None,
    encoding: Encoding = None,
    title: TitleOption = None,
    issuer: IssuerOption = None,
    actor: ActorOption = None,
    date: DateOption = None,
    kind: KindOption = None,
    concepts: ConceptsOption = None,
    actors: ActorsOption = None,
    norms: NormsOption = None,
    encoder: EncoderOption = None,
) -> None:
    """Analyse each file; JSON holds everything, a table the most important."""
    from jacyber_nlp import to_json
    from jacyber_nlp.cli import output, score
    from jacyber_nlp.cli.run import Run, analyser, metadata_of

    metadata = metadata_of(title=title, issuer=issuer, actor=actor, date=date, kind=kind)
    run = Run(files, lang=lang, input_format=input_format, encoding=encoding, metadata=metadata)
    loaded = analyser(concepts, actors, norms, encoder=encoder, stages=("align", "score"))
    found = run.over(loaded.analyse)
    output.write(
        out,
        format,
        (analysis for _, analysis in found),
        show=lambda analyses, console: _show(analyses, console, loaded.norms),
        columns=score.COLUMNS,
        rows=lambda analyses: score.rows(a.stance for a in analyses),
        objects=lambda analyses: map(to_json, analyses),
        single=len(files) == 1,
    )
    run.exit(loaded.encoder)


def _show(analyses: Iterable[Analysis], console: Console, norms: Sequence[NormProvision]) -> None:
    for analysis in analyses:
        _show_position(analysis.stance, console)
        _show_evidence(analysis.stance, console)
        _show_holders(analysis.stance, console)
        _show_terms(analysis, console)
        _show_norms(analysis, console, norms)
        versions = (f"{name} {value}" for name, value in analysis.versions.items())
        console.print(", ".join(versions))


def _show_position(stance: DocumentStance, console: Console) -> None:
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.explain import interval

    console.print(f"■ {output.safe(stance.path)}")
    if stance.position is None:
        console.print(
            say(
                f"位置: 根拠不足（立場を示す文が{stance.n_evidence}文。2文以上が必要です）",
                f"Position: not enough evidence ({stance.n_evidence} sentences take a stand; "
                "at least 2 are needed)",
            )
        )
    else:
        console.print(
            say("位置: ", "Position: ")
            + output.number(stance.position, signed=True)
            + say(
                "（-1 主権・統制 … +1 自由・開放）、90%区間 ",
                " (-1 control … +1 freedom), 90 % interval ",
            )
            + interval(stance)
        )
    console.print(
        say(
            f"顕著性: {stance.salience:.2f}（全{stance.n_sentences}文のうち{stance.n_evidence}文）",
            f"Salience: {stance.salience:.2f} ({stance.n_evidence} of {stance.n_sentences} "
            "sentences)",
        )
    )


def _show_evidence(stance: DocumentStance, console: Console) -> None:
    from jacyber_nlp.cli import output

    if not stance.evidence:
        return
    title = say("根拠の文（寄与の大きい順）", "Evidence, greatest contribution first")
    shown = output.table(
        title + _part(SHOWN_EVIDENCE, len(stance.evidence)),
        [
            (say("寄与", "Contr."), "right"),
            (say("箇所", "Place"), "left"),
            (say("文", "Sentence"), "left"),
        ],
    )
    for e in stance.evidence[:SHOWN_EVIDENCE]:
        shown.add_row(f"{e.contribution:+.3f}", output.place(e.page, e.line), output.safe(e.quote))
    console.print(shown)


def _show_holders(stance: DocumentStance, console: Console) -> None:
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.explain import interval

    if not stance.holders:
        return
    title = say("文書が伝える他者の立場", "Views that the document reports of others")
    shown = output.table(
        title + _part(SHOWN_HOLDERS, len(stance.holders)),
        [
            (say("主体", "Holder"), "left"),
            (say("位置", "Position"), "right"),
            (say("90%区間", "90 % interval"), "left"),
            (say("文", "Sentences"), "right"),
        ],
    )
    most = sorted(stance.holders.items(), key=lambda item: (-item[1].n, item[0]))
    for name, p in most[:SHOWN_HOLDERS]:
        named = say("（主体の明示なし）", "(unnamed)") if name == "unnamed" else output.safe(name)
        shown.add_row(named, output.number(p.position, signed=True), interval(p), str(p.n))
    console.print(shown)


def _show_terms(analysis: Analysis, console: Console) -> None:
    from jacyber_nlp.cli import output

    shown = output.table(
        say("用語（重要な順）", "Terms, best first") + _part(SHOWN_TERMS, len(analysis.terms)),
        [
            (say("用語", "Term"), "left"),
            (say("回数", "Count"), "right"),
            (say("根拠", "Evidence"), "left"),
        ],
    )
    for term in analysis.terms[:SHOWN_TERMS]:
        shown.add_row(output.safe(term.surface), str(term.count), " ".join(term.evidence))
    console.print(shown)


def _show_norms(analysis: Analysis, console: Console, norms: Sequence[NormProvision]) -> None:
    from jacyber_nlp.cli.align import norm_table

    best = [a for a in analysis.alignments if a.rank == 1]
    if best:
        title = say("対応する規範", "Norms that terms mean") + _part(SHOWN_NORMS, len(best))
        console.print(norm_table(best[:SHOWN_NORMS], title, norms))


def _part(shown: int, total: int) -> str:
    """Say how many of all are shown; nothing where all are."""
    if total <= shown:
        return ""
    return say(f"：{total}件中{shown}件", f": {shown} of {total}")
