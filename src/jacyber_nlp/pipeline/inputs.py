"""What earlier stages found in documents → what the stance model is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from jacyber_nlp import stance
from jacyber_nlp.pipeline.found import Found, marks_of, readings_of
from jacyber_nlp.records import Document, Sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray


def inputs_of_bodies(
    bodies: Sequence[tuple[Document, Found]],
    encode: Callable[[Sequence[str]], NDArray[np.float32]],
    poles: Mapping[str, int],
    reader: stance.Reader | None,
) -> list[stance.Inputs]:
    """Return what a stance model is given of documents, encoded and read all at once.

    Args:
        bodies: Documents, and what the stages before the encoder found in each.
        encode: Returns the vectors of sentences. Shape: (n_sentences, dim).
        poles: Of the lexicon's concepts, by id.
        reader: None leaves its columns 0.
    """
    texts = [[s.span.of(document.text) for s in found.body] for document, found in bodies]
    vectors = encode([text for own in texts for text in own])
    readings = [r for document, found in bodies for r in readings_of(document, found.body)]
    read = np.zeros((len(readings), stance.READ), dtype=np.float32)
    if reader is not None:
        read = reader.read(readings)
    inputs, at = [], 0
    for (document, found), own in zip(bodies, texts, strict=True):
        rows = slice(at, at + len(own))
        at = rows.stop
        marks = marks_of(found, poles)
        langs = [s.lang for s in found.body]
        x = stance.features(own, langs, vectors[rows], marks, read[rows])
        voices = _voice_rows(document, found.body, marks)
        inputs.append(stance.Inputs(x, vectors[rows], voices, own, found.body, marks))
    return inputs


def _voice_rows(
    document: Document, sentences: Sequence[Sentence], marks: Sequence[stance.Marks]
) -> NDArray[np.float32]:
    rows = [
        stance.voice_row(
            s.span.of(document.text),
            s.lang,
            m.scopes,
            s.span.start,
            m.holder,
            document.metadata.kind,
        )
        for s, m in zip(sentences, marks, strict=True)
    ]
    return np.array(rows) if rows else np.zeros((0, stance.VOICED), dtype=np.float32)
