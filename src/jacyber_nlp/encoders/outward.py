"""The encoder that ships, as a module of sentence-transformers. Imports torch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jacyber_nlp.encoders.packaged import PackagedEncoder
from jacyber_nlp.errors import MissingExtraError, UnusableEncoderError

try:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import InputModule
except ModuleNotFoundError as missing:
    raise MissingExtraError("sentence-transformers", missing.name or "") from missing


class PackagedModule(InputModule):  # type: ignore[misc, unused-ignore]
    """Texts in, vectors of the encoder that ships out; nothing in it can be trained."""

    config_keys = ["encoder"]  # noqa: RUF012  (the base class declares it so)
    save_in_root = False

    def __init__(self, encoder: str | None = None) -> None:
        """Take the encoder.

        Args:
            encoder: Name that the module was saved with; None for whatever is installed.

        Raises:
            UnusableEncoderError: If another version is installed.
        """
        super().__init__()
        self._packaged = PackagedEncoder()
        self.encoder = self._packaged.name
        if encoder not in (None, self.encoder):
            raise UnusableEncoderError(
                str(encoder),
                f"saved with this encoder, but {self.encoder} is installed",
                f"保存時のエンコーダーと、入っている{self.encoder}が違います",
            )

    def preprocess(
        self,
        inputs: Sequence[str],
        prompt: str | None = None,
        **_: Any,
    ) -> dict[str, Any]:
        """Encode the texts, since there is no tokenizer apart."""
        vectors = self._packaged.encode([(prompt or "") + text for text in inputs])
        return {"sentence_embedding": torch.from_numpy(vectors)}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Hand on what ``preprocess`` made."""
        return features

    def get_embedding_dimension(self) -> int:
        """Return the length of a vector."""
        return self._packaged.dim

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Write the encoder's name; its weights stay in their package."""
        self.save_config(output_path)


def as_sentence_transformer() -> SentenceTransformer:
    """See ``jacyber_nlp.encoders.as_sentence_transformer``."""
    return SentenceTransformer(modules=[PackagedModule()], device="cpu")


def load_sentence_transformer(folder: Path | str) -> SentenceTransformer:
    """See ``jacyber_nlp.encoders.load_sentence_transformer``."""
    folder = Path(folder)
    own = f"{PackagedModule.__module__}.{PackagedModule.__qualname__}"
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        types = [module["type"] for module in modules]
        config = json.loads((folder / modules[0]["path"] / "config.json").read_text("utf-8"))
    except (OSError, ValueError, KeyError, IndexError, TypeError) as err:
        raise UnusableEncoderError(
            str(folder), "no model was saved here", "モデルが保存されていません"
        ) from err
    if types != [own]:
        raise UnusableEncoderError(
            str(folder),
            f"its modules are {', '.join(types)}; {own} alone is needed",
            f"モジュールは{'、'.join(types)}です。{own}だけのものが必要です",
        )
    return SentenceTransformer(modules=[PackagedModule(**config)], device="cpu")
