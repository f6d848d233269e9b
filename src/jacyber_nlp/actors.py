"""Docs and scopes → who holds a reported view."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import cache
from typing import TYPE_CHECKING

from jacyber_nlp import resources
from jacyber_nlp.matching import FormMatcher, forms_of
from jacyber_nlp.records import Actor, CharSpan, Holder, ScopeSpan
from jacyber_nlp.sentences import split_sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

UNNAMED = "unnamed"
AUTHOR = "author"

_JA_UNNAMED = re.compile(r"れ(?:る|た|て)|^(?:だ|た|る|い|う)?という$|^との.*(?:が|も)")
_JA_BY_CUE = re.compile(r"よれば|よると|言わせれば|から|(?:で|とって|しては)は$")
_EN_UNNAMED = re.compile(
    r"^(?:is|are|was|were|it|reportedly|allegedly|critics|some)\b", re.IGNORECASE
)
_EN_BY_CUE = re.compile(r"^(?:according to|in )", re.IGNORECASE)
_EN_LEAD = re.compile(
    r"^(?:(?:and|but|or|yet|so|while|although|as|when|because|that|which|who|whereas|nor|then|"
    r"however|moreover|meanwhile|indeed|for|in|on|at|by)\s+)+",
    re.IGNORECASE,
)
_EN_TAIL = re.compile(
    r"\s+(?:(?:has|have|had|is|are|was|were|also|again|further|repeatedly|recently|often|always|"
    r"consistently|openly|publicly|long|still|now|then|once|to|would|will|could|may|might|"
    r"formally|instead|simply|never|not|do|does|did)\s*)+$",
    re.IGNORECASE,
)
_EN_CLAUSE = re.compile(r"[,;:—()“”\"]|\bthat\b|\bwhile\b|\bbut\b", re.IGNORECASE)
_EN_ASIDE = re.compile(r"(?:which|who|whose|[a-z]+ing)\b")
_NOMINAL = ("名詞", "接頭辞", "接尾辞", "形状詞", "代名詞", "記号")


class HolderFinder:
    """Name the holder of each reported view.

    The name is the noun phrase as it stands in the text: the topic or subject
    before the report (…は…と主張する, X argues that), or what stands in the cue
    (…によれば, according to X). Actors of the catalogue only add their id.
    """

    def __init__(self, actors: Sequence[Actor]) -> None:
        """Index the names of the actors."""
        self._matcher = FormMatcher(
            form
            for actor in actors
            for form in forms_of(
                actor.id,
                (actor.preferred.ja, actor.preferred.en, *actor.aliases_ja, *actor.aliases_en),
                cased=actor.match == "case",
                not_in=actor.not_in,
            )
        )
        self._names = {
            actor.id: {
                name.lower()
                for name in (
                    actor.id,
                    actor.preferred.ja,
                    actor.preferred.en,
                    *actor.aliases_ja,
                    *actor.aliases_en,
                )
            }
            for actor in actors
        }

    def own_names(self, actor: str | None) -> frozenset[str]:
        """Return all names of the actor that speaks; none if it is not known."""
        if not actor:
            return frozenset()
        low = actor.lower()
        return frozenset({low}).union(*(names for names in self._names.values() if low in names))

    def find(
        self,
        doc: Doc,
        scopes: Sequence[ScopeSpan],
        offset: int = 0,
        *,
        own_names: Collection[str] = (),
        kind: str | None = None,
    ) -> list[Holder]:
        """Return one holder for each report among ``scopes``, in order.

        Args:
            doc: Tokenized text of one language.
            scopes: Scopes found in it.
            offset: Of its first character in the document.
            own_names: Names of the document's own actor, in lower case; what
                they say is the author's own view.
            kind: Kind of source; in ``primary`` ones 政府 and "the Parties" are
                the author.

        Returns:
            Holders; the name is ``"author"`` where the author reports himself,
            ``"unnamed"`` where the text names nobody.
        """
        own = _words("author") | set(own_names)
        if kind in ("primary", "state_medium"):
            own |= _words("author_of_primary_text")
        reports = [scope for scope in scopes if scope.kind == "report"]
        if not reports:
            return []
        text = doc.text
        starts = [token.idx for token in doc]
        known = self._matcher.find(doc)
        holders = []
        for scope in reports:
            cue = CharSpan(scope.cue.start - offset, scope.cue.end - offset)
            japanese = doc.lang_ == "ja"
            span = _japanese(doc, text, starts, cue) if japanese else _english(text, cue)
            if span is None:
                holders.append(Holder(UNNAMED, None, scope.cue))
                continue
            name = text[span[0] : span[1]]
            if name.lower() in own:
                holders.append(Holder(AUTHOR, None, scope.cue))
                continue
            # 同国外務省 is not the 外務省 of the catalogue: an actor begins a word group.
            inside = [
                actor_id
                for start, end, actor_id in known
                if span[0] <= start
                and end <= span[1]
                and (start == span[0] or text[start - 1] in "のとや・、 ")
            ]
            holders.append(Holder(name, inside[-1] if inside else None, scope.cue))
        return holders


def topics(
    doc: Doc,
    sentences: Sequence[CharSpan],
    offset: int = 0,
    *,
    own_names: Collection[str] = (),
) -> list[str]:
    """Name the topic of each sentence, whose view it is if it turns out a report.

    Args:
        doc: Tokenized text of one language.
        sentences: Spans in the document, in order.
        offset: Of the first character of ``doc`` in the document.
        own_names: Names of the document's own actor, in lower case: no holder of
            what the document reports of others.

    Returns:
        The noun phrase before the first は, が or から of a Japanese sentence;
        ``"unnamed"`` without one, and in English, which marks no topic.
    """
    if doc.lang_ != "ja":
        return [UNNAMED] * len(sentences)
    text = doc.text
    starts = [token.idx for token in doc]
    found = []
    for span in sentences:
        phrase = _first_topic(doc, text, starts, span.start - offset, span.end - offset)
        name = text[phrase[0] : phrase[1]] if phrase else UNNAMED
        own = name.lower() in own_names or name in _words("author")
        found.append(UNNAMED if own else name)
    return found


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(word for words in resources.holder_words()[name].values() for word in words)


def _japanese(doc: Doc, text: str, starts: Sequence[int], cue: CharSpan) -> tuple[int, int] | None:
    """Find the noun phrase that a Japanese report ascribes the view to."""
    words = cue.of(text)
    if _JA_BY_CUE.search(words):
        return _phrase_before(doc, text, starts, cue.start)
    if _JA_UNNAMED.search(words):
        return None
    begin = max(text.rfind(mark, 0, cue.start) for mark in "。！？\n") + 1
    return _first_topic(doc, text, starts, begin, cue.start)


def _first_topic(
    doc: Doc, text: str, starts: Sequence[int], begin: int, end: int
) -> tuple[int, int] | None:
    """Return the noun phrase before the first particle of a topic or subject.

    先方からは marks one as 先方は does; から alone only where nothing else does.
    """
    for particles in (("は", "が", "も", "からは"), ("から",)):
        for i in range(bisect_left(starts, begin), bisect_left(starts, end)):
            word = doc[i].text
            if word == "から" and text.startswith("からは", starts[i]):
                word = "からは"
            if word == "が" and text[: starts[i]].endswith(("我", "わ")):
                continue  # 我が国 is one name
            if word in particles and doc[i].tag_.startswith("助詞"):
                phrase = _phrase_before(doc, text, starts, starts[i])
                if phrase is not None:
                    return phrase
    return None


def _phrase_before(doc: Doc, text: str, starts: Sequence[int], end: int) -> tuple[int, int] | None:
    """Return the noun phrase that ends at character ``end``."""
    begin = None
    i = bisect_left(starts, end)
    while i > 0:
        i -= 1
        token = doc[i]
        if token.text in ("）", ")"):  # 地域連合（RU）は…, but not １）政府は…
            opening = max(text.rfind(mark, 0, token.idx) for mark in "（(")
            if opening < 0 or any(mark in text[opening : token.idx] for mark in "。\n"):
                break
            i = bisect_left(starts, opening)
            begin = starts[i]
            continue
        nominal = token.tag_.startswith(_NOMINAL) or token.text in "・「」『』"
        # 我が国 and わが国 hold a が of their own.
        own = token.text in ("が", "わが") and begin is not None and text[begin] in "国党社"
        own = own or (token.text in ("我", "わ") and begin is not None and text[begin] == "が")
        linking = own or (
            token.text in ("の", "や", "と", "及び", "など", "ら") and begin is not None
        )
        if not nominal and not linking:
            break
        begin = token.idx
    if begin is None:
        return None
    name = text[begin:end].lstrip("のやと・ら」』")
    name = (name if name.count("「") == name.count("」") else name.strip("「」")).strip()
    if not name or name in _words("no_holder") or name[-1].isdigit() or name[-1] in "年月日":
        return None
    begin = text.index(name, begin)
    return begin, begin + len(name)


def _english(text: str, cue: CharSpan) -> tuple[int, int] | None:
    """Find the noun phrase that an English report ascribes the view to."""
    words = cue.of(text)
    if _EN_UNNAMED.search(words):
        return None
    if _EN_BY_CUE.search(words):
        border = _EN_CLAUSE.search(text, cue.end)
        return _trimmed(text, cue.end, border.start() if border else len(text))
    start = 0
    for sentence in split_sentences(text[: cue.end]):
        start = sentence.start
    segments = [start, *(m.end() for m in _EN_CLAUSE.finditer(text, start, cue.start))]
    for begin in reversed(segments):
        border = _EN_CLAUSE.search(text, begin, cue.start)
        found = _trimmed(text, begin, border.start() if border else cue.start)
        if found is not None and _EN_ASIDE.match(text[begin : found[1]].lstrip()):
            continue  # X, which leads the group, argues that …
        if found is not None and text[found[0] : found[1]].lower() not in (
            "it",
            "there",
            "he",
            "she",
        ):
            return found
    return None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Cut conjunctions before and auxiliaries behind a noun phrase."""
    part = text[start:end]
    lead = _EN_LEAD.match(part.lstrip())
    begin = start + len(part) - len(part.lstrip()) + (lead.end() if lead else 0)
    tail = _EN_TAIL.search(" " + text[begin:end].rstrip() + " ")
    stop = begin + (tail.start() - 1 if tail else len(text[begin:end].rstrip()))
    phrase = text[begin:stop].strip(" ’'\"")
    if not phrase or len(phrase.split()) > 12 or not any(c.isalpha() for c in phrase):
        return None
    return begin, begin + len(text[begin:stop].rstrip(" ’'\""))
