"""Instruments as BibTeX, for reference managers and LaTeX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jacyber_nlp.exchange.wording import clean
from jacyber_nlp.records import Instrument

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ESCAPED = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "{}$&%#_"},
    }
)
# An address stands as it is but for what would end the field or begin a comment.
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def to_bibtex(instruments: Iterable[Instrument]) -> str:
    r"""Write instruments as BibTeX entries, in the order given.

    A report of a body is a ``@techreport`` with its document symbol as number;
    everything else a ``@misc`` whose note gives symbol and legal status, as
    BibTeX knows no treaties. The key is the instrument's id. The title is the
    English one, in a second pair of braces so that styles keep its capitals; the
    Japanese one stands in the note.

    Args:
        instruments: Any number; each id once.

    Returns:
        UTF-8 text; ``\ { } $ & % # _ ~ ^`` escaped.
    """
    return "\n".join(_entry(one) for one in instruments)


def _entry(one: Instrument) -> str:
    kind = "techreport" if one.legal_status == "consensus report" else "misc"
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(one, kind))
    return f"@{kind}{{{one.id},\n{fields}}}\n"


def _fields(one: Instrument, kind: str) -> Iterator[tuple[str, str]]:
    body = _text(one.body)
    yield "author", f"{{{body}}}"  # in a second pair: a body has no first name
    yield "title", f"{{{_text(one.title.en)}}}"
    if kind == "techreport":
        yield "institution", body
        if one.symbol:
            yield "number", _text(one.symbol)
    if one.date:
        yield "year", f"{{{one.date[:4]}}}"
        if len(one.date) > 4:
            yield "month", _MONTHS[int(one.date[5:7]) - 1]
    if one.official_url:
        yield "url", f"{{{clean(one.official_url).translate(_IN_ADDRESS)}}}"
    symbol = f"{one.symbol}. " if one.symbol and kind == "misc" else ""
    status = one.legal_status[:1].upper() + one.legal_status[1:]
    yield "note", _text(f"{symbol}{status}. {one.title.ja}")


def _text(text: str) -> str:
    return f"{{{clean(text).translate(_ESCAPED)}}}"
