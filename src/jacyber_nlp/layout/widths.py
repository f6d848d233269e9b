"""At which widths a layout broke its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from jacyber_nlp.layout.lines import Line
from jacyber_nlp.script import CLOSING

# A document is taken as broken by its layout if this share of its characters
# stands in full lines that end in the middle of a sentence.
BROKEN_SHARE = 0.3
MIN_LINES = 6
NARROWEST = 20  # cells; narrower lines are headings, items, cells of tables
WIDEST = 160  # cells; a longer line was not broken by any layout
# A column of Japanese shows as many lines of one width, give or take the cells
# that a bracket or a full stop may hang over.
SLACK = 4
WIDTH_SHARE = 0.05
MIN_WIDTH_LINES = 3
PEAK_SHARE = 0.25  # of the text in the fullest width: headings of like width are none
MOST = 0.9  # of the English lines are no longer than a full one
LEAST_CUT = 2  # lines of a column that end in the middle of a sentence
STANDS_OUT = 2.0  # times as many lines as at the widths around
# English is ragged: a line is full if with the next word it would reach this
# part of the widest, or nearly all of it where a sentence ends.
FULL_LATIN, FULL_WORDS = 0.82, 0.97
MIXED = 0.2  # share of wide characters from which English in Japanese is set as Japanese
FULL_ROOM = 3.0  # cells that a full line may leave free at the end of its column

_STOPS = tuple("。．.！？!?：:；;｡")
_BEHIND_STOPS = CLOSING + " \u3000\"'"


@dataclass(frozen=True, slots=True)
class Widths:
    """The widths at which a layout broke the lines, in cells.

    Attributes:
        japanese: Widths that many Japanese lines share (body, notes), ascending.
        latin: Width of a wide English line; None without English lines.
    """

    japanese: tuple[int, ...]
    latin: int | None

    def nearest(self, line: Line) -> int | None:
        """Return the width that a line was set in; None if there is none."""
        if not line.wide:
            return self.latin
        wider = [width for width in self.japanese if width + SLACK >= line.cells]
        return min(wider, default=max(self.japanese, default=None))

    def full(self, line: Line, following: Line | None = None) -> bool:
        """Tell whether a line goes to the edge of its column.

        A line of words is full if the first word of the one that follows would
        not have fitted.
        """
        word = 0
        if following is not None and not line.wide:
            word = len(following.text.split(maxsplit=1)[0]) + 1
        if line.room is not None:
            return line.room < max(FULL_ROOM, word)
        if not line.wide and line.n_wide < MIXED * len(line.text):
            if self.latin is None:
                return False
            least = FULL_WORDS if ends_sentence(line.text) else FULL_LATIN
            return line.cells + word > least * self.latin
        return any(abs(width - line.cells) <= SLACK for width in self.japanese)


def find_widths(lines: Sequence[Line]) -> Widths | None:
    """Find the widths at which a layout broke the lines.

    Returns:
        None if the document has a paragraph a line, so that every break is the
        author's.
    """
    if len(lines) < MIN_LINES:
        return None
    wide = Counter(line.cells for line in lines if line.wide)
    cut = Counter(
        a.cells
        for a, b in pairwise(lines)
        if a.wide and not ends_sentence(a.text) and b.indent <= a.indent
    )
    narrow = sorted({line.text: line.cells for line in lines if not line.n_wide}.values())
    latin = narrow[int(len(narrow) * MOST)] if len(narrow) >= MIN_WIDTH_LINES else 0
    widths = Widths(_peaks(wide, cut), latin if latin >= NARROWEST else None)
    if any(line.room is not None for line in lines):
        return widths
    if max(widths.japanese, default=widths.latin or 0) > WIDEST:
        return None
    broken = sum(
        len(line.text) for line in lines if widths.full(line) and not ends_sentence(line.text)
    )
    return widths if broken >= BROKEN_SHARE * sum(len(line.text) for line in lines) else None


def _peaks(counted: Counter[int], cut: Counter[int]) -> tuple[int, ...]:
    """Return widths around which many lines lie, the fullest of neighbours.

    Args:
        counted: Lines by width.
        cut: Those among them that end in the middle of a sentence.
    """
    total = sum(counted.values())
    least = max(MIN_WIDTH_LINES, WIDTH_SHARE * total)
    near = {w: sum(counted[v] for v in range(w - 2, w + 3)) for w in counted}
    found: list[int] = []
    for w in sorted(near, key=lambda w: (-near[w], -w)):
        apart = all(abs(w - other) > SLACK for other in found)
        is_cut = sum(cut[v] for v in range(w - SLACK, w + SLACK + 1)) >= LEAST_CUT
        if w >= NARROWEST and near[w] >= least and apart and is_cut and _stands_out(counted, w):
            found.append(w)
    # Ends of paragraphs have any width: a peak that is not much above them is none.
    most = max((w * near[w] for w in found), default=0)
    return tuple(sorted(w for w in found if w * near[w] >= PEAK_SHARE * most))


def _stands_out(counted: Counter[int], w: int) -> bool:
    """Tell a column's width from widths that lines have by chance."""
    near = sum(counted[v] for v in range(w - 2, w + 3))
    around = sum(counted[v] for v in range(w - 12, w + 13) if abs(v - w) > SLACK)
    return near >= STANDS_OUT * around * 5 / 16


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends with a full stop or the like."""
    return text.rstrip(_BEHIND_STOPS).endswith(_STOPS)
