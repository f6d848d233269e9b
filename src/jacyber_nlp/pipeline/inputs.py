"""What earlier stages found in a document → what the stance model is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from jacyber_nlp import stance
from jacyber_nlp.pipeline.found import Found, marks_of, readings_of
from jacyber_nlp.records import Document, Sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray


def inputs_of(
    document: Document,
    found: Found,
    vectors: NDArray[np.float32],
    poles: Mapping[str, int],
    reader: stance.Reader | None,
) -> stance.Inputs:
    """Return what a stance model is given of the sentences of a body.

    Args:
        document: The document.
        found: What the stages before the encoder found in it.
        vectors: Embeddings of the body's sentences. Shape: (n_sentences, dim).
        poles: Of the lexicon's concepts, by id.
        reader: None leaves its columns 0.
    """
    marks = marks_of(found, poles)
    texts = [s.span.of(document.text) for s in found.body]
    read = np.zeros((len(texts), stance.READ), dtype=np.float32)
    if reader is not None:
        read = reader.read(readings_of(document, found.body))
    x = stance.features(texts, [s.lang for s in found.body], vectors, marks, read)
    voices = _voice_rows(document, found.body, marks)
    return stance.Inputs(x, vectors, voices, texts, found.body, marks)


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
