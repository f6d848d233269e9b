"""What is wrong with entries, in both languages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Self

SHORT_FORM = 4  # up to here upper and lower case tell forms apart (US, us)

_KINDS_JA = {
    "concept": "概念",
    "actor": "主体",
    "instrument": "文書",
    "provision": "条項",
    "event": "出来事",
    "phrase": "語句",
    "vote": "投票",
    "crosswalk": "対応",
}


class Fault(str):
    """A message in English that knows its entry and its Japanese.

    Attributes:
        entry: Id of the entry at fault.
        ja: The message in Japanese.
    """

    __slots__ = ("entry", "ja")
    entry: str
    ja: str

    @classmethod
    def of(cls, kind: str, entry: str, en: str, ja: str) -> Self:
        """Make the message out of the entry and what is wrong with it."""
        fault = cls(f"{kind} {entry}: {en}")
        fault.entry = entry
        fault.ja = f"{_KINDS_JA[kind]}「{entry}」: {ja}"
        return fault


def duplicates(kind: str, ids: Iterable[str]) -> list[Fault]:
    """Return a fault for each id that stands more than once."""
    return [
        Fault.of(kind, name, f"stands {n} times", f"{n}回書かれています")
        for name, n in Counter(ids).items()
        if n > 1
    ]


def unknown(kind: str, entry: str, what: str, what_ja: str, name: str) -> Fault:
    """Return the fault of naming what does not exist."""
    return Fault.of(
        kind, entry, f"unknown {what} {name}", f"{what_ja}「{name}」は登録されていません"
    )


def no_date(kind: str, entry: str, text: str) -> Fault:
    """Return the fault of a date that is none."""
    return Fault.of(
        kind,
        entry,
        f"{text} is no date (YYYY, YYYY-MM or YYYY-MM-DD)",
        f"「{text}」は日付ではありません（YYYY、YYYY-MM、YYYY-MM-DDのいずれか）",
    )


def ambiguous(kind: str, lang: str, entries: Iterable[tuple[str, Iterable[str]]]) -> list[Fault]:
    """Return a fault for each form that names several entries."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for name, forms in entries:
        for form in forms:
            if form:
                owners[form if len(form) <= SHORT_FORM else form.lower()].add(name)
    faults = []
    for form, names in owners.items():
        if len(names) > 1:
            shared = sorted(names)
            en = f"form ({lang}) {form} is ambiguous, names {' and '.join(shared)}"
            named = "、".join(f"「{name}」" for name in shared)
            ja = f"語形「{form}」が{named}のどちらにも当たります"
            faults.append(Fault.of(kind, shared[-1], en, ja))
    return faults
