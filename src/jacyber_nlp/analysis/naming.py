"""Names of one thing brought together: which are one, and which is preferred."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from jacyber_nlp.number import noun_lemma
from jacyber_nlp.records import CharSpan, GlossaryContext, GlossaryEntry, GlossaryUse
from jacyber_nlp.script import is_acronym, is_japanese

# How often documents state a name in a pair, and how often they use it.
Weight: TypeAlias = tuple[int, int]
_FIELDS = ("ja", "en", "abbreviations")


@dataclass(slots=True, eq=False)
class Naming:
    """Names of one thing, while they are brought together.

    Attributes:
        names: For each of ``ja``, ``en`` and ``abbreviations`` the folded names,
            and for each its spellings with their weights, in the order met.
        kinds: In the order met.
        uses: By document and form.
        context: The first.
        places: Within one document, where each form of a term stands.
        stated: Within one document, where it states a pair, and the pair's name.
        score: Within one document, the greatest termhood; 1 if it states a pair.
        keys: By which a pool finds it.
        number: Its place in a pool.
    """

    names: dict[str, dict[str, dict[str, Weight]]] = field(
        default_factory=lambda: {name: {} for name in _FIELDS}
    )
    kinds: dict[str, None] = field(default_factory=dict)
    uses: dict[tuple[str, str], GlossaryUse] = field(default_factory=dict)
    context: GlossaryContext | None = None
    places: dict[CharSpan, str] = field(default_factory=dict)
    stated: dict[CharSpan, str] = field(default_factory=dict)
    score: float = 0.0
    keys: set[str] = field(default_factory=set)
    number: int = 0

    @classmethod
    def of(cls, entry: GlossaryEntry) -> Naming:
        """Return an entry's names, none of them weightier than another."""
        naming = cls(kinds={entry.kind: None}, context=entry.context)
        for name in (entry.ja, *entry.variants_ja):
            naming.add_name("ja", name)
        for name in (entry.en, *entry.variants_en):
            naming.add_name("en", name)
        for name in entry.abbreviations:
            naming.add_name("abbreviations", name)
        for use in entry.uses:
            naming.add_use(use)
        return naming

    def add_name(self, kind: str, name: str | None, weight: Weight = (0, 0)) -> None:
        """Add a name to those of a field, or weight to one that is there."""
        if name is not None:
            spellings = self.names[kind].setdefault(fold(name), {})
            stated, met = spellings.get(name, (0, 0))
            spellings[name] = stated + weight[0], met + weight[1]

    def add_use(self, use: GlossaryUse) -> None:
        """Add a use; of two of one form in one document the greater stays."""
        known = self.uses.get((use.digest, use.form))
        if known is None or known.count < use.count:
            self.uses[use.digest, use.form] = use

    def absorb(self, other: Naming) -> None:
        """Take over all of another's."""
        for kind, names in other.names.items():
            for spellings in names.values():
                for name, weight in spellings.items():
                    self.add_name(kind, name, weight)
        for use in other.uses.values():
            self.add_use(use)
        self.kinds |= other.kinds
        self.context = self.context or other.context
        self.places |= other.places
        self.stated |= other.stated
        self.score = max(self.score, other.score)
        self.keys |= other.keys

    def all_keys(self) -> set[str]:
        """Return what joins within one document: every name."""
        return {key for names in self.names.values() for key in names}

    def lasting_keys(self) -> set[str]:
        """Return what joins across documents: names in full.

        Entries without one join by their acronyms, and never one with a name in
        full: merging in steps joins what merging at once does.
        """
        full = {
            key
            for lang in ("ja", "en")
            for key, spellings in self.names[lang].items()
            if not any(map(is_acronym, spellings))
        }
        return full or {f"={key}" for key in self.all_keys()}

    def entry(self) -> GlossaryEntry:
        """Return what was brought together, the weightiest names preferred."""
        ja, en, short = (_ranked(self.names[kind]) for kind in _FIELDS)
        names_ja, names_en = tuple(ja.values()), tuple(en.values())
        return GlossaryEntry(
            ja=next(iter(names_ja), None),
            en=next(iter(names_en), None),
            abbreviations=tuple(short[key] for key in short if key not in {*ja, *en}),
            variants_ja=names_ja[1:],
            variants_en=names_en[1:],
            kind=next((kind for kind in self.kinds if kind != "term"), "term"),
            uses=tuple(sorted(self.uses.values(), key=_by_date)),
            context=self.context,
        )


class Pool:
    """Namings that share no key; one that shares keys with some unites them."""

    def __init__(self) -> None:
        self._at: dict[str, Naming] = {}
        self._added = 0
        self.namings: dict[Naming, None] = {}

    def add(self, naming: Naming, keys: Iterable[str]) -> None:
        """Add a naming under its keys; the one that is there longest takes it over."""
        naming.keys = set(keys)
        known = {self._at[key] for key in naming.keys if key in self._at}
        first, *others = (*sorted(known, key=lambda n: n.number), naming)
        if first is naming:
            self._added += 1
            naming.number = self._added
            self.namings[naming] = None
        for other in others:
            first.absorb(other)
            self.namings.pop(other, None)
            self._at.update(dict.fromkeys(other.keys, first))
        self._at.update(dict.fromkeys(naming.keys, first))

    def entries(self) -> tuple[GlossaryEntry, ...]:
        """Return entries, the greatest score first, then by number of places."""
        entries = (naming.entry() for naming in self.namings)
        return tuple(sorted(entries, key=lambda e: (-e.score, -e.count, e.label)))


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """Return what spellings of one name share: width, case, blanks, English number."""
    name = unicodedata.normalize("NFKC", name)
    if language_of_name(name) == "ja":
        return "".join(name.split()).casefold()
    return " ".join(noun_lemma(word) for word in name.split()).casefold()


def language_of_name(name: str) -> str:
    """Return ``"ja"`` for a name with a Japanese character, else ``"en"``."""
    return "ja" if any(map(is_japanese, name)) else "en"


def _ranked(names: dict[str, dict[str, Weight]]) -> dict[str, str]:
    """Return for each folded name its best spelling, the best name first."""

    def weight(key: str) -> Weight:
        weights = names[key].values()
        return sum(stated for stated, _ in weights), sum(met for _, met in weights)

    return {
        key: max(names[key], key=lambda name: names[key][name])
        for key in sorted(names, key=weight, reverse=True)
    }


def _by_date(use: GlossaryUse) -> tuple[str, ...]:
    return use.date or "9999", use.document, use.digest, use.form
