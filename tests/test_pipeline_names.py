"""The names of an axis of one's own: put into every label of a result, and taken out again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jacyber_nlp.pipeline.names import with_names, without_names
from jacyber_nlp.records import Axis, CharSpan, SentenceStance

OWN = Axis("openness", "closure")
STANCE = SentenceStance(
    span=CharSpan(0, 5),
    paragraph=0,
    pole="control",
    p_pole=0.9,
    mode="reported",
    label="neutral",
    p_freedom=0.1,
    p_control=0.2,
    p_neutral=0.7,
    issue="A",
    phenomena=("reported",),
    holder="X国",
    reported_label="control",
)


def test_every_label_has_the_name_of_its_pole_and_nothing_else_changes() -> None:
    asserted = replace(STANCE, pole="freedom", label="freedom", reported_label=None)

    assert with_names(STANCE, OWN) == replace(STANCE, pole="closure", reported_label="closure")
    assert with_names(asserted, OWN) == replace(asserted, pole="openness", label="openness")


@pytest.mark.parametrize("pole", ["freedom", "control", "neutral"])
def test_names_are_taken_out_again(pole: str) -> None:
    stance = replace(STANCE, pole=pole, label=pole, reported_label=pole)

    assert without_names(with_names(stance, OWN), OWN) == stance
    assert with_names(stance, Axis()) is stance is without_names(stance, Axis())
