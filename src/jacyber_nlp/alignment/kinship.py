"""What speaks for two provisions' saying the same, and how sure that is."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from jacyber_nlp.alignment.align import Logistic
from jacyber_nlp.alignment.index import ProvisionIndex, unit
from jacyber_nlp.errors import EncoderMismatchError
from jacyber_nlp.records import NormProvision
from jacyber_nlp.script import language_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

PAIR_FEATURES = (
    "statements",  # cosine of title and summary, the catalogue's mean taken off
    "crossed",  # cosine of the statement of one and the short title of the other, both ways
    "words",  # cosine of their wording: character pairs in Japanese, words in English
    "topics",  # topics in common, each weighing the more the fewer provisions have it
)
STEM = 6  # letters of an English word that count: state, states; regulate, regulation


@dataclass(frozen=True)
class NormPairs:
    """All pairs of some provisions, with what speaks for their saying the same.

    Nothing of it is a judgement on a pair: no crosswalk, and no phrase, since a
    phrase that means provisions of two instruments is a judged link between them.

    Attributes:
        index: The provisions. Neither its phrases nor its ``kin`` are looked at.
        known: All provisions that are known, those of the index among them: here
            it is counted what words and topics are rare, so that a pair does not
            hang on what else is compared.
        catalogue: Vectors of the catalogue's texts, in the order of
            ``texts_of_provisions``; their mean is taken off. Shape: (4 n, dim).
        encoder: Name of what made the vectors.
    """

    index: ProvisionIndex
    known: tuple[NormProvision, ...]
    catalogue: NDArray[np.float32]
    encoder: str

    @cached_property
    def features(self) -> NDArray[np.float32]:
        """``PAIR_FEATURES`` of all pairs, symmetric. Shape: (n, n, 4)."""
        by_text = self.catalogue.reshape(len(self.catalogue) // 4, 4, -1)
        means = (unit(by_text[:, k] + by_text[:, k + 1]).mean(axis=0) for k in (0, 2))
        given = (self.index.statements, self.index.labels)
        statements, labels = (unit(v - mean) for v, mean in zip(given, means, strict=True))
        crossed = statements @ labels.T
        topics = self._weighed_topics()
        found = (
            statements @ statements.T,
            crossed + crossed.T,
            self._words(),
            np.sqrt(topics @ topics.T),
        )
        return np.stack([(x + x.T) / 2 for x in found], axis=2).astype(np.float32)

    @cached_property
    def concepts(self) -> list[frozenset[str]]:
        """Concepts that each provision names in title or summary."""
        return [
            frozenset(name for name, where in self.index.in_summary.items() if where[i])
            for i in range(len(self.index.provisions))
        ]

    @cached_property
    def topics(self) -> list[frozenset[str]]:
        """Topics of each provision; none where a user's own names none."""
        return [frozenset(p.topics) for p in self.index.provisions]

    def _weighed_topics(self) -> NDArray[np.float64]:
        """Return a row a provision, so that rows' products sum up the topics in common.

        A topic weighs 1 / sqrt(n m), with n and m the numbers of provisions of the
        two instruments that have it: 1 where it leads from one provision to one.
        """
        topics = {p.id: frozenset(p.topics) for p in self.known}
        home = {p.id: p.instrument_id for p in self.known}
        counts = Counter((home[name], topic) for name, has in topics.items() for topic in has)
        column = {topic: j for j, topic in enumerate(sorted({topic for _, topic in counts}))}
        table = np.zeros((len(self.index.provisions), len(column)))
        for i, p in enumerate(self.index.provisions):
            for topic in topics[p.id]:
                table[i, column[topic]] = counts[p.instrument_id, topic] ** -0.5
        return table

    def _words(self) -> NDArray[np.float32]:
        """Return cosines of wording, mean over the languages that both are written in.

        A text of a user's own in one language stands for both.
        """
        norms, n = self.index.provisions, len(self.index.provisions)
        total, shared = np.zeros((n, n)), np.zeros((n, n))
        for lang, cut in (("ja", _japanese), ("en", _english)):
            written = [language_of(getattr(p.summary, lang)) == lang for p in norms]
            both, rows = np.outer(written, written), self._wording(cut)
            total += both * (rows @ rows.T)
            shared += both
        return np.asarray(total / np.maximum(shared, 1), dtype=np.float32)

    def _wording(self, cut: Callable[[NormProvision], list[str]]) -> NDArray[np.float32]:
        """Return rows of unit length: (1 + log tf) · log(N / df), df over all known."""
        texts = {p.id: Counter(cut(p)) for p in self.known}
        seen = Counter(word for of_one in texts.values() for word in of_one)
        column = {word: j for j, word in enumerate(seen)}
        table = np.zeros((len(self.index.provisions), len(column)), dtype=np.float32)
        for i, p in enumerate(self.index.provisions):
            for word, count in texts[p.id].items():
                table[i, column[word]] = (1 + math.log(count)) * math.log(len(texts) / seen[word])
        return unit(table)


@dataclass(frozen=True)
class MatrixModel:
    """The probability that two provisions say the same or overlap.

    Attributes:
        name: Name and version.
        encoder: The encoder whose cosines it was fitted on.
        match: Over ``PAIR_FEATURES``.
        bare: The same without topics, for provisions whose topics nobody has named.
    """

    name: str
    encoder: str
    match: Logistic
    bare: Logistic

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> MatrixModel:
        """Load the model from its JSON."""
        match, bare = (Logistic.from_data(data[part], PAIR_FEATURES) for part in ("match", "bare"))
        return cls(data["name"], data["encoder"], match, bare)

    def probabilities(self, pairs: NormPairs) -> NDArray[np.float32]:
        """Return the probability of a match by likeness alone; the poles are not looked at.

        Returns:
            In [0, 1], symmetric. Shape: (n_provisions, n_provisions).

        Raises:
            EncoderMismatchError: If the model was fitted on another encoder.
        """
        if pairs.encoder != self.encoder:
            raise EncoderMismatchError(self.name, self.encoder, pairs.encoder)
        named = [bool(topics) for topics in pairs.topics]
        x = pairs.features
        return np.where(np.outer(named, named), self.match(x), self.bare(x))


def _japanese(p: NormProvision) -> list[str]:
    text = "".join(f"{p.label.ja}。{p.summary.ja}".split())
    return [text[i : i + 2] for i in range(len(text) - 1)]


def _english(p: NormProvision) -> list[str]:
    return [w[:STEM] for w in re.findall("[a-z]+", f"{p.label.en} {p.summary.en}".lower())]
