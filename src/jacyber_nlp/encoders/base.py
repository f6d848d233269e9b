"""What an encoder promises, and what all of them do to a text first."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Role = Literal["query", "document"]
T = TypeVar("T")
R = TypeVar("R")


class Encoder(Protocol):
    """Texts in, vectors of unit length out.

    Attributes:
        name: What made the vectors, down to the version or digest of the
            weights; kept with every figure, and asked for by fitted models and
            the cache. The same name means the same vectors.
        dim: Length of a vector.
    """

    name: str
    dim: int

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        """Return one vector a text, of unit length.

        Args:
            texts: The texts; one without a visible character has the zero vector.
            role: Whether the texts look for something (``"query"``: terms and
                sentences) or are found (``"document"``: provisions). Models that
                were trained with prompts put the one of the role before the text.

        Returns:
            Shape: (n_texts, dim).
        """
        ...


def clean(text: str) -> str:
    """Return the text without what breaks encoders; empty if nobody sees a character of it."""
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").strip()
    return text if any(unicodedata.category(char)[0] not in "CZ" for char in text) else ""


def pooled(rows: NDArray[np.float32], owners: Sequence[int], n: int) -> NDArray[np.float32]:
    """Return the mean of each text's windows, of unit length; zero for a text without.

    Args:
        rows: Vectors of the windows. Shape: (n_windows, dim).
        owners: For each window the text that it is of.
        n: How many texts there are.

    Returns:
        Shape: (n, dim).
    """
    import numpy as np

    vectors = np.zeros((n, rows.shape[1]), dtype=np.float32)
    np.add.at(vectors, list(owners), rows)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(norms > 0, norms, 1), dtype=np.float32)


def cores() -> int:
    """Return how many cores this process may use: more threads are many times slower."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_threads: int | None = None


@contextmanager
def using_threads(n: int) -> Iterator[None]:
    """Let the models of this process use ``n`` threads inside the block, not one a core."""
    global _threads
    before, _threads = _threads, n
    try:
        yield
    finally:
        _threads = before


def each(function: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """Return what a function makes of each item, in order, over the threads of this process.

    For work that lets go of the interpreter. What a text becomes hangs on no other
    text, nor on the number of threads: matrices of several texts at a time would be
    quicker by a quarter, but move the last digits of each by what stands beside it.
    """
    threads = min(_threads or cores(), len(items))
    if threads < 2:
        return [function(item) for item in items]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(function, items))
