"""Docs and scopes → who holds the view in each sentence, if it is a report."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import exp
from typing import TYPE_CHECKING

from jacyber_nlp import resources
from jacyber_nlp.actors.candidate import words
from jacyber_nlp.actors.features import candidate_features, candidates_in
from jacyber_nlp.matching import FormMatcher, forms_of
from jacyber_nlp.records import Actor, CharSpan, Holder, ScopeSpan
from jacyber_nlp.runs import Run, as_run
from jacyber_nlp.scope import scopes_in

if TYPE_CHECKING:
    from spacy.tokens import Doc

SURE, CERTAIN = 0.7, 0.9  # best on the labelled passages
UNNAMED = "unnamed"
AUTHOR = "author"


class HolderFinder:
    """Name whose view a sentence gives, should it give another's than the author's.

    The candidates are noun phrases as they stand in the text (japanese.py, english.py);
    a small log-linear model, fitted on the project's labels, weighs their place,
    their head and their neighbours against each other and against nobody. Actors
    of the catalogue only add their id.

    Attributes:
        model: Name and version of the weights; ``given`` for weights of one's own.
    """

    def __init__(self, actors: Sequence[Actor], weights: Mapping[str, float] | None = None) -> None:
        """Index the names of the actors; ``weights`` None for those that ship."""
        shipped = resources.model("holder") if weights is None else {}
        self.model = str(shipped.get("name", "given"))
        self._weights = shipped["weights"] if weights is None else weights
        self._matcher = FormMatcher(
            form
            for actor in actors
            for form in forms_of(
                actor.id,
                _names_of(actor),
                cased=actor.match == "case",
                not_in=actor.not_in,
            )
        )
        self._names = {
            actor.id: {name.lower() for name in (actor.id, *_names_of(actor))} for actor in actors
        }

    def own_names(self, actor: str | None) -> frozenset[str]:
        """Return all names of the actor that speaks; none if it is not known."""
        if not actor:
            return frozenset()
        low = actor.lower()
        return frozenset({low}).union(*(names for names in self._names.values() if low in names))

    def find(
        self,
        tokens: Doc | Run,
        sentences: Sequence[CharSpan],
        scopes: Sequence[ScopeSpan],
        offset: int = 0,
        *,
        own_names: Collection[str] = (),
        kind: str | None = None,
    ) -> list[Holder]:
        """Return one holder for each sentence, in order.

        Args:
            tokens: Tokenized text of one language.
            sentences: Spans in the document, in order, all inside ``tokens``.
            scopes: Scopes found in them, in order of their cues.
            offset: Of its first character in the document.
            own_names: Names of the document's own actor, in lower case; what
                they say is the author's own view.
            kind: Kind of source; in ``primary`` ones 政府 and "the Parties" are
                the author.

        Returns:
            Whose view each sentence gives if it is a report: ``"author"`` where
            the author reports himself, ``"unnamed"`` where it names nobody.
        """
        own = words("author") | set(own_names)
        if kind in ("primary", "state_medium"):
            own |= words("author_of_primary_text")
        run = as_run(tokens)
        known = self._matcher.find(run)
        text = run.text
        found = []
        for sentence in sentences:
            span = CharSpan(sentence.start - offset, sentence.end - offset)
            candidates = candidates_in(run, span)
            features = candidate_features(
                run.lang, text, span, candidates, scopes_in(scopes, sentence), offset
            )
            scores = [sum(self._weights.get(f, 0.0) for f in row) for row in features]
            best = max(range(len(scores)), key=scores.__getitem__)
            total = sum(exp(score - scores[best]) for score in scores)
            if best == len(candidates):
                found.append(Holder(UNNAMED, None, None, "", "", round(1 / total, 4)))
                continue
            chosen = candidates[best]
            name = chosen.span.of(text)
            cue = CharSpan(chosen.cue.start + offset, chosen.cue.end + offset)
            actor_id = _actor(known, chosen.span, text)
            if name.lower() in own:
                name, actor_id = AUTHOR, None
            p = round(1 / total, 4)
            found.append(Holder(name, actor_id, cue, chosen.place, chosen.head, p))
        return found


def _names_of(actor: Actor) -> tuple[str, ...]:
    return (actor.preferred.ja, actor.preferred.en, *actor.aliases_ja, *actor.aliases_en)


def _actor(known: Sequence[tuple[int, int, str]], span: CharSpan, text: str) -> str | None:
    """Return the catalogue's actor in a name: 同国外務省 is not its 外務省."""
    inside = [
        actor_id
        for start, end, actor_id in known
        if span.start <= start
        and end <= span.end
        and (start == span.start or text[start - 1] in "のとや・、 ")
    ]
    return inside[-1] if inside else None


def is_named_anew(holder: Holder, *, reports: bool) -> bool:
    """Tell a holder who is named from one who only stands in a report that goes on.

    Args:
        holder: The best candidate of a sentence after a report.
        reports: Whether a word of the sentence reports.
    """
    if holder.name in (AUTHOR, UNNAMED) or holder.head == "before":
        return False
    if holder.place in ("source", "label", "quote"):
        return True
    is_somebody = holder.head in ("person", "name")
    if holder.place in ("topic", "saying"):
        return (reports or is_somebody) and holder.p > SURE
    return holder.place != "other" and is_somebody and holder.p > CERTAIN
