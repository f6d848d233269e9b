"""What all tests share: no network, and a toy world that loads in no time."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from jacyber_nlp.records import CharSpan, Document, Metadata, Source

sys.path.insert(0, str(Path(__file__).parent))

# The same examples on every run: a pass must not hang on luck. To search further:
# HYPOTHESIS_PROFILE=default pytest --hypothesis-seed=random
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "corpora" / "samples"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail every test that reaches for the network."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError(f"a test reached for the network: {args}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the user's cache alone; vectors out of it would hide what encoders do."""
    monkeypatch.setenv("JACYBER_CACHE", "off")


@pytest.fixture
def samples() -> Path:
    """The folder of sample documents."""
    return SAMPLES


@pytest.fixture
def document() -> Callable[..., Document]:
    """Make a document out of paragraphs, one a line."""

    def make(text: str, lang: str = "ja", **metadata: str) -> Document:
        paragraphs, at = [], 0
        for line in text.split("\n"):
            if line:
                paragraphs.append(CharSpan(at, at + len(line)))
            at += len(line) + 1
        from jacyber_nlp.records import Anchor

        anchors = tuple(Anchor(p.start, None, i + 1, 0) for i, p in enumerate(paragraphs))
        return Document(
            id="toy",
            lang=lang,
            text=text,
            body_span=CharSpan(0, len(text)),
            paragraphs=tuple(paragraphs),
            sections=(),
            notes=(),
            anchors=anchors,
            pages=(),
            source=Source("toy.txt", "text/plain", "utf-8", ""),
            metadata=Metadata(**metadata),
        )

    return make
