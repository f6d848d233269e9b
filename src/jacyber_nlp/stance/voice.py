"""What tells a report from the author's own words, and a report that goes on."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from jacyber_nlp.records import Holder, ScopeSpan

if TYPE_CHECKING:
    from numpy.typing import NDArray

PLACES = ("source", "label", "quote", "saying", "within", "topic", "subject", "behind", "other")
KINDS = ("primary", "state_medium", "company", "civil_society", "analysis", "news")
TURNS = 512  # columns of hashed words
TURNS_SCALE = 2.0
SHOWN = 17  # columns of what a sentence shows by itself
VOICED = 2 * len(PLACES) + SHOWN + len(KINDS) + TURNS
LINKED_MARKS = 7
LINKED = LINKED_MARKS + TURNS

LIKELY = 0.6  # a holder far likelier than the other candidates
ENDING = 14  # characters: a Japanese main verb ends the sentence


def voice_row(
    text: str, lang: str, scopes: Sequence[ScopeSpan], start: int, holder: Holder, kind: str | None
) -> NDArray[np.float32]:
    """Return what a sentence by itself says of whose view it gives. Shape: (VOICED,).

    Args:
        text: The sentence.
        lang: Its language.
        scopes: Scopes whose cue stands in it, spans in the document.
        start: Its first character in the document.
        holder: The best candidate.
        kind: Kind of source.
    """
    row = np.zeros(VOICED, dtype=np.float32)
    named = holder.name not in ("author", "unnamed")
    if holder.place in PLACES:
        place = PLACES.index(holder.place)
        row[place] = 1.0
        row[len(PLACES) + place] = holder.p if named else -1.0
    at = 2 * len(PLACES)
    reports = [s for s in scopes if s.kind == "report"]
    quoted = sum(s.span.end - s.span.start for s in scopes if s.kind == "quotation")
    said = max((s.span.end - s.span.start for s in reports), default=0)
    length = max(len(text), 1)
    last = max((s.cue.end - start for s in reports), default=-1)
    ends = bool(reports) and (lang != "ja" or last >= length - ENDING)
    sure = named and holder.p > LIKELY
    independent = kind in ("analysis", "news")
    own_cause = kind in KINDS and not independent
    row[at : at + SHOWN] = [
        holder.name == "author",
        holder.name == "unnamed",
        holder.actor_id is not None,
        sure,
        bool(reports),
        bool(reports) and named,
        ends and lang == "ja",
        ends and sure,
        ends and sure and holder.place in ("topic", "source", "quote", "saying"),
        bool(reports) and named and independent,
        bool(reports) and named and own_cause,
        min(said / length, 1.0),
        min(quoted / length, 1.0),
        text.count("「") > text.count("」") or text.count("“") > text.count("”"),
        text.count("」") > text.count("「") or text.count("”") > text.count("“"),
        lang == "ja",
        bool(_ITEM.match(text)),
    ]
    at += SHOWN
    if kind in KINDS:
        row[at + KINDS.index(kind)] = 1.0
    at += len(KINDS)
    row[at:] = turns(text, lang)
    return row


def link_rows(
    texts: Sequence[str],
    langs: Sequence[str],
    holders: Sequence[Holder],
    vectors: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return what tells whether a sentence goes on from the one before.

    Args:
        texts: Sentences that follow each other.
        langs: Their languages.
        holders: The best candidate of each.
        vectors: Their embeddings, of unit length. Shape: (n, dim).

    Returns:
        Shape: (n, LINKED). The first row is zero.
    """
    rows = np.zeros((len(texts), LINKED), dtype=np.float32)
    opened = 0
    for i, text in enumerate(texts):
        if i:
            before = texts[i - 1].rstrip()
            holder = holders[i]
            named = holder.name not in ("author", "unnamed") and holder.p > LIKELY
            rows[i, :LINKED_MARKS] = [
                named,
                holder.name == "author",
                opened > 0,
                bool(_ITEM.match(text)),
                before.endswith((":", "：")),
                bool(_QUESTION.search(before)),
                float(vectors[i] @ vectors[i - 1]),
            ]
            rows[i, LINKED_MARKS:] = turns(text, langs[i])
        opened = _open_behind(opened, text)
    return rows


def turns(text: str, lang: str) -> NDArray[np.float32]:
    """Return the hashed words that turn a text: もっとも, This reading. Shape: (TURNS,)."""
    head = text.strip(' \u3000「“"(（')[:40]
    if lang == "ja":
        tail = text.rstrip(" \u3000。」』")[-4:]
        first = re.split("[、，]", head, maxsplit=1)[0]
        grams = [head[:n] for n in (2, 3, 4)] + ["$" + tail[-n:] for n in (1, 2, 3, 4)]
        grams.append(first if len(first) <= 8 else "")
    else:
        words = [word.strip(",") for word in head.lower().split()[:2]]
        grams = ["^" + words[0] if words else "", "^" + " ".join(words)]
        grams += [word for word in _WORD.findall(text.lower()) if len(word) <= 5]
    row = np.zeros(TURNS, dtype=np.float32)
    columns = {zlib.crc32(f"{lang}{g}".encode("utf-8", "replace")) % TURNS for g in grams if g}
    row[list(columns)] = TURNS_SCALE / max(len(columns), 1) ** 0.5
    return row


def _open_behind(opened: int, text: str) -> int:
    """Return how many quotations are open behind a sentence."""
    opened += text.count("「") + text.count("“") - text.count("」") - text.count("”")
    if text.count('"') % 2:
        opened += -1 if opened > 0 else 1
    return min(max(opened, 0), 2)


_WORD = re.compile(r"[a-z’']+")
_ITEM = re.compile(
    r"\s*(?:[（(][0-9０-９一二三四五六七八九十ア-ンa-z]{1,3}[）)]"
    r"|[一二三四五六七八九十][\s　]|[0-9０-９]{1,2}[.．)）]|[•・–-]\s|第[一二三四五]に)"
)
_QUESTION = re.compile(r"(?:か。|[？?])[」”\"]?\s*$")
