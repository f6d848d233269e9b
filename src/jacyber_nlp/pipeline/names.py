"""The names of an axis, put in where results leave the analyser, and taken out again."""

from __future__ import annotations

from dataclasses import replace

from jacyber_nlp.records import Axis, DocumentStance, SentenceStance

_DEFAULT = Axis()


def with_names(stance: SentenceStance, axis: Axis) -> SentenceStance:
    """Return a stance whose labels are the names of the axis."""
    if axis == _DEFAULT:
        return stance
    told = stance.reported_label
    return replace(
        stance,
        pole=axis.name(stance.pole),
        label=axis.name(stance.label),
        reported_label=None if told is None else axis.name(told),
    )


def without_names(stance: SentenceStance, axis: Axis) -> SentenceStance:
    """Return a stance that has names of the axis with labels in their place."""
    if axis == _DEFAULT:
        return stance
    told = stance.reported_label
    return replace(
        stance,
        pole=axis.label(stance.pole),
        label=axis.label(stance.label),
        reported_label=None if told is None else axis.label(told),
    )


def with_names_of_evidence(stance: DocumentStance, axis: Axis) -> DocumentStance:
    """Return a document's stance whose evidence is labelled by the names of the axis."""
    if axis == _DEFAULT:
        return stance
    named = tuple(replace(e, label=axis.name(e.label)) for e in stance.evidence)
    return replace(stance, evidence=named)
