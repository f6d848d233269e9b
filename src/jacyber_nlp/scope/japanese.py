"""How far a Japanese cue reaches: mostly back to the last clause border."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from jacyber_nlp.records import CharSpan
from jacyber_nlp.runs import Word
from jacyber_nlp.scope.cues import REVERSING, CueMatch
from jacyber_nlp.scope.quotations import is_quotation

# Verbs that with て or 連用形 are particles: …に対して、 ends no clause.
_PARTICLE_VERBS = frozenset(
    "対する 於く 関する 通じる 因る 基づく 従う 応ずる 際する 当たる 亘る 渡る 伴う 沿う 以て "
    "以つ 取る 巡る 連れる 加える 先立つ 照らす 踏まえる 含める 始める 置く 向ける".split()
)
_CLAUSE_PARTICLES = frozenset("ば が けれど けれども から ので し つつ ながら と".split())
_TOPIC_AFTER = ("名詞", "接尾辞", "代名詞", "補助記号-括弧閉", "記号")
_LINKS = frozenset("の と や 及び 又は 若しくは 並びに ・ 」 「".split())
_PHRASE = (
    "名詞",
    "接頭辞",
    "接尾辞",
    "形状詞",
    "代名詞",
    "記号",
    "連体詞",
    "形容詞",
    "助動詞",
    "動詞",
)


def japanese_reach(
    tokens: Sequence[Word],
    text: str,
    match: CueMatch,
    inside: CharSpan,
    after: int,
    closed: frozenset[int],
) -> tuple[int, int]:
    """Return begin and end of what a Japanese cue governs.

    Args:
        tokens: Those of ``inside``.
        text: The doc's.
        match: The cue.
        inside: The sentence or quotation in which it stands.
        after: Where the last report or opposition of the doc ends.
        closed: Where conditions and concessions end.
    """
    cue, span = match.cue, match.span
    first = bisect_left(tokens, span.start, key=_start)
    if cue.reach == "none":
        return span.end, span.end
    if cue.reach == "whole":
        return inside.start, span.start
    if cue.reach == "rest":
        return span.end, inside.end
    if cue.reach == "main":
        ends = [at for at in closed if inside.start < at <= span.start]
        return max(ends, default=inside.start), span.start
    if cue.reach == "sentence":
        quote = _quote_before(text, span.start)
        if quote is not None:
            named = not is_quotation(text, *quote, "ja")
            return (0, 0) if named else quote
        told = text.startswith(("が", "も"), span.end)
        if cue.holder != "subject" or (told and not _has_source(tokens, first)):
            return max(inside.start, after), span.start
        return _report_begin(tokens, first, after, inside.start), span.start
    floor = bisect_left(tokens, inside.start, key=_start)
    end = _without_particles(tokens, first, floor)
    if cue.kind in ("opposition", "prevention") and _is_passive(tokens, span.end):
        return _passive_subject(tokens, first, floor, end)
    if cue.reach == "phrase":
        begin = _phrase_begin(tokens, end, floor)
    else:
        begin = _clause_begin(tokens, end, floor, cue.kind, closed)
        if _modifies_noun(tokens, span.end):  # 官庁に、要請を断る自由がある
            begin = max(begin, _last_comma(tokens, begin, end))
    if begin >= end:
        return span.start, span.start
    return tokens[begin].start, tokens[end - 1].end


_FORMAL_NOUNS = frozenset("事 の 物 訳 筈 場合 時 際 限り 為 上 程 以上 旨 所 者 様".split())


def _modifies_noun(tokens: Sequence[Word], end: int) -> bool:
    behind = next((t for t in tokens if t.start >= end), None)
    return (
        behind is not None
        and behind.tag.startswith(("名詞", "接頭辞"))
        and behind.lemma not in _FORMAL_NOUNS
    )


def _last_comma(tokens: Sequence[Word], begin: int, end: int) -> int:
    return max((i + 1 for i in range(begin, end) if _is_comma(tokens, i)), default=begin)


def _without_particles(tokens: Sequence[Word], end: int, floor: int) -> int:
    """Leave out the particle of the object and adverbs before a predicate."""
    while end > floor:
        last = tokens[end - 1]
        adverb = last.tag.startswith("副詞") or (
            last.lemma == "だ" and end - 2 >= floor and tokens[end - 2].tag.startswith("形状詞")
        )
        if adverb and last.lemma == "だ":
            end -= 2
        elif adverb or (last.tag.startswith("助詞") and last.text in "をにはもが"):
            end -= 1
        else:
            break
    return end


def _has_source(tokens: Sequence[Word], cue: int) -> bool:
    """Tell whether the views come from somebody: 先方からは…との指摘があった."""
    return any(
        a.text in ("から", "に", "で") and b.text in ("は", "も") for a, b in pairwise(tokens[:cue])
    )


def _is_passive(tokens: Sequence[Word], end: int) -> bool:
    behind = [t for t in tokens if t.start >= end - 1][:3]
    return any(t.lemma in ("れる", "られる") for t in behind)


def _passive_subject(tokens: Sequence[Word], cue: int, floor: int, end: int) -> tuple[int, int]:
    """Return the topic or subject of a passive: what is rejected or prevented."""
    for i in range(cue - 1, floor, -1):
        if tokens[i].text in ("は", "が", "も") and _marks_topic(tokens, i):
            begin = _clause_begin(tokens, i, floor, "", frozenset())
            return tokens[begin].start, tokens[i].start
    begin = _clause_begin(tokens, end, floor, "", frozenset())
    if begin >= end:
        return 0, 0
    return tokens[begin].start, tokens[end - 1].end


def _start(token: Word) -> int:
    return token.start


def _quote_before(text: str, at: int) -> tuple[int, int] | None:
    """Return what stands in the quotation that ends where the cue begins."""
    if at == 0 or text[at - 1] not in "」』":
        return None
    close, opening = text[at - 1], {"」": "「", "』": "『"}[text[at - 1]]
    depth = 0
    for i in range(at - 1, -1, -1):
        depth += (text[i] == close) - (text[i] == opening)
        if depth == 0:
            return i + 1, at - 1
    return None


def _report_begin(tokens: Sequence[Word], cue: int, after: int, start: int) -> int:
    """Return where a reported clause begins: behind the topic of who reports."""
    begin = next((i for i, t in enumerate(tokens) if t.start >= after), cue)
    if after > start:  # behind an earlier report: at the next comma
        comma = next((i for i in range(begin, cue) if tokens[i].text == "、"), None)
        begin = begin if comma is None else comma + 1
    for particle in ("は", "が", "も"):
        for i in range(begin, cue):
            token = tokens[i]
            if token.text == particle and (
                _marks_topic(tokens, i) or (particle == "は" and _is_comma(tokens, i + 1))
            ):
                return tokens[min(i + 1, cue)].start
            if token.tag.startswith("動詞") and particle != "は":
                break
    return tokens[begin].start if begin < len(tokens) else start


def _marks_topic(tokens: Sequence[Word], i: int) -> bool:
    token, before = tokens[i], tokens[i - 1] if i else None
    if not token.tag.startswith("助詞") or before is None:
        return False
    if token.text == "が" and before.text in ("我", "わ"):
        return False
    return before.tag.startswith(_TOPIC_AFTER)


def _clause_begin(
    tokens: Sequence[Word], cue: int, floor: int, kind: str, closed: frozenset[int]
) -> int:
    """Return the first token of the clause that ends before token ``cue``.

    ``closed``: where conditions and concessions end, after which a new one begins.
    """
    depth = 0
    topics = kind in (*REVERSING, "double_negation")
    for i in range(cue - 1, floor - 1, -1):
        token = tokens[i]
        if token.text in "」』）)":
            depth += 1
        elif token.text in "「『（(":
            if depth == 0:
                return i + 1
            depth -= 1
        if depth:
            continue
        if _is_border(tokens, i, floor) or token.end in closed:
            return i + 2 if i + 1 < cue and _is_comma(tokens, i + 1) else i + 1
        comma = _is_comma(tokens, i + 1)
        if token.text == "おり" and not comma and i + 1 < cue:
            return i + 1
        # A denial needs an argument: 実効性は期待できない denies the effect.
        has_object = any(t.text == "を" for t in tokens[i + 1 : cue + 1])
        far = topics and (cue - i > 3 or has_object) and _marks_topic(tokens, i)
        if token.text == "は" and (comma or far):
            return i + 1 + comma
    return _without_opening(tokens, floor, cue)


def _is_comma(tokens: Sequence[Word], i: int) -> bool:
    return i < len(tokens) and tokens[i].text in "、，"


def _is_border(tokens: Sequence[Word], i: int, floor: int) -> bool:
    token = tokens[i]
    if token.text in ("。", "；", ";", "：", "\n"):
        return True
    if token.tag.startswith("助詞-接続助詞") and token.lemma in _CLAUSE_PARTICLES:
        return True
    if not _is_comma(tokens, i) or i <= floor:
        return False
    before = tokens[i - 1]
    if before.tag.startswith("助詞-接続助詞"):
        return not (i >= 2 and tokens[i - 2].lemma in _PARTICLE_VERBS)
    if before.tag.startswith(("動詞", "助動詞", "形容詞")):
        return before.lemma not in _PARTICLE_VERBS
    return before.tag.startswith(("接続詞", "副詞"))


def _without_opening(tokens: Sequence[Word], begin: int, end: int) -> int:
    """Skip a conjunction, a number of a list or one word with its comma (近年、)."""
    for i in range(begin, min(begin + 3, end)):
        if _is_comma(tokens, i) and all(
            t.tag.startswith(("接続詞", "副詞", "名詞", "接尾辞", "連体詞"))
            for t in tokens[begin:i]
        ):
            return i + 1
    return begin


def _phrase_begin(tokens: Sequence[Word], cue: int, floor: int) -> int:
    """Return the first token of the noun phrase that ends before token ``cue``."""
    i = cue
    while i > floor:
        token = tokens[i - 1]
        linked = token.text in _LINKS
        if linked and i == cue:
            break
        if token.text == "、":
            break
        inner = token.text in ("を", "に", "が", "で") and _verb_follows(tokens, i, cue)
        if not linked and not inner and not token.tag.startswith(_PHRASE):
            break
        i -= 1
    return i


def _verb_follows(tokens: Sequence[Word], i: int, cue: int) -> bool:
    """Tell a particle inside a relative clause (必要を満たす|法) from one of the sentence."""
    return any(t.tag.startswith("動詞") for t in tokens[i : cue - 1])
