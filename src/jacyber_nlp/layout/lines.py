"""Which line breaks are the author's, and what stands in place of the others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from jacyber_nlp.script import CLOSING, is_japanese, is_wide, width

# A document is taken as broken by its layout if this share of its characters
# stands in full lines that end in the middle of a sentence.
BROKEN_SHARE = 0.3
MIN_LINES = 6
NARROWEST_COLUMN = 20  # cells; narrower lines are headings, items, cells of tables
WIDEST_COLUMN = 160  # cells; a longer line was not broken by any layout
# A column of Japanese shows as many lines of one width, give or take the cells
# that a bracket or a full stop may hang over.
SLACK = 4
COLUMN_SHARE = 0.05
MIN_COLUMN_LINES = 3
PEAK_SHARE = 0.25  # of the text in the fullest column: headings of like width are none
FULL_LATIN = 0.8  # English is ragged: a line is full from this part of the widest on

_ENDS_SENTENCE = re.compile(rf"[。．.！？!?：:；;｡][{re.escape(CLOSING)}]*\s*$")
_INDENT = re.compile(r"^(?:\u3000| {2,}|\t)")
_HEADING_NUMBER = (
    r"(?:第[0-9０-９一二三四五六七八九十百]+[章節条項部編]"
    r"|[（(][0-9０-９一二三四五六七八九十ア-ンa-zA-Z]{1,3}[）)]"
    r"|[一二三四五六七八九十ア-ン][\u3000．、]"
    r"|[0-9０-９]{1,2}(?:[.．][0-9０-９]{1,2})*[.．、)）]?(?=[\s\u3000]|[^\x00-\x7f])"
    r"|(?:Article|Section|Chapter|Part|Annex)\s+[0-9IVXLA-Z]+\b"
    r"|[IVX]{1,4}\.\s|[A-Z]\.\s)"
)
_BEGINS_PART = re.compile(rf"^\s*(?:{_HEADING_NUMBER}|[・•●○■□◆◇▪◦※*–—\-]\s?\S|[①-⑳])")
_WORD_HYPHEN = re.compile(r"[A-Za-z\u00c0-\u024f]-$")
_LAST_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+$")
URL_LENGTH = 300
_URL_TAIL = re.compile(r"(?:https?://|www\.)\S*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of raw text, cut free of surrounding white space.

    Attributes:
        text: Its characters; empty for a blank line.
        page: Page from 1, or None.
        number: Line from 1 on the page, or in the file without pages.
        raw: First character, counted from the page's first one.
        indented: Whether white space stood before it.
    """

    text: str
    page: int | None
    number: int
    raw: int
    indented: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """The widths at which a layout broke the lines, in cells.

    Attributes:
        japanese: Widths that many Japanese lines share (body, notes), ascending.
        latin: Width of a wide English line; None without English lines.
    """

    japanese: tuple[int, ...]
    latin: int | None

    def nearest(self, text: str) -> int | None:
        """Return the column that a line was set in; None if there is none."""
        if not _is_wide_text(text):
            return self.latin
        cells = width(text)
        wider = [column for column in self.japanese if column + SLACK >= cells]
        return min(wider, default=max(self.japanese, default=None))

    def full(self, text: str) -> bool:
        """Tell whether a line goes to the edge of its column."""
        cells = width(text)
        if not _is_wide_text(text):
            return self.latin is not None and cells >= FULL_LATIN * self.latin
        return any(abs(column - cells) <= SLACK for column in self.japanese)


def find_columns(lines: Sequence[Line]) -> Columns | None:
    """Find the columns in which a layout set the lines.

    Returns:
        None if the document has a paragraph a line, so that every break is the
        author's.
    """
    texts = [line.text for line in lines if line.text]
    if len(texts) < MIN_LINES:
        return None
    wide = Counter(width(text) for text in texts if _is_wide_text(text))
    narrow = sorted(width(text) for text in texts if not _is_wide_text(text))
    columns = Columns(_peaks(wide), narrow[int(len(narrow) * 0.9)] if narrow else None)
    if max(columns.japanese, default=columns.latin or 0) > WIDEST_COLUMN:
        return None
    broken = sum(
        len(text) for text in texts if columns.full(text) and not _ENDS_SENTENCE.search(text)
    )
    return columns if broken >= BROKEN_SHARE * sum(map(len, texts)) else None


def _peaks(widths: Counter[int]) -> tuple[int, ...]:
    """Return widths around which many lines lie, the fullest of neighbours."""
    total = sum(widths.values())
    least = max(MIN_COLUMN_LINES, COLUMN_SHARE * total)
    near = {w: sum(widths[v] for v in range(w - 2, w + 3)) for w in widths}
    found: list[int] = []
    for w in sorted(near, key=lambda w: (-near[w], -w)):
        if (
            w >= NARROWEST_COLUMN
            and near[w] >= least
            and all(abs(w - other) > SLACK for other in found)
        ):
            found.append(w)
    # Ends of paragraphs have any width: a peak that is not much above them is none.
    most = max((w * near[w] for w in found), default=0)
    return tuple(sorted(w for w in found if w * near[w] >= PEAK_SHARE * most))


def _is_wide_text(text: str) -> bool:
    return 2 * sum(map(is_wide, text)) >= len(text)


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends with a full stop or the like."""
    return _ENDS_SENTENCE.search(text) is not None


def continues(line: Line, following: Line, columns: Columns | None, *, gap: bool = False) -> bool:
    """Tell whether a paragraph goes on over the break between two lines.

    Args:
        line: The line before the break; not blank.
        following: The line after it; not blank.
        columns: The columns of the document, None if no layout broke its lines.
        gap: Whether blank lines stand between; then only a full line in the
            middle of a sentence goes on.
    """
    if columns is None:
        return False
    ended = ends_sentence(line.text)
    full = columns.full(line.text)
    if following.indented and ended:
        return False
    if _BEGINS_PART.match(following.text) and (ended or not full or _BEGINS_PART.match(line.text)):
        return False
    if gap:
        return full and not ended and _same_script(line.text, following.text)
    if full:
        return True
    # A short line: the end of a paragraph, a heading, or the line before a
    # mark that may not begin the next one.
    column = columns.nearest(line.text)
    return (
        not ended
        and column is not None
        and _is_prose(line.text)
        and width(line.text) >= 0.6 * column
    )


def _same_script(left: str, right: str) -> bool:
    return _is_wide_text(left) == _is_wide_text(right)


def _is_prose(text: str) -> bool:
    """Tell a line of running text from a heading by its particles or its length."""
    if any(is_japanese(char) for char in text):
        return bool(re.search(r"[、，]|[ぁ-ん]$", text))
    return text[-1:].islower() or text.endswith((",", "-"))


def joint(left: str, right: str) -> tuple[str, int]:
    """Return what stands between two joined lines.

    Args:
        left: The text so far, without space at its end.
        right: The next line, without space at its start.

    Returns:
        The characters to put between them, and how many characters of ``left``
        to drop (1 for a hyphen that only broke a word).
    """
    before, after = left[-1], right[0]
    url = _URL_TAIL.search(left[-URL_LENGTH:])
    if url and (before in "/-_=&?" or after in "/-_.=&?" or (before == "." and after.islower())):
        return "", 0
    if _WORD_HYPHEN.search(left) and after.islower():
        # infor-/mation, but English-/speaking and state-/of-the-art keep theirs.
        word = _LAST_WORD.search(left[:-1])
        capital = word is not None and word.group()[0].isupper() and word.group()[1:].islower()
        compound = "-" in right.split(maxsplit=1)[0] or capital
        return "", 0 if compound else 1
    if before in "-/" and after.isalnum() and left[-2:-1] and not left[-2].isspace():
        return "", 0  # A/70/-/174 is one symbol
    if is_wide(before) or is_wide(after):
        return "", 0
    return " ", 0


def join_lines(text: str) -> str:
    """Return text with broken lines joined, one paragraph a line.

    Japanese is joined without a blank, English with one; a word that a hyphen
    broke is whole again. Text with one paragraph a line comes back unchanged
    but for blank lines and white space around lines.
    """
    lines = [
        Line(raw.strip(), None, i, 0, bool(_INDENT.match(raw)))
        for i, raw in enumerate(text.split("\n"), 1)
    ]
    columns = find_columns(lines)
    out: list[str] = []
    previous: Line | None = None
    gap = False
    for line in lines:
        if not line.text:
            gap = True
            continue
        if previous is not None and continues(previous, line, columns, gap=gap):
            between, drop = joint(out[-1], line.text)
            out[-1] = out[-1][: len(out[-1]) - drop] + between + line.text
        else:
            out.append(line.text)
        previous, gap = line, False
    return "\n".join(out)
