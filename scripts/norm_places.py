"""A locator of the catalogue → the parts of a split text that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jacyber_nlp.catalogue import Part

_NUMBER = r"(?:\d{1,3}(?:\.\d{1,3})?|[ivxl]+(?![a-z]))"
_PLACE = re.compile(
    rf"(?:.*[,:]\s*)?(?P<word>[a-z]+)?\.?\s*(?P<number>{_NUMBER})?"
    r"(?P<inner>(?:\([a-z0-9]{1,4}\))*)(?:\s*[-–]\s*(?P<last>\d{1,3}))?"
)
# How the catalogue writes what the text may write otherwise; "" is a bare number.
_WORDS = {
    "art": ("article",),
    "arts": ("article",),
    "article": ("article",),
    "articles": ("article",),
    "para": ("",),
    "paras": ("",),
    "paragraph": ("",),
    "op": ("",),
    "section": ("section", ""),
    "chapter": ("chapter",),
    "": ("",),
}


def parts_at(locator: str, parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return the parts of a text that a locator names, with all that stands under them.

    Understands ``para. 13(e)``, ``arts 11-13``, ``Principle 3``, ``section 4.5``,
    ``(h)`` and ``preamble``. Empty if it is not understood, or the text lacks the
    place, or one of a range.
    """
    text = locator.casefold().strip()
    if text == "preamble":
        return tuple(p for p in parts if p.key == "preamble")
    match = _PLACE.fullmatch(text)
    if match is None or not (match["number"] or match["inner"]):
        return ()
    word = match["word"] or ""
    first, *inner = _keys(match["number"], match["inner"])
    numbers = [first]
    if match["last"] and first.isdecimal() and not inner:
        numbers = [str(n) for n in range(int(first), int(match["last"]) + 1)]
    for named in _WORDS.get(word, (word, "")):
        found = [_under("-".join(filter(None, (named, n, *inner))), parts) for n in numbers]
        if all(found):
            return tuple(part for of_one in found for part in of_one)
    return ()


def _keys(number: str | None, inner: str) -> list[str]:
    names = [number.replace(".", "-")] if number else []
    return [*names, *re.findall(r"\(([a-z0-9]+)\)", inner)]


def _under(key: str, parts: Sequence[Part]) -> list[Part]:
    """Return a part and all that stands under it."""
    return [p for p in parts if p.key == key or p.key.startswith(f"{key}-")]
