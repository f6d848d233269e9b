"""Twelve concepts, five provisions, phrases for them and an encoder that needs no weights."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from jacyber_nlp.encoders import Role
from jacyber_nlp.records import Bilingual, Concept, NormProvision, Phrase


def concept(id_: str, ja: str, en: str, pole: int, topic: str, *more_ja: str) -> Concept:
    return Concept(id_, Bilingual(ja, en), more_ja, (), Bilingual("", ""), pole, (topic,))


CONCEPTS = (
    concept("free-flow", "情報の自由な流通", "free flow of information", 2, "flow"),
    concept(
        "cyber-sovereignty", "サイバー主権", "cyber sovereignty", -2, "sovereignty", "ネット主権"
    ),
    concept("sovereignty", "主権", "sovereignty", -1, "sovereignty"),
    concept("censorship", "検閲", "censorship", -2, "content"),
    concept("expression", "表現の自由", "freedom of expression", 2, "content"),
    concept("multistakeholder", "マルチステークホルダー", "multistakeholder", 2, "governance"),
    concept("state-control", "主権・統制", "state control", -2, "sovereignty"),
    concept("public-core", "公共的な核心", "public core", 2, "core"),
    concept("cyberspace", "サイバー空間", "cyberspace", 0, "core"),
    concept("tie", "タイ", "tie", 0, "trade"),
    concept("cbm", "信頼醸成措置", "CBM", 0, "cooperation"),
    concept("treaty", "新たな条約", "new treaty", -1, "law"),
)


def provision(id_: str, ja: str, en: str, pole: int, topic: str, verified: str) -> NormProvision:
    return NormProvision(
        id_,
        "toy",
        id_[-1],
        Bilingual(ja, en),
        Bilingual(f"{ja}を定める。", f"On {en}."),
        (topic,),
        pole,
        "",
        verified,
    )


PROVISIONS = (
    provision("toy-1", "情報の自由な流通の確保", "Free flow of information", 2, "flow", "true"),
    provision("toy-2", "公共的な核心の保護", "Protect the public core", 2, "core", "true"),
    provision(
        "toy-3", "サイバー主権の尊重", "Respect cyber sovereignty", -2, "sovereignty", "false"
    ),
    provision("toy-4", "信頼醸成措置", "Confidence-building", 0, "cooperation", "heading"),
    provision("toy-5", "検閲の禁止", "No censorship", 2, "content", "true"),
)

# toy-4 has none: it lives by its title and its kin.
PHRASES = (
    Phrase("データの越境流通", "ja", ("toy-1",), 2),
    Phrase("free data flows", "en", ("toy-1",), 2),
    Phrase("ネットの公共的な核心", "ja", ("toy-2",), 2),
    Phrase("ネット主権", "ja", ("toy-3",), -2),
    Phrase("情報空間における主権", "ja", ("toy-3",), -2),
    Phrase("言論の検閲をやめる", "ja", ("toy-5", "toy-1"), 2),
    Phrase("羊羹", "ja", (), 0),
    Phrase("国境管理", "ja", (), 0),
    Phrase("weather report", "en", (), 0),
)


class ToyEncoder:
    """Character pairs hashed into 64 dimensions: like texts have like vectors."""

    name = "toy/1"
    dim = 64

    def encode(self, texts: Sequence[str], role: Role = "query") -> NDArray[np.float32]:
        """Return one vector a text, of unit length. Shape: (n_texts, 64)."""
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        for i, text in enumerate(texts):
            low = text.lower()
            for j in range(len(low) - 1):
                out[i, zlib.crc32(low[j : j + 2].encode("utf-8", "replace")) % self.dim] += 1
        norms = np.linalg.norm(out, axis=1, keepdims=True)
        return np.asarray(out / np.where(norms > 0, norms, 1), dtype=np.float32)
