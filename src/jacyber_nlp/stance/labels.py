"""Labelled sentences, one JSON object a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from jacyber_nlp.errors import ConfigError, SentenceListError
from jacyber_nlp.records import KINDS, Axis, LabelledSentence, SentenceQuery
from jacyber_nlp.script import is_visible
from jacyber_nlp.stance.sentence_list import check_length, decoded, lang_of, lines_of

MAX_SENTENCES = 100_000
MODES = ("asserted", "evaluated", "reported")


class _Line(msgspec.Struct):
    text: str
    label: str
    id: str | int | None = None
    lang: str | None = None
    document: str | int | None = None
    passage: str | int | None = None
    before: str | None = None
    actor: str | None = None
    kind: str | None = None
    source_kind: str | None = None
    mode: str | None = None
    issue: str | None = None
    holder: str | None = None
    reported_label: str | None = None
    phenomena: tuple[str, ...] | None = None


def read_labels(path: Path | str, axis: Axis | None = None) -> Iterator[LabelledSentence]:
    """Read labelled sentences, one JSON object a line, in order.

    ``text`` and ``label`` are needed; of the rest what is known: ``id``, ``lang``
    (found by the characters if it is not given), ``document`` (else ``passage``,
    else each sentence is its own), ``before``, ``actor``, ``kind`` (where there is
    ``source_kind``, that), ``mode``, ``issue``, ``holder``, ``phenomena``, and
    ``reported_label``, the pole of a view that is only reported. Other keys and
    empty lines are passed over.

    Args:
        path: A file in UTF-8, or ``"-"`` for stdin. It is read as it is consumed.
        axis: The names that labels have; None for freedom and control.

    Raises:
        SentenceListError: With the line, if the file cannot be read, a line is no
            such object or too long, a label, mode or kind is unknown, or there are
            more than 100,000 sentences.
    """
    name, names = str(path), axis or Axis()
    example = f'{{"text": "…", "label": "{names.positive}", "document": "1"}}'
    for n, (number, line) in enumerate(lines_of(path), start=1):
        if n > MAX_SENTENCES:
            raise SentenceListError(
                name,
                number,
                f"more than {MAX_SENTENCES:,} sentences. Leave some out.",
                f"文が{MAX_SENTENCES:,}を超えています。減らしてください。",
            )
        one = decoded(name, number, line, _Line, example)
        check_length(name, number, one.text, one.before)
        yield _labelled(name, number, one, names)


def parse_axis(names: str) -> Axis:
    """Return an axis by the names of its poles: ``"openness,closure"``.

    Raises:
        ConfigError: If they are not two that differ from each other and from neutral.
    """
    try:
        positive, negative = (name.strip() for name in re.split("[,，、]", names))
        return Axis(positive, negative)
    except ValueError as err:
        raise ConfigError(
            f"{names}: not two names of poles. Write the positive and the negative one, as in "
            "openness,closure; neutral is what has neither.",
            f"{names}: 2つの極の名前になっていません。openness,closureのように、正の極、"
            "負の極の順に書いてください。neutralはどちらでもない文のラベルなので使えません。",
        ) from err


def _labelled(name: str, number: int, one: _Line, axis: Axis) -> LabelledSentence:
    if not any(map(is_visible, one.text)):
        raise SentenceListError(
            name, number, "text is empty. Write a sentence.", "textが空です。文を書いてください。"
        )
    kind = one.source_kind or one.kind
    mode = one.mode or ("reported" if one.reported_label else "asserted")
    for key, value, known in (("kind", kind, KINDS), ("mode", mode, MODES)):
        _check(name, number, key, value, known)
    _check(name, number, "label", one.label, axis.names)
    _check(name, number, "reported_label", one.reported_label, axis.names)
    label = axis.label(one.label)
    if mode == "reported" and label != "neutral":
        raise SentenceListError(
            name,
            number,
            f"a view that is only reported has the label neutral, not {one.label}. "
            "Put its pole into reported_label.",
            f"伝えるだけの見解のラベルはneutralです（{one.label}になっています）。"
            "その極はreported_labelに書いてください。",
        )
    view = one.reported_label if mode == "reported" else one.label
    groups = (one.document, one.passage, one.id, f"line {number}")
    lang = lang_of(one.text, one.lang)
    return LabelledSentence(
        SentenceQuery(one.id, one.text, lang, one.actor, one.before or "", kind),
        str(next(group for group in groups if group is not None)),
        label,
        mode,
        None if view is None else axis.label(view),
        one.issue or None,
        one.holder or None,
        one.phenomena or (),
    )


def _check(name: str, number: int, key: str, value: str | None, known: tuple[str, ...]) -> None:
    if value is None or value in known:
        return
    hint, hint_ja = "", ""
    if "label" in key:
        hint = " Name other poles with --poles POSITIVE,NEGATIVE."
        hint_ja = "別の極は--poles 正の極,負の極で指定します。"
    raise SentenceListError(
        name,
        number,
        f"{key} is {value!r}. Right would be one of: {', '.join(known)}.{hint}",
        f"{key}が{value!r}です。使えるもの: {'、'.join(known)}。{hint_ja}",
    )
