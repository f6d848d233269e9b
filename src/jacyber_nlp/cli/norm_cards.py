"""Instruments and provisions in full, for people to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from rich.console import Console

    from jacyber_nlp.records import Instrument, NormProvision

VERIFIED = {
    "true": (
        "要点と箇所を出典で確認済み",
        "substance and place seen in a source",
    ),
    "heading": (
        "主題は出典で確認、細部は未確認",
        "subject seen in a source, detail not",
    ),
    "false": ("出典では未確認", "not seen in a source"),
}


def show_cards(
    provisions: Iterable[NormProvision], instruments: Iterable[Instrument], console: Console
) -> None:
    """Print each instrument's header and under it its provisions, and whose words they are."""
    from jacyber_nlp import resources

    of = {instrument.id: instrument for instrument in instruments}
    addresses = {source.key: source.address or source.note for source in resources.sources()}
    for name, group in groupby(provisions, key=lambda p: p.instrument_id):
        _show_instrument(of[name], addresses, console)
        for p in group:
            _show_provision(p, addresses, console)


def _show_instrument(i: Instrument, addresses: Mapping[str, str], console: Console) -> None:
    status, camp = say("法的地位", "status"), say("陣営", "camp")
    body, header = say("主体", "body"), say("書誌の確認", "header verified")
    lines = [
        _joined(i.date, i.symbol, _named(body, i.body)),
        _joined(_named(status, i.legal_status), _named(camp, i.camp), i.camp_reason),
        f"{header}: {i.verified}",
        *([i.official_url] if i.official_url else []),
        *_source_lines(i.sources, addresses),
    ]
    _print(f"{i.id}  {say(i.title.ja, i.title.en)}", lines, console)


def _show_provision(p: NormProvision, addresses: Mapping[str, str], console: Console) -> None:
    pole = f"{p.pole:+d}" if p.pole else "0"
    ours = say("要約（本プロジェクトの文）", "Summary in our own words")
    words = ours if p.text_source == "summary" else say("文書の文言", "Words of the text")
    known = p.locator.lower().endswith(p.number.lower())
    number = p.locator if known else _joined(p.number, p.locator)
    lines = [
        _joined(
            number,
            p.kind,
            _named(say("極", "pole"), pole),
            _named(say("主題", "topics"), " ".join(p.topics)),
        ),
        f"{words}; {_verified(p.verified)}",
        p.summary.ja,
        *([p.summary.en] if p.summary.en != p.summary.ja else []),
        *_source_lines(p.sources, addresses),
    ]
    _print(f"{p.id}  {say(p.label.ja, p.label.en)}", lines, console)


def _verified(value: str) -> str:
    ja, en = VERIFIED[value]
    return say(f"確認: {value}（{ja}）", f"verified: {value} ({en})")


def _named(name: str, value: str) -> str:
    return f"{name}: {value}" if value else ""


def _joined(*parts: str | None) -> str:
    return "; ".join(part for part in parts if part)


def _source_lines(keys: Sequence[str], addresses: Mapping[str, str]) -> list[str]:
    return [f"[{key}] {addresses.get(key, '')}".rstrip() for key in keys]


def _print(head: str, lines: Iterable[str], console: Console) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from jacyber_nlp.cli import output

    console.print(Text(output.safe(head), overflow="fold", style="bold"))
    for line in filter(None, lines):
        if "://" in line:  # an address must not be broken
            console.print(Text(f"    {output.safe(line)}"), soft_wrap=True)
        else:
            text = Text(output.safe(line), overflow="fold")
            console.print(Padding(text, (0, 0, 0, 4), expand=False))
    console.print()
