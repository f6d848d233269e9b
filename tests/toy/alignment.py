"""The toy provisions as terms are compared with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jacyber_nlp.alignment import PhraseMemory, ProvisionIndex, texts_of_provisions
from jacyber_nlp.records import NormProvision, TermQuery
from toy.models import toy_memory
from toy.world import CONCEPTS, PROVISIONS, ToyEncoder


def named_in(text: str) -> list[str]:
    return [c.id for c in CONCEPTS if c.preferred.ja in text or c.preferred.en in text.lower()]


def index_of(
    provisions: Sequence[NormProvision] = PROVISIONS,
    memory: PhraseMemory | None = None,
    crosswalk: Mapping[str, Mapping[str, float]] | None = None,
) -> ProvisionIndex:
    texts = texts_of_provisions(provisions)
    return ProvisionIndex.build(
        provisions,
        ToyEncoder().encode(texts, "document"),
        [named_in(text) for text in texts],
        CONCEPTS,
        toy_memory() if memory is None else memory,
        crosswalk or {},
    )


def query(text: str, *concept_ids: str, denied: bool = False) -> TermQuery:
    return TermQuery(text, "ja", concept_ids, "", denied)
