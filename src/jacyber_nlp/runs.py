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
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from spacy.tokens import Doc

Unit: TypeAlias = tuple[str, str, str]
"""Text, tag (UniDic 品詞 in Japanese) and lemma of a token."""
Tokens: TypeAlias = tuple[list[int], list[int], list[Unit]]
"""First characters, ends and units."""

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
    def of(cls, doc: Doc) -> Run:
        """Return the run of a Doc."""
        return cls(
            doc.text,
            doc.lang_,
            lambda: (
                [token.idx for token in doc],
                [token.idx + len(token) for token in doc],
                [(token.text, token.tag_, token.lemma_) for token in doc],
            ),
            doc=doc,
        )

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


def as_run(tokens: Doc | Run) -> Run:
    """Return the run of a Doc, or the run itself."""
    return tokens if isinstance(tokens, Run) else Run.of(tokens)
