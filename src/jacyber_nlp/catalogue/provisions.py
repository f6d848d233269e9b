"""A text → its provisions, by how it is numbered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jacyber_nlp.catalogue.numbering import KEYS
from jacyber_nlp.catalogue.outline import TITLE_OF_ARTICLE, Node, is_title, outline
from jacyber_nlp.script import is_japanese

# A list whose items are mostly shorter than this is part of the provision around it.
CLAUSE_WORDS, SENTENCE_WORDS = 8, 4
CLAUSE_CHARACTERS, SENTENCE_CHARACTERS = 20, 10
_DUTY = re.compile(r"\b(?:should|shall|must|will)\b|(?:べきである|ならない|ものとする)[。；]?$")
_PAGE_NUMBER = re.compile(r"[\s\-–—―－]*\d{1,4}[\s\-–—―－]*")
_PREAMBLE = re.compile(r"前\s?文|preamble", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One provision of a text.

    Attributes:
        number: As readers cite it (``Article 5(2)``, ``13(a)``, 第3条第2項);
            ``preamble`` or 前文 for what stands before the first number.
        key: The same in ASCII (``article-5-2``, ``13-a``); unique in the text.
        within: The chapters around it with their titles; empty without any.
        heading: Its title; empty without one.
        text: Its words without number and title, a paragraph a line.
    """

    number: str
    key: str
    within: str
    heading: str
    text: str


def split_provisions(paragraphs: Sequence[str]) -> tuple[Part, ...]:
    """Split a text at the numbers of its provisions.

    A number counts if it goes on from the one before: years, quantities and
    mentions of other articles at the start of a line do not. A list of fragments
    (hospitals; power grids; banks) stays in its provision, as does one number
    that no other follows; a list of clauses is split. A paragraph without number
    belongs to the provision before it.

    Args:
        paragraphs: Of the body, in order, without the title.

    Returns:
        In order; what stands before the first number comes first. Empty if
        nothing is numbered.
    """
    lines = [line.strip() for line in paragraphs]
    root = outline([line for line in lines if line and not _PAGE_NUMBER.fullmatch(line)])
    if not root.children:
        return ()
    for node in root.below():
        _take_heading(node)
    _fold_fragments(root)
    return tuple(_parts(root))


def _take_heading(node: Node) -> None:
    """Part the title of a node from its words."""
    if not node.is_bare and not node.heading and node.lines:
        title = TITLE_OF_ARTICLE.match(node.lines[0])
        if title:
            node.heading = title[1]
            rest = node.lines.pop(0)[title.end() :].lstrip(" \u3000")
            node.lines[:0] = [rest] if rest else []
    more = node.lines[1][0] if len(node.lines) > 1 else "x" if not node.children else "X"
    if node.lines and not node.heading and not more.islower() and is_title(node.lines[0]):
        node.heading = node.lines.pop(0)


def _fold_fragments(node: Node) -> None:
    """Put lists of fragments back into the provision that they belong to."""
    for child in node.children:
        _fold_fragments(child)
    if node.holds_provisions:
        return
    bare = [child for child in node.children if child.is_bare]
    clauses = sum(bool(c.children) or _is_clause(" ".join((c.heading, *c.lines))) for c in bare)
    if 2 * clauses <= len(bare):
        node.lines += [line for child in bare for line in _lines_of(child)]
        node.children = [child for child in node.children if not child.is_bare]


def _lines_of(node: Node) -> list[str]:
    first, *others = [node.heading, *node.lines] if node.heading else node.lines or [""]
    number = node.mark.text if node.mark else ""
    inner = [line for child in node.children for line in _lines_of(child)]
    return [f"{number} {first}".strip(), *others, *inner]


def _is_clause(text: str) -> bool:
    """Tell a clause, which can be a provision, from an item of a list."""
    text = text.strip()
    if _DUTY.search(text):
        return True
    sentence = text.endswith(("。", "."))
    if any(map(is_japanese, text)):
        return len(text) >= (SENTENCE_CHARACTERS if sentence else CLAUSE_CHARACTERS)
    return len(text.split()) >= (SENTENCE_WORDS if sentence else CLAUSE_WORDS)


def _parts(root: Node) -> Iterator[Part]:
    """Return what has words of its own, named so that no two share a key."""
    before = [line for line in root.lines if not _PREAMBLE.fullmatch(line)]
    if before:
        japanese = any(map(is_japanese, before[0]))
        yield Part("前文" if japanese else "preamble", "preamble", "", "", "\n".join(before))
    nodes = [n for n in root.below() if n.lines or (n.heading and not n.children)]
    short = Counter(_key(_path(n, whole=False)) for n in nodes)
    used: Counter[str] = Counter()
    for node in nodes:
        path = _path(node, whole=False)
        if short[_key(path)] > 1:  # counts begin anew in every chapter
            path = _path(node, whole=True)
        key = _key(path)
        used[key] += 1
        yield Part(
            _number(path),
            key if used[key] == 1 else f"{key}-{used[key]}",
            _within(node),
            node.heading,
            "\n".join(node.lines) or node.heading,
        )


def _path(node: Node, *, whole: bool) -> list[Node]:
    """Return a node and those around it, the outermost first; chapters only if ``whole``."""
    path = [n for n in node.around() if n.mark is not None]
    return [n for n in path if n is node or whole or not n.holds_provisions][::-1]


def _within(node: Node) -> str:
    chapters = [n for n in node.around() if n is not node and n.mark and n.holds_provisions]
    return ", ".join(f"{_name(n)} {n.heading}".strip() for n in chapters[::-1])


def _name(node: Node) -> str:
    return node.mark.text.rstrip(".．、:： ") if node.mark else ""


def _key(path: Sequence[Node]) -> str:
    names = []
    for node in path:
        if node.mark is not None:
            word = KEYS.get(node.mark.kind, node.mark.kind.lower())
            names.append(node.mark.ascii if node.is_bare else f"{word}-{node.mark.ascii}")
    return "-".join(names)


def _number(path: Sequence[Node]) -> str:
    """Return a number as readers cite it: Article 5(2)(a), 第5条第2項第1号."""
    cited = ""
    chapter = article = False
    for node in path:
        if node.mark is None:
            continue
        if not cited or chapter or not node.is_bare:
            cited = f"{cited}, {_name(node)}" if cited else _name(node)
        elif node.mark.kind in ("1.1", "13(a)"):
            cited = _name(node)
        elif article:
            cited += f"第{node.mark.value[0]}{'号' if node.mark.kind in ('一', '(一)') else '項'}"
        else:
            cited += f"({_name(node).strip('()（）')})"
        chapter = node.holds_provisions
        article = article or node.mark.kind == "条"
    return cited
