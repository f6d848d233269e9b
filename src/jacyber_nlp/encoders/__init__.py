"""Sentence encoders: what they promise, and the one that ships."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from jacyber_nlp.encoders.packaged import PackagedEncoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Encoder(Protocol):
    """Texts in, vectors of unit length out.

    Attributes:
        name: Name and version, kept with every figure that it made.
        dim: Length of a vector.
    """

    name: str
    dim: int

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector a text, of unit length. Shape: (n_texts, dim)."""
        ...


def default_encoder() -> Encoder:
    """Return the encoder that ships: USE-multilingual, no download, no torch."""
    return PackagedEncoder()


__all__ = ["Encoder", "PackagedEncoder", "default_encoder"]
