"""How a document came to its position, as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from jacyber_nlp.cli import output
from jacyber_nlp.cli.actors import holder_shown
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from jacyber_nlp.records import Axis, DocumentStance, Position

ISSUES = {
    "A": ("A 情報の流通", "A flow"),
    "B": ("B 内容", "B content"),
    "C": ("C ガバナンス", "C governance"),
    "D": ("D 国際法", "D law"),
    "E": ("E 人権", "E rights"),
    "F": ("F 主権", "F sovereignty"),
    "G": ("G ネットワークの姿", "G shape"),
}


def show(stance: DocumentStance, console: Console, axis: Axis) -> None:
    """Print what the position is made of: evidence, issues, holders, and what carries it."""
    console.print()
    console.print(output.safe(stance.path), style="bold")
    console.print(_density(stance, axis))
    console.print(_carried(stance))
    if stance.evidence:
        console.print(_evidence(stance))
    if stance.issues:
        names = {} if _is_own(axis) else ISSUES
        issues = {say(*names.get(key, (key, key))): at for key, at in stance.issues.items()}
        console.print(_positions(say("論点", "Issue"), issues))
    if stance.holders:
        holders = {holder_shown(name): at for name, at in stance.holders.items()}
        console.print(_positions(say("伝えられた見解の主体", "Holder of reported views"), holders))


def _is_own(axis: Axis) -> bool:
    """Tell an axis of the user's, whose issues are none of the annotation guide's."""
    return axis != type(axis)()


def _density(stance: DocumentStance, axis: Axis) -> str:
    positive, negative = output.safe(axis.positive), output.safe(axis.negative)
    if not _is_own(axis):
        positive, negative = say("自由", "freedom"), say("統制", "control")
    numbers = [
        output.number(value)
        for value in (stance.density_freedom, stance.density_control, stance.density_conditional)
    ]
    return say(
        "2,000字または1,000語当たりの文: {}{}、{}{}（うち条件付きの{}{}）",
        "Sentences per 1,000 words or 2,000 characters: {} {}, {} {} (of which {} on condition {})",
    ).format(positive, numbers[0], negative, numbers[1], positive, numbers[2])


def _carried(stance: DocumentStance) -> str:
    if stance.position is None:
        return say(
            "立場を示す文が二つに満たないため、位置を示しません。",
            "Fewer than two sentences take a stand: no position.",
        )
    if stance.n_halved is None:
        return say("位置は0です。", "The position is 0.")
    halved = say(
        "位置を半分にするには、位置と同じ極の根拠を、重い順に{}文除く必要があります。",
        "Sentences of its own pole to leave out for half the position: {}.",
    ).format(stance.n_halved)
    if stance.n_turned is None:
        return halved + say("符号を変える除き方はありません。", " Nothing turns its sign.")
    return halved + say("符号は{}文で変わります。", " For the other sign: {}.").format(
        stance.n_turned
    )


def _evidence(stance: DocumentStance) -> Table:
    shown = output.table(
        say("根拠（寄与の大きい順）", "Evidence, the greatest contribution first"),
        [
            (say("寄与", "Contribution"), "right"),
            (say("箇所", "Place"), "left"),
            (say("文", "Sentence"), "left"),
        ],
    )
    for evidence in stance.evidence:
        shown.add_row(
            output.number(evidence.contribution, signed=True),
            output.place(evidence.page, evidence.line),
            output.safe(" ".join(evidence.quote.split())),
        )
    return shown


def _positions(title: str, positions: Mapping[str, Position]) -> Table:
    shown = output.table(
        "",
        [
            (title, "left"),
            (say("位置", "Position"), "right"),
            (say("90%区間", "90 % interval"), "left"),
            (say("文の数", "Sentences"), "right"),
        ],
    )
    for name, at in positions.items():
        shown.add_row(
            output.safe(name), output.number(at.position, signed=True), interval(at), str(at.n)
        )
    return shown


def interval(stance: DocumentStance | Position) -> str:
    """Return the interval as people write it; empty for None."""
    if stance.interval is None:
        return ""
    return " … ".join(output.number(end, signed=True) for end in stance.interval)
