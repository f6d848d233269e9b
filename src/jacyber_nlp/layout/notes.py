"""Footnotes and endnotes: which lines they are, and where their marks stand.

A note is a line that begins with a mark; that it is one shows in the text,
where the same mark stands on its own, in order, before the note. So notes and
marks are found together, as the likeliest sequence of both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jacyber_nlp.layout.headings import body_size
from jacyber_nlp.layout.lines import Line
from jacyber_nlp.layout.marks import Mark, find_marks
from jacyber_nlp.layout.patterns import NOTES_TITLE, TITLES, begins_part, is_caption
from jacyber_nlp.layout.sequence import State, best_sequence
from jacyber_nlp.layout.starts import Start, find_starts, is_small
from jacyber_nlp.layout.widths import Widths, ends_sentence

MAX_SEQUENCES = 4
NEW_PAGE = 2.0  # for a note that ends where its page does
LONGEST_NOTE = 40  # lines

_ENDS_REFERENCE = re.compile(r"(?:https?://\S+|pp?\. ?[\d–-]+|\d{4}\)?)$")


@dataclass(frozen=True, slots=True)
class FoundNote:
    """A note: its start, its further lines, and its mark in the text."""

    start: Start
    lines: tuple[int, ...]
    mark: Mark | None


def find_notes(lines: Sequence[Line], widths: Widths | None) -> list[FoundNote]:
    """Find the notes of a document, in the order in which they stand.

    Args:
        lines: The document without its furniture, in reading order.
        widths: Of the document, None if no layout broke its lines.
    """
    size = body_size(lines)
    starts = find_starts(lines, size)
    if not starts:
        return []
    has_raised = any(line.raised and not is_small(line, size) for line in lines)
    marks = list(find_marks(lines, plain=not has_raised))
    found: list[FoundNote] = []
    taken: set[int] = set()
    # Notes under their title are surer than lines that only begin as notes do.
    for own in [[s for s in starts if s.titled], *[starts] * MAX_SEQUENCES]:
        sequence = best_sequence(
            [s for s in own if s.line not in taken], [m for m in marks if m.line not in taken]
        )
        if not sequence:
            continue
        # Whoever marks notes by one style does not mark others by bare digits.
        styles = {state.mark.style for state in sequence if state.mark} | {"plain"}
        marks = [mark for mark in marks if mark.style not in styles]
        notes = _with_lines(lines, sequence, widths, size, taken)
        found += notes
        taken |= {note.start.line for note in notes} | {i for note in notes for i in note.lines}
    return sorted(found, key=lambda note: note.start.line)


def _with_lines(
    lines: Sequence[Line],
    sequence: Sequence[State],
    widths: Widths | None,
    size: float | None,
    taken: set[int],
) -> list[FoundNote]:
    notes = []
    for k, state in enumerate(sequence):
        following = sequence[k + 1] if k + 1 < len(sequence) else None
        begin = state.start.line
        if following is not None and following.block == state.block:
            own: Sequence[int] = range(begin + 1, following.start.line)
            if is_small(lines[begin], size):
                own = [i for i in own if is_small(lines[i], size)]
        else:
            nearest = following.start.line if following is not None else len(lines)
            limit = nearest
            if following is not None and following.mark is not None:
                limit = min(nearest, following.mark.line)
            own = (
                _small_lines(lines, begin, nearest, size)
                if is_small(lines[begin], size)
                else range(begin + 1, _end_of_note(lines, state, limit, widths))
            )
        notes.append(FoundNote(state.start, tuple(i for i in own if i not in taken), state.mark))
    return notes


def _small_lines(
    lines: Sequence[Line], begin: int, following: int, size: float | None
) -> list[int]:
    """Return the small lines after a note's first, also those at the next page's foot."""
    end = begin + 1
    page = lines[begin].page
    while end < len(lines) and is_small(lines[end], size) and lines[end].page == page:
        end += 1
    own = list(range(begin + 1, end))
    # A note that does not end on its page goes on at the foot of the next one,
    # above the notes that begin there.
    carried: list[int] = []
    for i in range(end, following):
        if lines[i].page not in (page, (page or 0) + 1):
            break
        carries = is_small(lines[i], size) and lines[i].page != page
        carried = [*carried, i] if carries and not is_caption(lines[i].text) else []
    return own if ends_sentence(lines[end - 1].text) else own + carried


def _end_of_note(lines: Sequence[Line], state: State, limit: int, widths: Widths | None) -> int:
    """Return the line before which a note ends, without geometry.

    The body goes on in the middle of a sentence if it was broken off, and looks
    otherwise than the note.
    """
    begin = state.start.line
    body = lines[state.block - 1] if state.block else None
    broken_off = body is not None and not ends_sentence(body.text)
    best, best_score = begin + 1, float("-inf")
    passed = 0.0
    for j in range(begin + 1, min(limit, len(lines), begin + LONGEST_NOTE) + 1):
        before = lines[j - 1]
        here = lines[j] if j < len(lines) else None
        full = widths is not None and widths.full(before)
        score = passed - 0.25 * (j - begin) + (0.0 if full else 1.0)
        if ends_sentence(before.text):
            score += 1.5
        elif full and not _ENDS_REFERENCE.search(before.text):
            score -= 1.5
        if here is None:
            score += 1.0
        else:
            score += _body_score(lines[begin], here, body, broken_off=broken_off)
            if body is not None and here.wide == body.wide != lines[begin].wide:
                passed -= 1.0
        new_page = here is not None and here.starts_page
        if new_page:
            score += NEW_PAGE
        if score > best_score:
            best, best_score = j, score
        if new_page:
            break
    return best


def _body_score(start: Line, here: Line, body: Line | None, *, broken_off: bool) -> float:
    score = 1.0 if here.gap else 0.0
    if NOTES_TITLE.fullmatch(here.text) or TITLES.fullmatch(here.text):
        return score + 2.0
    if body is not None and here.wide == body.wide != start.wide:
        score += 1.5
    if broken_off and here.text[0].islower():
        score += 1.5
    elif broken_off:
        score += 0.0 if begins_part(here.text) or here.indent >= 2 else 0.7
    elif here.indent >= 2 or begins_part(here.text):
        score += 1.0
    if body is not None and here.wide == body.wide and abs(here.cells - body.cells) <= 4:
        score += 0.6
    return score
