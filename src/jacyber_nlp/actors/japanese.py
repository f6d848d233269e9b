"""Japanese sentences → noun phrases that may name who holds the view in them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from jacyber_nlp.actors.candidate import Candidate, endings, words
from jacyber_nlp.records import CharSpan
from jacyber_nlp.runs import Run, Word

_NOMINAL = ("名詞", "接頭辞", "接尾辞", "形状詞", "代名詞", "記号", "連体詞")
# A phrase of more tokens names nobody: 国の国の国の… would be gone over again at each の.
_LONGEST = 80
# Words behind the predicate that carries the meaning: 主張している, 考えてきたところである.
_LIGHT = frozenset(
    "為る 居る 有る 成る 来る 行く 置く 貰う 頂く 呉れる 参る 無い 所 物 事 訳 致す 申す".split()
)
_LINKING = frozenset("の や と 及び など ら または 又は ・".split())
_SOURCE = re.compile(
    r"に(?:よれば|よると|よりますと|言わせれば|いわせれば|従えば|とって(?:は|、)|としては)|の言葉を(?:引けば|借りれば)|の目には|にしてみれば|にあっては|からすれば|から見れば|"
    r"の(?:見解|考え|立場|見方|主張|認識|理解|説明|論理|目|言い分)(?:では|からは|からすれば|に立てば)"
)
_FROM = re.compile(
    r"(?:から(?:は|も|の)?|より(?:は)?|の(?:間|中|側|周辺)(?:で|に|から)(?:は|も)?|(?:側|内)(?:から|に)(?:は|も)?|において(?:は|も)|では|には)"
)
_LABEL = re.compile(r"^[\s「（(]*([^\s、。：:「」（）]{1,24}(?:[（(][^）)]{1,16}[）)])?)[：:]\s*\S")
_AFTER_QUOTE = re.compile(r"」\s*[（(]([^（）()]{2,30})[）)]")
_FOLLOWED = re.compile(
    r"」?と(?:の|する|した|いう|述べた|説く|説いた|論じる|主張する|みる|訴える)|旨の|」と(?:述べ|語)"
)


def japanese_candidates(run: Run, sentence: CharSpan) -> list[Candidate]:
    """Find the candidates of a Japanese sentence, in order of their place."""
    text = run.text
    first, last = run.touching(sentence.start, sentence.end)
    tokens = run.words[first:last]
    quoted = _quoted(sentence.of(text), sentence.start)
    found: list[Candidate] = []

    def add(end: int, place: str, cue: tuple[int, int], *marks: str) -> None:
        span = _phrase_before(text, tokens, end)
        if span is None or _inside(span, quoted):
            return
        span = _who_says(text, span)
        if not text[sentence.start : span.start].strip(" \u3000「（"):
            marks = (*marks, "opens")
        head = _japanese_head(span.of(text), tokens, span)
        found.append(Candidate(span, place, head, marks, CharSpan(*cue)))

    body = sentence.of(text)
    label = _LABEL.match(body)
    if label:
        span = CharSpan(sentence.start + label.start(1), sentence.start + label.end(1))
        head = _japanese_head(span.of(text), tokens, span)
        found.append(Candidate(span, "label", head, ("opens",), span))
    for match in _AFTER_QUOTE.finditer(body):
        span = CharSpan(sentence.start + match.start(1), sentence.start + match.end(1))
        head = _japanese_head(span.of(text), tokens, span)
        found.append(Candidate(span, "quote", head, (), span))
    for match in _SOURCE.finditer(body):
        at = sentence.start + match.start()
        add(at, "source", (at, sentence.start + match.end()))
    says = _says_in_the_end(run.words, first, last)
    for i, token in enumerate(tokens):
        if not token.tag.startswith("助詞") or i == 0:
            continue
        source = _FROM.match(text, token.start, sentence.end)
        if source and (token.text in ("から", "より") or source.group() not in ("から", "より")):
            said = _saying_behind(text, source.end(), sentence.end)
            if said is not None:
                among = source.group().startswith("の") or token.text not in ("から", "より")
                place = "within" if among else "saying"
                add(token.start, place, said)
        if token.text in ("は", "が", "も"):
            if token.text == "が" and tokens[i - 1].text in ("我", "わ"):
                continue
            comma = i + 1 < len(tokens) and tokens[i + 1].text == "、"
            end = (token.start, token.end)
            marks = (token.text, *(("comma",) if comma else ()))
            add(token.start, "topic" if says else "subject", end, *marks)
        if token.text in ("に", "と", "の") and tokens[i - 1].tag.startswith(_NOMINAL):
            add(token.start, "other", (token.start, token.end))
    for match in _FOLLOWED.finditer(body):
        behind = _phrase_after(text, tokens, sentence.start + match.end())
        if behind is not None and not _inside(behind, quoted):
            head = _japanese_head(behind.of(text), tokens, behind)
            cue = CharSpan(sentence.start + match.start(), sentence.start + match.end())
            found.append(Candidate(behind, "behind", head, (), cue))
    return sorted(found, key=lambda c: c.span)


def _says_in_the_end(tokens: Sequence[Word], first: int, last: int) -> bool:
    """Tell whether the last predicate is a verb or noun of saying: …と訴える, …の見解だ.

    ``first`` and ``last``: the tokens of the sentence.
    """
    for at in range(last - 1, first - 1, -1):
        token = tokens[at]
        if token.tag.startswith(("助詞-格助詞", "助詞-係助詞", "助詞-副助詞")):
            return False
        if token.tag.startswith(("名詞", "動詞", "形容詞", "形状詞")) and token.lemma not in _LIGHT:
            said = {token.lemma, token.text}
            if token.lemma == "付ける" and at:  # 結論付ける, 位置付ける
                said.add(tokens[at - 1].text)
            return not said.isdisjoint(words("verbs", "ja") | words("sayings", "ja"))
    return False


def _who_says(text: str, span: CharSpan) -> CharSpan:
    """Leave out a saying behind the name: of 高城君の御質問 it is 高城君."""
    name, _, last = span.of(text).rpartition("の")
    if (
        name
        and name not in ("こ", "そ", "あ")
        and last.removeprefix("御").removeprefix("ご") in words("sayings", "ja")
    ):
        return CharSpan(span.start, span.start + len(name))
    return span


def _quoted(body: str, start: int) -> list[CharSpan]:
    return [
        CharSpan(start + m.start(), start + m.end())
        for m in re.finditer("「[^「」]{8,}(?:」|$)", body)
    ]


def _inside(span: CharSpan, quoted: Sequence[CharSpan]) -> bool:
    return any(q.start < span.start and span.end < q.end for q in quoted)


def _saying_behind(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the first noun of saying behind a source: 弁護士会から…との指摘."""
    best = None
    for word in words("sayings", "ja"):
        at = text.find(word, start, end)
        if at >= 0 and (best is None or at < best[0]):
            best = (at, at + len(word))
    return best


def _start(token: Word) -> int:
    return token.start


_BEFORE_SAYING = re.compile("^(?:この|その|こうした|そうした)?(?:御|ご|お)?")


def _phrase_before(text: str, tokens: Sequence[Word], end: int) -> CharSpan | None:
    """Return the noun phrase that ends at character ``end``; None without one."""
    i = bisect_left(tokens, end, key=_start)
    begin = None
    steps = 0
    while i > 0:
        i -= 1
        steps += 1
        if steps > _LONGEST:
            return None
        token = tokens[i]
        if token.text in ("）", ")"):  # 地域連合（RU）は…, but not １）政府は…
            opening = max(text.rfind(mark, tokens[0].start, token.start) for mark in "（(")
            if opening < 0 or any(m in text[opening : token.start] for m in "。\n"):
                break
            i = bisect_left(tokens, opening, key=_start)
            begin = tokens[i].start
            continue
        nominal = token.tag.startswith(_NOMINAL) or token.text in "・「」『』"
        own = token.text in ("が", "わが") and begin is not None and text[begin] in "国党社代"
        own = own or (token.text in ("我", "わ") and begin is not None and text[begin] == "が")
        if not nominal and not own and not (token.text in _LINKING and begin is not None):
            break
        begin = token.start
    if begin is None:
        return None
    name = text[begin:end].lstrip("のやと・ら」』、 \u3000\n")
    for marks in ("「」", "『』"):
        name = name if name.count(marks[0]) == name.count(marks[1]) else name.strip(marks)
    name = name.strip()
    name = re.sub(r"^[,，.．\s]+", "", name)
    name = re.sub(
        r"^(?:[0-9０-９]+(?:年|月|日|時)?(?:の)?|[（(]?[0-9０-９]+[）)．.]?)+(?=\D)", "", name
    )
    bare = _BEFORE_SAYING.sub("", name)
    if not name or name in words("no_holder", "ja") or _only_said(bare):
        return None
    if name[-1].isdigit() or name[-1] in "年月日":
        return None
    begin = text.index(name, begin)
    return CharSpan(begin, begin + len(name))


def _only_said(name: str) -> bool:
    """Tell a saying that holds nothing: 指摘, but not 報告書, which may."""
    return name in words("sayings", "ja") and name not in words("texts", "ja")


def _phrase_after(text: str, tokens: Sequence[Word], start: int) -> CharSpan | None:
    """Return the noun phrase behind an adnominal report: …とする連邦裁判所の判決."""
    i = bisect_left(tokens, start, key=_start)
    end = None
    first = i
    while i < len(tokens):
        token = tokens[i]
        if not token.tag.startswith(_NOMINAL) and not (
            token.text in ("の", "・", "や") and i > first
        ):
            break
        end = token.end
        i += 1
        if i - first > _LONGEST:
            return None
    if end is None:
        return None
    name = text[tokens[first].start : end].strip("のや・ \u3000\n")
    parts = name.rsplit("の", 1)
    if len(parts) == 2 and any(parts[1].startswith(w) for w in words("sayings", "ja")):
        name = parts[0]  # 人権高等弁務官の所見: the commissioner holds it
    if not name or _only_said(name) or name in words("no_holder", "ja"):
        return None
    begin = text.index(name, tokens[first].start)
    return CharSpan(begin, begin + len(name))


_POINTING = ("その", "この", "こうした", "そうした", "かかる", "これらの", "それらの", "当該")


def _japanese_head(name: str, tokens: Sequence[Word], span: CharSpan) -> str:
    head = _bare_head(name, tokens, span)
    if name.startswith(_POINTING) and not name.startswith("その他"):
        return "before" if head in ("person", "text") else "other"
    return head


def _bare_head(name: str, tokens: Sequence[Word], span: CharSpan) -> str:
    if name in words("author"):
        return "author"
    if name in words("anaphor", "ja"):
        return "before"
    if name in words("generic", "ja"):
        return "generic"
    if name.endswith(("見方", "考え方", "国家")):
        return "other"
    bare = re.sub(r"[（(][^）)]*[）)]$", "", name)
    if bare.endswith(endings("texts")):
        return "text"
    if bare.endswith(endings("heads")):
        return "person"
    first = bisect_left(tokens, span.start, key=_start)
    last = bisect_left(tokens, span.end, key=_start)
    if any(t.tag.startswith("名詞-固有名詞") for t in tokens[max(first, last - 2) : last]):
        return "name"
    return "other"
