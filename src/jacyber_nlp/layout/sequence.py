"""The likeliest sequence of notes and their marks."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jacyber_nlp.layout.marks import Mark
from jacyber_nlp.layout.starts import Start

NO_MARK = -1.5  # for a note whose mark is not found
SKIPPED = -2.0  # for a number left out
RESTART = -0.3  # for a count that begins anew (pages, chapters)
NOT_FROM_ONE = -1.5
SAME_STYLE = 0.3
ANCHORED_SHARE = 0.6
LEAST_MEAN = 1.0  # of the scores of a sequence, a note
LEAST_ALONE = 2.4  # of a single note
MAX_OPTIONS = 8  # marks to choose from for one note
LOOK_BACK = 400  # marks of one number among which to choose them
MAX_STATES = 30  # sequences kept for one number
BLOCK_LINES = 12  # a note without mark stands this near to the one before
SYMBOL_LINES = 60  # a note by symbol stands this near to its mark
SYMBOL = 1.6  # for a symbol at both ends

_RAISED = ("raised", "super")
# How the text marks notes that begin so.
_STYLES_OF_START = {
    "plain": (*_RAISED, "plain", "paren"),
    "raised": (*_RAISED, "plain"),
    "super": (*_RAISED, "plain"),
    "dot": (*_RAISED, "bracket", "plain"),
    "paren": (*_RAISED, "paren", "plain"),
    "close": (*_RAISED, "close", "plain"),
    "bracket": (*_RAISED, "bracket"),
    "prefix": (*_RAISED, "prefix", "paren"),
}


@dataclass(frozen=True, slots=True)
class State:
    """The best sequence of notes that ends with a start and its mark.

    Attributes:
        score: Sum over its notes.
        start: The last note's.
        mark: Its mark; None if none was found.
        before: The sequence without this note.
        block: First line of the notes among which this one stands.
        last: Place of the last mark that was found.
        n_notes: Notes in the sequence.
        n_marks: Those whose mark was found.
    """

    score: float
    start: Start
    mark: Mark | None
    before: State | None
    block: int
    last: tuple[int, int, int]
    n_notes: int
    n_marks: int

    def notes(self) -> list[State]:
        """Return the sequence from its first note on."""
        states: list[State] = []
        state: State | None = self
        while state is not None:
            states.append(state)
            state = state.before
        return states[::-1]


def best_sequence(starts: Sequence[Start], marks: Sequence[Mark]) -> list[State]:
    """Return the likeliest sequence of notes over all styles of start and mark.

    Empty if none is likely enough.
    """
    found: list[State] = []
    for start_style in sorted({start.style for start in starts}):
        own = [start for start in starts if start.style == start_style]
        if start_style == "symbol":
            found += _symbols(own, [mark for mark in marks if mark.style == "symbol"])
            continue
        for style in _STYLES_OF_START[start_style]:
            of_style = [mark for mark in marks if mark.style == style]
            if of_style:
                found += _chain(own, of_style, SAME_STYLE if style == start_style else 0.0)
    likely = [state for state in found if _is_likely(state)]
    return max(likely, key=lambda state: state.score).notes() if likely else []


def _is_likely(state: State) -> bool:
    if state.n_notes == 1:
        return state.n_marks == 1 and state.score >= LEAST_ALONE
    enough = state.n_marks >= ANCHORED_SHARE * state.n_notes
    return enough and state.score >= LEAST_MEAN * state.n_notes


def _chain(starts: Sequence[Start], marks: Sequence[Mark], bonus: float) -> list[State]:
    """Return the best sequence 1, 2, 3 … that ends with each start."""
    by_value: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_value[int(mark.value)].append(mark)
    ended: defaultdict[int, list[State]] = defaultdict(list)  # by number
    best: list[State] = []
    for start in starts:
        number = int(start.value)
        states: list[State | None] = []
        for option in _options(by_value[number], start):
            begun = [_extended(None, start, option, 0.0 if number == 1 else NOT_FROM_ONE)]
            begun += [_extended(state, start, option, 0.0) for state in ended[number - 1]]
            begun += [_extended(state, start, option, SKIPPED) for state in ended[number - 2]]
            if number == 1 and option is not None:
                begun += [_extended(state, start, option, RESTART) for state in best[-MAX_OPTIONS:]]
            states.append(max(filter(None, begun), key=lambda state: state.score, default=None))
        made = [
            replace(state, score=state.score + bonus) if bonus else state
            for state in states
            if state
        ]
        if made:
            ended[number] = (ended[number] + made)[-MAX_STATES:]
            best.append(max(made, key=lambda state: state.score))
    return best


def _options(marks: Sequence[Mark], start: Start) -> list[Mark | None]:
    """Return the marks that a note may have: the likeliest and the nearest before it."""
    end = bisect_left(marks, start.line, key=lambda mark: mark.line)
    before = marks[max(0, end - LOOK_BACK) : end]
    if len(before) > MAX_OPTIONS:
        half = MAX_OPTIONS // 2
        likely = sorted(before, key=lambda mark: (-mark.score, -mark.line))[:half]
        before = sorted({*likely, *before[-half:]}, key=lambda mark: mark.place)
    return [*before, None]


def _extended(before: State | None, start: Start, mark: Mark | None, extra: float) -> State | None:
    """Return a sequence with one more note; None if it cannot be one."""
    score = start.score + extra + (mark.score if mark else NO_MARK)
    place = mark.place if mark else (-1, -1, -1)
    if before is None:
        return State(score, start, mark, None, start.line, place, 1, int(mark is not None))
    if start.line <= before.start.line:
        return None
    if mark is None:
        near = start.line - before.start.line <= BLOCK_LINES
        block, place = (before.block if near else start.line), before.last
    elif place <= before.last:
        return None
    elif mark.line < before.block:
        block = before.block
    elif mark.line > before.start.line:
        block = start.line
    else:
        return None  # within the notes themselves
    n_marks = before.n_marks + (mark is not None)
    return State(
        before.score + score, start, mark, before, block, place, before.n_notes + 1, n_marks
    )


def _symbols(starts: Sequence[Start], marks: Sequence[Mark]) -> list[State]:
    """Return notes that begin with ※, * or †, each with the last free mark before it."""
    state: State | None = None
    used: set[tuple[int, int, int]] = set()
    for start in starts:
        free = [
            mark
            for mark in marks
            if mark.value == start.value
            and mark.line < start.line <= mark.line + SYMBOL_LINES
            and mark.place not in used
        ]
        if free:
            place = free[-1].place
            used.add(place)
            score = (state.score if state else 0.0) + start.score + free[-1].score + SYMBOL
            n = (state.n_notes if state else 0) + 1
            state = State(score, start, free[-1], state, start.line, place, n, n)
    return [state] if state else []
