"""Any model of sentence-transformers: windows, prompts, batches, what is refused.

Skipped where the extra is not installed, unless JACYBER_E5 names a folder made by
scripts/make_e5_folder.py: CI sets it, and then a missing package is a failure.
"""

from __future__ import annotations

import json
import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from jacyber_nlp.encoders import load_encoder
from jacyber_nlp.encoders.base import Encoder
from jacyber_nlp.encoders.transformer import TransformerEncoder
from jacyber_nlp.errors import UnusableEncoderError
from toy.folder import DIM, LONGEST, PROMPTS, toy_folder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

E5 = os.environ.get("JACYBER_E5", "")

TEXTS = ["情報の自由な流通", "主権", "free flow", "国家の主権", "a", "じゆう", "アイウエオ", "bc"]
ROOM = LONGEST - 2 - len(PROMPTS["query"])  # characters that fit beside <s>, </s> and the prompt

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning"),
    pytest.mark.skipif(
        not E5 and find_spec("sentence_transformers") is None, reason="the extra is not installed"
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy_folder(tmp_path_factory.mktemp("toy") / "model")


@pytest.fixture
def encoder(folder: Path) -> TransformerEncoder:
    made = load_encoder(folder)
    assert isinstance(made, TransformerEncoder)
    return made


@pytest.fixture(scope="module")
def plain(folder: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), local_files_only=True)


def unit(vectors: Any) -> Any:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


@pytest.mark.parametrize("role", ["query", "document"])
def test_vectors_are_those_of_sentence_transformers_with_the_prompt_of_the_role(
    encoder: TransformerEncoder, plain: SentenceTransformer, role: Any
) -> None:
    expected = unit(plain.encode([PROMPTS[role] + text for text in TEXTS], prompt=""))

    vectors = encoder.encode(TEXTS, role)

    assert vectors.shape == (len(TEXTS), DIM) == (len(TEXTS), encoder.dim)
    assert vectors.dtype == np.float32
    assert vectors == pytest.approx(expected, abs=1e-5)


def test_the_roles_differ_by_their_prompts_alone(encoder: TransformerEncoder) -> None:
    query, document = (encoder.encode(["主権"], role) for role in ("query", "document"))

    assert (encoder.prompt("query"), encoder.prompt("document")) == ("Q:", "D:")
    assert np.abs(query - document).max() > 0.01


def test_a_passage_prompt_serves_documents_and_none_is_empty(tmp_path: Path) -> None:
    passage = load_encoder(toy_folder(tmp_path / "a", prompts={"passage": "P:"}))
    none = load_encoder(toy_folder(tmp_path / "b", prompts={}))

    assert passage.prompt("document") == "P:"  # type: ignore[attr-defined]
    assert passage.prompt("query") == none.prompt("query") == none.prompt("document") == ""  # type: ignore[attr-defined]


def test_a_vector_does_not_depend_on_what_is_encoded_beside_it(
    encoder: TransformerEncoder,
) -> None:
    texts = [f"{text}{i}" * (1 + i % 3) for i in range(40) for text in TEXTS[:3]]
    alone = np.vstack([encoder.encode([text], "query") for text in texts])

    for n in (2, 7, len(texts)):
        beside = [encoder.encode(texts[i : i + n], "query") for i in range(0, len(texts), n)]
        assert np.abs(np.vstack(beside) - alone).max() <= 1e-6
    assert np.abs(encoder.encode(texts[::-1], "query")[::-1] - alone).max() <= 1e-6


def test_no_text_is_padded_beside_a_longer_one(
    encoder: TransformerEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Padding is what moves vectors: by 1e-7 in 32 bits, within the tolerance above."""
    masks: list[Any] = []
    forward = encoder._model[0].forward
    monkeypatch.setattr(
        encoder._model[0],
        "forward",
        lambda features, **k: (masks.append(features["attention_mask"]), forward(features, **k))[1],
    )

    encoder.encode([*TEXTS, "あ" * 100], "query")

    assert sum(len(mask) for mask in masks) >= len(TEXTS) + 4
    assert all(bool(mask.all()) for mask in masks)


def test_a_text_that_just_fits_is_not_windowed_and_one_more_character_is(
    encoder: TransformerEncoder,
) -> None:
    encoder.encode(["あ" * ROOM, "い"], "query")
    assert encoder.windowed == 0

    encoder.encode(["あ" * (ROOM + 1), "い"], "query")
    assert encoder.windowed == 1


def test_a_long_text_has_the_mean_of_its_parts_and_its_end_counts(
    encoder: TransformerEncoder,
) -> None:
    first, second = "情報の自由な流通。" * 3, "国家の主権。" * 4
    assert max(len(first), len(second)) <= ROOM < len(first + second)

    whole, other_end = encoder.encode([first + second, first + "あ" * len(second)], "query")

    parts = encoder.encode([first, second], "query")
    assert whole == pytest.approx(unit(parts.sum(axis=0)), abs=1e-6)
    assert np.abs(whole - other_end).max() > 0.01
    assert encoder.windowed == 2


@pytest.mark.parametrize("text", ["あ" * 999, "ab " * 500, "。" * 300, "あ" * 40 + " " * 90 + "い"])
def test_texts_of_any_length_and_shape_have_unit_vectors(
    encoder: TransformerEncoder, text: str
) -> None:
    vectors = encoder.encode([text, "主権"], "document")

    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-6)
    assert encoder.windowed == 1
    assert vectors[1] == pytest.approx(encoder.encode(["主権"], "document")[0], abs=1e-6)


def test_a_text_that_nobody_sees_has_the_zero_vector(encoder: TransformerEncoder) -> None:
    vectors = encoder.encode(["", "主権", " \0\n", "\u200b"], "query")

    assert not vectors[[0, 2, 3]].any()
    assert vectors[1].any()
    assert encoder.encode([], "query").shape == (0, DIM)


def test_half_a_character_and_a_nul_break_nothing(encoder: TransformerEncoder) -> None:
    vectors = encoder.encode(["主\ud800権", "主\0権"], "query")

    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-6)


def test_a_name_follows_the_content_and_not_the_place(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "moved")
    (tmp_path / "moved" / "README.md").write_text("hello")
    other = load_encoder(toy_folder(tmp_path / "other", seed=2))

    assert load_encoder(tmp_path / "moved").name == load_encoder(folder).name
    assert load_encoder(folder).name.startswith("folder@")
    assert other.name != load_encoder(folder).name


def test_half_precision_weights_are_computed_with_in_full(folder: Path, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    half = Path(shutil.copytree(folder, tmp_path / "half"))
    weights = {k: v.to(torch.float16) for k, v in load_file(half / "model.safetensors").items()}
    save_file(weights, half / "model.safetensors", metadata={"format": "pt"})
    config = json.loads((half / "config.json").read_text())
    (half / "config.json").write_text(json.dumps(config | {"dtype": "float16"}))
    made = load_encoder(half)

    together = made.encode(TEXTS, "query")

    assert next(made._model.parameters()).dtype == torch.float32  # type: ignore[attr-defined]
    alone = np.vstack([made.encode([text], "query") for text in TEXTS])
    assert np.abs(together - alone).max() <= 1e-6


def test_pickled_weights_are_refused_by_name(folder: Path, tmp_path: Path) -> None:
    import torch

    pickled = Path(shutil.copytree(folder, tmp_path / "pickled"))
    (pickled / "model.safetensors").unlink()
    torch.save({}, pickled / "pytorch_model.bin")

    with pytest.raises(UnusableEncoderError, match=r"pytorch_model\.bin holds pickled weights"):
        load_encoder(pickled)


def test_code_in_a_folder_is_not_run(folder: Path, tmp_path: Path) -> None:
    own = Path(shutil.copytree(folder, tmp_path / "own"))
    witness = tmp_path / "run"
    (own / "mine.py").write_text(f"open({str(witness)!r}, 'w')\nclass Mine: pass\n")
    modules = json.loads((own / "modules.json").read_text())
    modules[0]["type"] = "mine.Mine"
    (own / "modules.json").write_text(json.dumps(modules))

    with pytest.raises(UnusableEncoderError, match=r"mine\.Mine"):
        load_encoder(own)

    assert not witness.exists()


def test_a_folder_without_a_model_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")

    with pytest.raises(UnusableEncoderError, match=r"Save the model anew in that form"):
        load_encoder(tmp_path)


@pytest.mark.skipif(not E5, reason="JACYBER_E5 names no folder")
def test_the_real_model_knows_a_translation_and_is_the_one_of_the_registry() -> None:
    encoder: Encoder = load_encoder(E5)

    ja, en, other = encoder.encode(
        ["情報の自由な流通", "free flow of information", "本棚"], "query"
    )

    assert encoder.name.startswith("multilingual-e5-small@")
    assert ja @ en > ja @ other + 0.05


@pytest.mark.skipif(not E5, reason="JACYBER_E5 names no folder")
def test_the_real_models_vectors_do_not_move_with_the_batch() -> None:
    encoder = load_encoder(E5)
    texts = [f"{text}{'。' * (i % 5)}" for i in range(4) for text in TEXTS]
    alone = np.vstack([encoder.encode([text], "query") for text in texts])

    assert np.abs(encoder.encode(texts, "query") - alone).max() <= 1e-6
