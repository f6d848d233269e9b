"""Sentence encoders: what they promise, the one that ships, and any other by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jacyber_nlp.encoders.base import Encoder, Role, cores, each, using_threads
from jacyber_nlp.encoders.cache import (
    CachedEncoder,
    CacheInfo,
    Kept,
    VectorCache,
    cache_info,
    cache_key,
    cached,
    clear_cache,
    user_cache,
)
from jacyber_nlp.encoders.loading import default_encoder, load_encoder
from jacyber_nlp.encoders.packaged import PackagedEncoder

if TYPE_CHECKING:
    from pathlib import Path


def as_sentence_transformer() -> Any:
    """Return the encoder that ships as a ``SentenceTransformer``.

    For KeyBERT, BERTopic, SetFit and whatever else takes one. ``save(folder)``
    writes it; ``load_sentence_transformer(folder)`` reads it again.

    Raises:
        MissingExtraError: If the extra ``sentence-transformers`` is not installed.
    """
    from jacyber_nlp.encoders import outward

    return outward.as_sentence_transformer()


def load_sentence_transformer(folder: Path | str) -> Any:
    """Return a saved ``SentenceTransformer`` in which the encoder that ships is a part.

    sentence-transformers itself loads modules from outside its package only with
    ``trust_remote_code=True``. This trusts our own module alone.

    Raises:
        MissingExtraError: If the extra ``sentence-transformers`` is not installed.
        UnusableEncoderError: If the folder was saved with another module or version.
    """
    from jacyber_nlp.encoders import outward

    return outward.load_sentence_transformer(folder)


__all__ = [
    "CacheInfo",
    "CachedEncoder",
    "Encoder",
    "Kept",
    "PackagedEncoder",
    "Role",
    "VectorCache",
    "as_sentence_transformer",
    "cache_info",
    "cache_key",
    "cached",
    "clear_cache",
    "cores",
    "default_encoder",
    "each",
    "load_encoder",
    "load_sentence_transformer",
    "user_cache",
    "using_threads",
]
