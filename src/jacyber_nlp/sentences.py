"""Text → sentence spans, in Japanese, English and both mixed."""

from __future__ import annotations

import re

from jacyber_nlp.records import CharSpan, Document, Sentence
from jacyber_nlp.script import CLOSING, OPENING, is_japanese, language_of

# Longer than any sentence of the field; beyond it a "sentence" is a list or a
# table, and everything after this stage would pay for it.
MAX_SENTENCE = 2_000

_PAIR = dict(zip("」』）)］]】〕〉》”｣", "「『（(［[【〔〈《“｢", strict=True))
_BRACKET = re.compile(f"[\n{re.escape(''.join(_PAIR))}{re.escape(OPENING.replace('‘', ''))}]")
_STOP = re.compile("[。．｡！？!?.]")
_BOUNDARY = re.compile(
    r"[。．｡！？]|(?<=[^\x00-\x7f])[!?]|[!?](?=[\s”’\"')\]」』）〕]|$)|\.(?=[\s”’\"')\]」』）〕])|(?<=[ぁ-ん])\.|\.$|\n",
    re.MULTILINE,
)
_ABBREVIATIONS = frozenset(
    (
        "mr mrs ms dr prof st no nos vol para paras art arts sec ch fig figs pp p ed "
        "eds et al cf vs e.g i.e etc inc ltd co corp jr sr gen gov rep sen dept u.s u.n "
        "u.k e.u res doc docs op cit ibid jan feb mar apr jun jul aug sep sept oct nov "
        "dec approx ca add rev"
    ).split()
)
_NUMBERED = re.compile(
    r"(?:(?:Article|Section|Chapter|Part|Annex)\s+)?"
    r"(?:[\d.．]{1,5}|[IVX]{1,4}|[Ⅰ-Ⅻ]|[ア-ンa-zA-Z一二三四五六七八九十]|[（(].{1,3}[）)])"
)
_FRAMED = re.compile(r"^「([^「」\n]*(?:「[^「」\n]*」[^「」\n]*)*。)」$", re.MULTILINE)
_LAST_WORD = re.compile(r"[A-Za-z][A-Za-z.]*$")
_TAIL = re.compile(rf"[。．｡！？!?.]*[{re.escape(CLOSING)}\"'”’]*")
_QUOTATION_GOES_ON = re.compile(
    r"\s*(?:と|など|との|という|とする|といった|を|の|が|は|に|で|も|、|，|・|及び|や)"
)


def split_sentences(text: str) -> tuple[CharSpan, ...]:
    """Split a text into sentences.

    A line end always ends a sentence. A full stop does not where it stands
    inside a pair of brackets or quotation marks, after an abbreviation
    (``U.S.``, ``para.``), an initial or a number of a list (``１．``), or
    between digits. A sentence of more than ``MAX_SENTENCE`` characters is cut
    at its last comma or space.

    Returns:
        Spans in order that do not overlap and cover all but white space; empty
        if there is nothing else.
    """
    depth_ends = _bracket_ends(_without_frame(text))
    spans: list[CharSpan] = []
    start = at = 0
    while match := _BOUNDARY.search(text, at):
        at = match.end()
        closing = depth_ends.get(match.start())
        if match.group() != "\n":
            if closing is not None:
                at = closing
                if not _ends_in_quotation(text, closing):
                    continue
                _add(spans, text, start, at)
                start = at
                continue
            if not _ends_sentence(text, match.start()):
                continue
            tail = _TAIL.match(text, at)
            end = tail.end() if tail else at
            if text[at:end].strip("。．｡！？!?.") and _QUOTATION_GOES_ON.match(text, end):
                at = end
                continue
            at = max(end, at)
        _add(spans, text, start, at)
        start = at
    _add(spans, text, start, len(text))
    return tuple(spans)


def sentences_of(document: Document) -> tuple[Sentence, ...]:
    """Split every paragraph of a document: body, notes, tables and figures.

    Each sentence knows its language (the document's for one without letters),
    its innermost section and its page.
    """
    found = []
    innermost = _innermost(document)
    for index, paragraph in enumerate(document.paragraphs):
        for span in split_sentences(paragraph.of(document.text)):
            moved = CharSpan(span.start + paragraph.start, span.end + paragraph.start)
            lang = language_of(moved.of(document.text))
            found.append(
                Sentence(
                    moved,
                    document.lang if lang == "und" else lang,
                    index,
                    innermost[index],
                    document.place(moved)[0],
                )
            )
    return tuple(found)


def _innermost(document: Document) -> list[int | None]:
    """Return for each paragraph the index of the smallest section around it."""
    around: list[int | None] = []
    opened: list[int] = []
    sections = document.sections
    following = 0
    for paragraph in document.paragraphs:
        while following < len(sections) and sections[following].span.start <= paragraph.start:
            opened.append(following)
            following += 1
        opened = [index for index in opened if sections[index].span.end > paragraph.start]
        around.append(opened[-1] if opened else None)
    return around


def _without_frame(text: str) -> str:
    """Blank out the marks around a line that is one quotation of several sentences."""
    if "。" not in text or not ("\n「" in text or text.startswith("「")):
        return text
    return _FRAMED.sub(lambda m: f" {m[1]} " if m[1].count("。") > 1 else m[0], text)


def _bracket_ends(text: str) -> dict[int, int]:
    """Map every stop inside a pair of brackets to the end of the outermost pair.

    Pairs do not cross lines; a bracket without its partner protects nothing.
    """
    ends: dict[int, int] = {}
    stack: list[tuple[str, int]] = []
    open_ones: dict[str, int] = {}  # how many of each kind are on the stack
    outer: list[tuple[int, int]] = []
    begin = 0
    for match in _BRACKET.finditer(text):
        i, char = match.start(), match.group()
        if char == "\n":
            stack.clear()
            open_ones.clear()
        elif char in OPENING:
            stack.append((char, i))
            open_ones[char] = open_ones.get(char, 0) + 1
        elif open_ones.get(_PAIR[char], 0):
            opened = ""
            while opened != _PAIR[char]:
                opened, begin = stack.pop()
                open_ones[opened] -= 1
            while outer and outer[-1][0] >= begin:
                outer.pop()
            outer.append((begin, i))
    for begin, end in outer:
        for stop in _STOP.finditer(text, begin, end):
            ends[stop.start()] = end + 1
    return ends


def _ends_sentence(text: str, at: int) -> bool:
    """Tell whether the mark at ``at`` ends a sentence, brackets apart."""
    mark = text[at]
    before, after = text[max(at - 30, 0) : at], text[at + 1 : at + 40]
    if mark in "！？!?":
        return not after.startswith("と")  # 自由か？と問う
    if mark in "。｡":
        return True
    if _starts_line(text, at):
        return False  # "7. Item" numbers a paragraph, １．too
    if mark == "．":
        return not (before[-1:].isdigit() and after[:1].isdigit())
    if is_japanese(before[-1:] or " "):
        return True
    word = _LAST_WORD.search(before)
    if word is None:
        return True
    name = word.group().lower()
    if len(name) == 1 or name in _ABBREVIATIONS or re.fullmatch(r"(?:[a-z]\.)+[a-z]", name):
        # "…in the U.S. The group…" ends one all the same.
        return bool(
            len(name) > 1
            and re.match(r"\s+(?:The|This|It|In|We|They|These)\b", after)
            and name in ("u.s", "u.n", "u.k", "e.u", "etc", "inc", "ltd", "corp")
        )
    following = after.lstrip(" \t\u3000\"'”’)」』）")
    return not following or not following[0].islower()


def _ends_in_quotation(text: str, closing: int) -> bool:
    """Tell whether a sentence ends with the quotation that closes before ``closing``.

    So it does in 「はい。」それから… and “Yes.” Then, but not in 「…。」と述べた.
    """
    if text[closing - 1] in "”)" and text[closing - 2] in ".!?":
        return re.match(r"\s+[A-Z]", text[closing : closing + 3]) is not None
    return (
        text[closing - 1] in "」』"
        and text[closing - 2] in "。！？"
        and not _QUOTATION_GOES_ON.match(text, closing)
        and text[closing : closing + 1] not in ("。", "、", "」", "』", "）")
    )


def _starts_line(text: str, at: int) -> bool:
    """Tell whether only a number (``7``, ``Article 7``) stands before ``at`` on its line."""
    return _NUMBERED.fullmatch(text[text.rfind("\n", 0, at) + 1 : at].strip()) is not None


def _add(spans: list[CharSpan], text: str, start: int, end: int) -> None:
    """Append ``[start, end)`` without white space at its edges, if anything is left."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_SENTENCE:
        cut = max(
            text.rfind(mark, start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
            for mark in "、，, ;；"
        )
        cut = cut + 1 if cut > 0 else start + MAX_SENTENCE
        spans.append(CharSpan(start, start + len(text[start:cut].rstrip())))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        spans.append(CharSpan(start, end))
