"""The tree of the numbers in a text, and what stands under each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jacyber_nlp.catalogue.numbering import ARTICLE, TITLE, Mark, marks_of, successors
from jacyber_nlp.script import width

LONGEST_HEADING = 80  # cells
TITLE_OF_ARTICLE = re.compile(r"[（(]([^（）()]{1,40})[）)]")

_GOES_ON = re.compile(
    r"[。．.:：;；,、，]$|\b(?:a|an|and|at|by|for|from|in|of|on|or|that|the|to|what|with)$"
)


@dataclass(slots=True, eq=False)
class Node:
    """A number and what stands under it; the root has none.

    Attributes:
        mark: The number; None for the root.
        parent: What it stands under; None for the root.
        line: Index of the paragraph that it begins.
        lines: Its own paragraphs, without the number.
        heading: Its title; empty without one.
        children: The numbers under it, in order.
    """

    mark: Mark | None
    parent: Node | None
    line: int = -1
    lines: list[str] = field(default_factory=list)
    heading: str = ""
    children: list[Node] = field(default_factory=list)

    @property
    def holds_provisions(self) -> bool:
        """Tell a chapter, or a roman or lettered heading, from a provision."""
        if self.mark is None:
            return True
        if self.mark.rank is not None:
            return self.mark.rank < ARTICLE
        untitled = self.lines[1:] if self.lines and is_title(self.lines[0]) else self.lines
        return self.mark.kind in ("I.", "A.") and not untitled

    @property
    def is_bare(self) -> bool:
        """Tell a bare number from one that names itself (Article 5)."""
        return self.mark is not None and self.mark.rank is None

    def around(self) -> Iterator[Node]:
        """Return this node and those it stands under, the root last."""
        yield self
        if self.parent is not None:
            yield from self.parent.around()

    def below(self) -> Iterator[Node]:
        """Return the nodes under this one, in the order of the text."""
        for child in self.children:
            yield child
            yield from child.below()


def outline(lines: Sequence[str]) -> Node:
    """Put every paragraph of a text under the number that it stands under.

    Args:
        lines: Without blank ones.

    Returns:
        The root; what stands before the first number is its own.
    """
    found = [marks_of(line) for line in lines]
    refused: set[tuple[int, str]] = set()
    while True:
        root = _Growth(lines, found, refused).grow()
        alone = {(n.line, n.mark.kind) for n in root.below() if n.mark and _stands_alone(n)}
        if not alone:
            return root
        refused |= alone


def is_title(text: str) -> bool:
    """Tell a title from a sentence, whole or broken off, by its length and its end."""
    return width(text) <= LONGEST_HEADING and _GOES_ON.search(text) is None


class _Growth:
    """Puts one paragraph after the other where it belongs."""

    def __init__(
        self,
        lines: Sequence[str],
        found: Sequence[tuple[Mark, ...]],
        refused: set[tuple[int, str]],
    ) -> None:
        """Keep the paragraphs, the readings of their numbers, and those that count not."""
        self.lines = lines
        self.found = [
            tuple(m for m in marks if (i, m.kind) not in refused) for i, marks in enumerate(found)
        ]
        self.refused = refused
        self.root = self.at = Node(None, None)
        self.before: dict[str, tuple[int, ...]] = {}
        self.last_line = {(m.kind, m.value): i for i, marks in enumerate(self.found) for m in marks}
        self.titles = 0

    def grow(self) -> Node:
        """Return the root of the tree."""
        pending = ""
        for i, line in enumerate(self.lines):
            self._open_under_a_title(i)
            placed = self._place(i)
            title = TITLE_OF_ARTICLE.fullmatch(line)
            if placed is not None:
                self._add(*placed, i)
                self.at.heading, pending = pending, ""
                self._add_inner(i)
            elif title and any(m.kind == "条" for m in self._marks(i + 1)):
                pending = title[1]  # （目的） stands above 第一条
            else:
                self.at.lines.append(line)
        return self.root

    def _marks(self, i: int) -> tuple[Mark, ...]:
        return self.found[i] if i < len(self.found) else ()

    def _add(self, mark: Mark, parent: Node, i: int) -> None:
        self.at = Node(mark, parent, i, [mark.rest] if mark.rest else [])
        parent.children.append(self.at)
        self.before[mark.kind] = mark.value

    def _add_inner(self, i: int) -> None:
        """Open the second of two numbers in one paragraph: 13. (a)."""
        while self.at.mark and self.at.lines:
            inner = next((m for m in marks_of(self.at.lines[0]) if m.begins), None)
            if inner is None or (i, inner.kind) in self.refused:
                return
            self.at.lines.clear()
            self._add(inner, self.at, i)

    def _open_under_a_title(self, i: int) -> None:
        """Let a count that begins anew under a title stand under it, not in what is before."""
        begins = any(m.begins and m.kind in self.before for m in self._marks(i))
        own = bool(self.at.lines) and self.lines[i - 1] == self.at.lines[-1]
        if not (begins and own and self.at.is_bare and is_title(self.at.lines[-1])):
            return
        self.titles += 1
        chapter = next(n for n in self.at.around() if n.holds_provisions and not n.is_bare)
        self._add(Mark(TITLE, (self.titles,), self.at.lines.pop(), ""), chapter, i - 1)

    def _place(self, i: int) -> tuple[Mark, Node] | None:
        """Return the reading of a number that fits here, and what it stands under."""
        for mark in self.found[i]:  # the next of a count that is open, the innermost first
            for node in self.at.around():
                if node.mark and node.mark.kind == mark.kind and mark.follows(node.mark.value):
                    return mark, _parent(node)
        for mark in self.found[i]:
            before = self.before.get(mark.kind)
            if mark.rank is not None:
                if before is None or mark.begins or self._may_jump(mark, before, i):
                    return mark, next(n for n in self.at.around() if _rank(n) < mark.rank)
            elif mark.begins or (before and mark.follows(before)):
                return mark, self.at
        return self._place_after_a_gap(i)

    def _place_after_a_gap(self, i: int) -> tuple[Mark, Node] | None:
        """Place a bare number that opens an excerpt, or before which others are missing."""
        for mark in self.found[i]:
            if mark.rank is not None:
                continue
            of_kind = (n for n in self.at.around() if n.mark and n.mark.kind == mark.kind)
            node = next(of_kind, None)
            if node is not None and node.mark is not None:
                if self._may_jump(mark, node.mark.value, i):
                    return mark, _parent(node)
            elif self.at.holds_provisions or _is_second_paragraph(mark, self.at):
                return mark, self.at
        return None

    def _may_jump(self, mark: Mark, before: tuple[int, ...], i: int) -> bool:
        """Tell a number after a gap from a mention: what is missing does not come later."""
        return mark.value > before and all(
            self.last_line.get((mark.kind, value), -1) <= i for value in successors(before)
        )


def _is_second_paragraph(mark: Mark, at: Node) -> bool:
    """Tell the 2 of a Japanese article, whose first paragraph has no number."""
    return mark.value == (2,) and at.mark is not None and at.mark.kind == "条"


def _rank(node: Node) -> float:
    if node.mark is None:
        return -1
    return float("inf") if node.mark.rank is None else node.mark.rank


def _parent(node: Node) -> Node:
    if node.parent is None:
        raise ValueError("the root has no number")
    return node.parent


def _stands_alone(node: Node) -> bool:
    """Tell a bare number that no other goes on from, nor anything stands under."""
    if not node.is_bare or node.mark is None or node.children:
        return False
    parent = _parent(node)
    of_parent = parent.mark is not None and node.mark.value[:-1] == parent.mark.value  # 2.1 of 2
    if of_parent or _is_second_paragraph(node.mark, parent):
        return False
    return sum(n.mark is not None and n.mark.kind == node.mark.kind for n in parent.children) == 1
