"""Runs of tokens as plain lists, which are quick to walk.

spaCy makes an object for each token that is looked at, and the text anew at each
use; what reads every token of a document several times reads a run.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from spacy.tokens import Doc

Unit: TypeAlias = tuple[str, str, str]
"""Text, tag (UniDic 品詞 in Japanese) and lemma of a token."""
Tokens: TypeAlias = tuple[list[int], list[int], list[Unit]]
"""First characters, ends and units."""


class Word(NamedTuple):
    """A token where it stands.

    Attributes:
        start: Its first character in the run.
        end: One past its last.
        text: Its characters.
        tag: Its UniDic 品詞 in Japanese.
        lemma: Its dictionary form.
    """

    start: int
    end: int
    text: str
    tag: str
    lemma: str


_BLANK = re.compile(r"[^\S\n]")


class Run:
    """The tokens of a stretch of one language.

    Attributes:
        text: Its characters.
        lang: ``"ja"`` or ``"en"``.
        doc: The Doc that it was made of, if any.
    """

    def __init__(
        self, text: str, lang: str, read: Callable[[], Tokens], *, doc: Doc | None = None
    ) -> None:
        """Keep the text; ``read`` is called for its tokens when they are first needed."""
        self.text = text
        self.lang = lang
        self.doc = doc
        self._read = read

    @classmethod
    def of(cls, doc: Doc, text: str | None = None) -> Run:
        """Return the run of a Doc; ``text`` is the Doc's where it is at hand."""
        text = doc.text if text is None else text
        return cls(text, doc.lang_, lambda: _tokens_of(doc), doc=doc)

    @property
    def starts(self) -> list[int]:
        """First character of each token, ascending."""
        return self._tokens[0]

    @property
    def ends(self) -> list[int]:
        """One past the last character of each token."""
        return self._tokens[1]

    @property
    def units(self) -> list[Unit]:
        """Text, tag and lemma of each token."""
        return self._tokens[2]

    @cached_property
    def words(self) -> list[Word]:
        """The tokens with their places."""
        places = zip(self.starts, self.ends, self.units, strict=True)
        return [Word(start, end, *unit) for start, end, unit in places]

    @cached_property
    def _tokens(self) -> Tokens:
        return self._read()

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def blanks(self) -> frozenset[int]:
        """The tokens behind a blank."""
        if _BLANK.search(self.text) is None:
            return frozenset()
        gaps = enumerate(zip(self.ends, self.starts[1:], strict=False), 1)
        return frozenset([i for i, (end, start) in gaps if start > end])

    def surface(self, start: int, end: int) -> str:
        """Return the characters of the tokens ``[start, end)``."""
        return self.text[self.starts[start] : self.ends[end - 1]]

    def word(self, at: int) -> str:
        """Return the characters of one token."""
        return self.units[at][0]

    def token_at(self, at: int) -> int:
        """Return the first token that starts at a character or behind it."""
        return bisect_left(self.starts, at)

    def tokens_of(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the tokens of a stretch of characters; None where it cuts one."""
        first, last = bisect_left(self.starts, start), bisect_left(self.ends, end)
        if first >= len(self.starts) or last >= len(self.ends):
            return None
        whole = self.starts[first] == start and self.ends[last] == end
        return (first, last + 1) if whole else None

    def touching(self, start: int, end: int) -> tuple[int, int]:
        """Return the tokens that a stretch of characters has a part in, of a run without gaps."""
        return max(bisect_right(self.starts, start) - 1, 0), bisect_left(self.starts, end)

    def cut_at(self, places: Collection[int]) -> Run:
        """Return the run with a token's edge at each of some characters."""
        cuts = sorted(places)
        starts, ends, units = [], [], []
        for start, end, unit in zip(self.starts, self.ends, self.units, strict=True):
            inside = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
            for first, last in pairwise([start, *inside, end]):
                word = self.text[first:last]
                starts.append(first)
                ends.append(last)
                units.append((word, unit[1], word) if inside else unit)
        return Run(self.text, self.lang, lambda: (starts, ends, units), doc=self.doc)


def _tokens_of(doc: Doc) -> Tokens:
    """Read a Doc's arrays: an object for each token would cost more than all else."""
    from spacy.attrs import IDX, LEMMA, LENGTH, ORTH, TAG

    columns = doc.to_array([IDX, LENGTH, ORTH, TAG, LEMMA]).T.tolist()
    starts, lengths, *hashes = columns
    strings = doc.vocab.strings
    name = {number: strings[number] for number in set().union(*hashes)}.__getitem__
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    return starts, ends, list(zip(*(map(name, column) for column in hashes), strict=True))


def as_run(tokens: Doc | Run) -> Run:
    """Return the run of a Doc, or the run itself."""
    return tokens if isinstance(tokens, Run) else Run.of(tokens)
