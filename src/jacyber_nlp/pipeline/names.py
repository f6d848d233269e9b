"""The names of an axis, put in where results leave the analyser, and taken out again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from jacyber_nlp.records import Axis, DocumentStance, SentenceStance

_DEFAULT = Axis()


def with_names(stance: SentenceStance, axis: Axis) -> SentenceStance:
    """Return a stance whose labels are the names of the axis."""
    return stance if axis == _DEFAULT else _renamed(stance, axis.name)


def without_names(stance: SentenceStance, axis: Axis) -> SentenceStance:
    """Return a stance that has names of the axis with labels in their place."""
    return stance if axis == _DEFAULT else _renamed(stance, axis.label)


def _renamed(stance: SentenceStance, rename: Callable[[str], str]) -> SentenceStance:
    told = stance.reported_label
    return replace(
        stance,
        pole=rename(stance.pole),
        label=rename(stance.label),
        reported_label=None if told is None else rename(told),
    )


def with_names_of_evidence(stance: DocumentStance, axis: Axis) -> DocumentStance:
    """Return a document's stance whose evidence is labelled by the names of the axis."""
    if axis == _DEFAULT:
        return stance
    named = tuple(replace(e, label=axis.name(e.label)) for e in stance.evidence)
    return replace(stance, evidence=named)
