"""``jacyber norms matrix``: instruments compared provision by provision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jacyber_nlp.cli.options import EncoderOption, Format, FormatOption, Out
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from jacyber_nlp.records import Bilingual, InstrumentOverlap, NormComparison, NormMatrix

HELP = say(
    "文書どうしを条項ごとに比べ、対応する条項と、相手にない条項を示します"
    "（jacyber_nlp.norm_matrix）。",
    "Compare instruments provision by provision: what corresponds, and what the other lacks "
    "(jacyber_nlp.norm_matrix).",
)
COLUMNS = (
    "instrument_id",
    "provision_id",
    "verified",
    "other_id",
    "new",
    "novelty",
    "lacking",
    "rank",
    "partner_id",
    "partner_verified",
    "similarity",
    "probability",
    "relation",
    "judged",
    "topics",
    "concepts",
    "phrases",
    "note",
)

RELATIONS = {
    "same": ("同じ", "same"),
    "overlaps": ("重なる", "overlaps"),
}


def command(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID",
            help=say(
                "文書または条項のid、または自分の文書のYAMLファイル。文書は二つ以上。",
                "Ids of instruments or provisions, or YAML files of your own; two instruments "
                "or more.",
            ),
            show_default=False,
        ),
    ],
    no_crosswalk: Annotated[
        bool,
        typer.Option(
            "--no-crosswalk",
            help=say(
                "人が判断した対応表を使わず、似ている度合いだけで比べます。",
                "Compare by likeness alone, without the pairs that a reader has judged.",
            ),
        ),
    ] = False,
    encoder: EncoderOption = None,
    format: FormatOption = Format.table,
    out: Out = None,
) -> None:
    """Compare instruments; the table shows the best partner of each provision."""
    from jacyber_nlp import norm_matrix, to_json
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import analyser, usage_errors

    loaded = analyser(norms=",".join(ids), encoder=encoder)
    with usage_errors():
        found = norm_matrix(loaded.norms, crosswalk=not no_crosswalk, encoder=loaded.encoder)
    output.write(
        out,
        format,
        [found],
        show=lambda matrices, console: _show(
            matrices, console, {p.id: p.label for p in loaded.norms}
        ),
        columns=COLUMNS,
        rows=_rows,
        objects=lambda matrices: map(to_json, matrices),
        lines=lambda matrices: (to_json(c) for m in matrices for c in m.comparisons),
        single=True,
    )


def _show(
    matrices: Iterable[NormMatrix], console: Console, labels: Mapping[str, Bilingual]
) -> None:
    for matrix in matrices:
        for one in matrix.instruments:
            console.print(_table(one, matrix, labels))
            for overlap in matrix.overlaps:
                if overlap.instrument_id == one:
                    console.print(_summary(overlap))
            console.print()
        if any(c.verified != "true" for c in matrix.comparisons):
            console.print(
                say(
                    "* 内容を出典で確かめきれていない条項。",
                    "* Not fully verified against a source.",
                )
            )


def _summary(overlap: InstrumentOverlap) -> str:
    from jacyber_nlp.cli import output

    other, share, n = output.safe(overlap.other_id), f"{overlap.covered:.0%}", len(overlap.new)
    return say(
        f"{other}には、このうち約{share}（確率の平均）に対応する条項があります。"
        f"対応する条項がないもの：{n}件。",
        f"{other} has a counterpart for about {share} of them (mean probability). "
        f"Without counterpart: {n}.",
    )


def _table(one: str, matrix: NormMatrix, labels: Mapping[str, Bilingual]) -> Table:
    """Return a row for each provision of one instrument, a column for each other instrument."""
    from jacyber_nlp.cli import output

    others = [other for other in matrix.instruments if other != one]
    shown = output.table(
        output.safe(one),
        [
            (say("条項", "Provision"), "left"),
            (say("見出し", "Short title"), "left"),
            *((output.safe(other), "left") for other in others),
        ],
    )
    rows: dict[str, list[NormComparison]] = {}
    for c in matrix.comparisons:
        if c.instrument_id == one:
            rows.setdefault(c.provision_id, []).append(c)
    for provision_id, row in rows.items():
        shown.add_row(
            _name(provision_id, row[0].verified),
            output.safe(_in_language(labels[provision_id])),
            *(_best(c, labels) for c in row),
        )
    return shown


def _best(c: NormComparison, labels: Mapping[str, Bilingual]) -> str:
    """Return the best partner with its probability, or that there is none."""
    from jacyber_nlp.cli import output

    if c.new:
        return say("–（新規）", "– (new)")
    best = c.partners[0]
    judged = f" {say(*RELATIONS[best.relation])}" if best.judged else ""
    name = _name(best.provision_id, best.verified)
    label = output.safe(_in_language(labels[best.provision_id]))
    return f"{name} {output.number(best.probability)}{judged} {label}"


def _name(provision_id: str, verified: str) -> str:
    from jacyber_nlp.cli import output

    return output.safe(provision_id) + ("" if verified == "true" else "*")


def _in_language(text: Bilingual) -> str:
    return say(text.ja, text.en)


def _rows(matrices: Iterable[NormMatrix]) -> Iterator[dict[str, Any]]:
    for c in (c for matrix in matrices for c in matrix.comparisons):
        for rank, partner in enumerate(c.partners, 1):
            yield {
                "instrument_id": c.instrument_id,
                "provision_id": c.provision_id,
                "verified": c.verified,
                "other_id": c.other_id,
                "new": c.new,
                "novelty": c.novelty,
                "lacking": " ".join(c.lacking),
                "rank": rank,
                "partner_id": partner.provision_id,
                "partner_verified": partner.verified,
                "similarity": partner.similarity,
                "probability": partner.probability,
                "relation": partner.relation,
                "judged": partner.judged,
                "topics": " ".join(partner.topics),
                "concepts": " ".join(partner.concepts),
                "phrases": " | ".join(partner.phrases),
                "note": " | ".join(filter(None, (c.note, partner.note))),
            }
