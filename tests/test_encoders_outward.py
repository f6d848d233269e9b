"""The encoder that ships, handed to tools that take a SentenceTransformer."""

from __future__ import annotations

import json
import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from jacyber_nlp.encoders import (
    PackagedEncoder,
    as_sentence_transformer,
    load_sentence_transformer,
)
from jacyber_nlp.errors import UnusableEncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

TEXTS = ["情報の自由な流通", "free flow of information", "主権"]

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning"),
    pytest.mark.skipif(  # CI sets the variable: there, a missing package is a failure
        "JACYBER_E5" not in os.environ and find_spec("sentence_transformers") is None,
        reason="the extra is not installed",
    ),
]


@pytest.fixture(scope="module")
def model() -> SentenceTransformer:
    return as_sentence_transformer()


def test_it_gives_the_vectors_of_the_encoder_that_ships(model: SentenceTransformer) -> None:
    expected = PackagedEncoder().encode(TEXTS)

    assert model.encode(TEXTS) == pytest.approx(expected, abs=1e-5)
    assert model.encode("主権") == pytest.approx(expected[2], abs=1e-5)
    assert model.get_embedding_dimension() == 512
    assert float(model.similarity(expected[:1], expected[1:2])) > 0.6


def test_it_is_saved_and_loaded_again(model: SentenceTransformer, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model.save(str(tmp_path))

    ours = load_sentence_transformer(tmp_path)
    theirs = SentenceTransformer(str(tmp_path), trust_remote_code=True)

    for loaded in (ours, theirs):
        assert np.abs(loaded.encode(TEXTS) - model.encode(TEXTS)).max() <= 1e-6
    with pytest.raises(ValueError, match="trust_remote_code=True"):
        SentenceTransformer(str(tmp_path))


@pytest.mark.parametrize("page", ["README.md", "docs/encoders.md"])
def test_the_example_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (Path(__file__).parent.parent / page).read_text(encoding="utf-8")
    (example,) = [
        block for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "as_sent" in block
    ]
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}

    exec(example, names)  # noqa: S102  (our own page)

    assert names["model"].encode("主権").shape == (512,)
    assert (tmp_path / "my-encoder" / "modules.json").exists()


def test_another_version_or_module_is_not_loaded(
    model: SentenceTransformer, tmp_path: Path
) -> None:
    model.save(str(tmp_path))
    config = next(tmp_path.glob("*/config.json"))
    config.write_text(json.dumps({"encoder": "use-multilingual-v3/9.9"}))

    with pytest.raises(UnusableEncoderError, match=r"^use-multilingual-v3/9\.9: saved with this"):
        load_sentence_transformer(tmp_path)

    modules = tmp_path / "modules.json"
    modules.write_text(modules.read_text().replace("jacyber_nlp.encoders.outward", "os.path"))
    with pytest.raises(UnusableEncoderError, match=r"its modules are os\.path\.PackagedModule"):
        load_sentence_transformer(tmp_path)
    with pytest.raises(UnusableEncoderError, match="no model was saved here"):
        load_sentence_transformer(tmp_path / "nowhere")
