"""The door to the data that ships: whole, in order, and clear when it is not."""

from __future__ import annotations

import hashlib
import importlib.resources
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jacyber_nlp import resources
from jacyber_nlp.errors import ResourceError

DATA = importlib.resources.files("jacyber_nlp") / "data"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in place of the package, with nothing remembered before or after."""
    (tmp_path / "data" / "models").mkdir(parents=True)
    monkeypatch.setattr(resources, "files", lambda package: tmp_path)
    clear()
    yield tmp_path / "data"
    clear()


def clear() -> None:
    for value in vars(resources).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def test_the_manifest_names_every_file_with_its_digest_and_rows() -> None:
    manifest = resources.manifest()

    on_disk = {
        str(path.relative_to(str(DATA))).replace("\\", "/") for path in Path(str(DATA)).rglob("*.*")
    }
    assert set(manifest) == on_disk - {"manifest.json"}
    for name, entry in manifest.items():
        data = (DATA / name).read_bytes()
        assert entry["sha256"] == hashlib.sha256(data).hexdigest(), name
        assert entry["rows"] == (
            None if name.endswith((".npy", ".onnx", ".model")) else data.count(b"\n")
        ), name
        other = {
            "english_words.tsv": "MIT AND WordNet-3.0",  # counts and parts of speech
            "models/reader.onnx": "MIT AND CC-BY-4.0",  # a model, fine-tuned on our labels
            "models/reader.model": "MIT",
        }
        assert entry["licence"] == other.get(name, "CC-BY-4.0")


def test_the_digest_is_that_of_the_manifest() -> None:
    data = (DATA / "manifest.json").read_bytes()

    assert resources.data_digest() == hashlib.sha256(data).hexdigest()[:16]


@pytest.mark.parametrize("table", [resources.concepts, resources.actors, resources.instruments])
def test_tables_come_by_id(table: Callable[[], tuple[Any, ...]]) -> None:
    ids = [row.id for row in table()]

    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)


def test_events_come_by_date() -> None:
    dates = [event.date for event in resources.events()]

    assert dates == sorted(dates)
    assert len(dates) == 68


def test_provisions_come_in_the_order_of_their_text() -> None:
    gcsc = [p.id for p in resources.provisions() if p.instrument_id == "gcsc"]

    assert gcsc.index("gcsc-n1") < gcsc.index("gcsc-n2") < gcsc.index("gcsc-n8")


def test_a_table_is_read_once() -> None:
    assert resources.concepts() is resources.concepts()


def test_words_come_by_language() -> None:
    assert set(resources.scope_cues()) >= {"ja", "en"}
    assert resources.holder_words()
    assert resources.stop_words()
    assert "public-core" in resources.topics()


def test_models_hold_their_name_and_encoder() -> None:
    for name, number in (("stance", 2), ("alignment", 2)):
        data = resources.model(name)

        assert data["name"] == f"{name}/{number}"
        assert data["encoder"].startswith("use-multilingual-v3/")


# Phrases and their vectors


def test_phrases_have_their_vectors_by_the_default_encoder_in_their_order() -> None:
    """8 bits a value turn a vector by half a degree."""
    import numpy as np

    from jacyber_nlp.encoders import default_encoder

    phrases, encoder = resources.phrases(), default_encoder()
    vectors = resources.phrase_vectors(encoder.name)
    assert vectors is not None
    at = range(0, len(phrases), len(phrases) // 12)
    fresh = encoder.encode([phrases[i].text for i in at], "query")

    assert vectors.shape == (len(phrases), encoder.dim)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(phrases)), abs=1e-5)
    assert (vectors[list(at)] * fresh).sum(axis=1).min() > np.cos(np.radians(1))


def test_phrases_have_no_vectors_by_another_encoder() -> None:
    assert resources.phrase_vectors("toy/1") is None


def keep_vectors(elsewhere: Path, phrases: bytes) -> None:
    import numpy as np

    made = {"encoder": "toy/1", "phrases": hashlib.sha256(phrases).hexdigest()}
    text = json.dumps({"vectors": made})
    (elsewhere / "models" / "alignment.json").write_text(text, encoding="utf-8")
    rows = np.array([[127, 0], [-60, 80], [0, 0]], np.int8)
    np.save(elsewhere / "models" / "alignment.phrases.npy", rows)


def test_vectors_of_other_phrases_do_not_count(elsewhere: Path) -> None:
    keep_vectors(elsewhere, b"one\n")
    (elsewhere / "phrases.jsonl").write_bytes(b"other\n")

    assert resources.phrase_vectors("toy/1") is None


def test_vectors_are_told_as_directions(elsewhere: Path) -> None:
    keep_vectors(elsewhere, b"one\n")
    (elsewhere / "phrases.jsonl").write_bytes(b"one\n")

    vectors = resources.phrase_vectors("toy/1")

    assert vectors is not None
    assert vectors.tolist() == [
        [1, 0],
        [pytest.approx(-0.6), pytest.approx(0.8)],
        [0, 0],
    ]


def test_provisions_have_the_vectors_of_their_four_texts() -> None:
    from jacyber_nlp.alignment import texts_of_provisions
    from jacyber_nlp.encoders import default_encoder

    encoder = default_encoder()
    vectors = resources.norm_vectors(encoder.name)
    texts = texts_of_provisions(resources.provisions())
    assert vectors is not None
    at = range(0, len(texts), 97)
    fresh = encoder.encode([texts[i] for i in at], "document")

    assert vectors.shape == (len(texts), encoder.dim)
    assert (vectors[list(at)] * fresh).sum(axis=1).min() > 0.9998  # a degree


# What is missing or damaged


def test_a_missing_file_says_what_to_do(elsewhere: Path) -> None:
    with pytest.raises(ResourceError) as caught:
        resources.model("stance")

    assert str(caught.value) == (
        "models/stance.json: package data is missing. The installation is incomplete. "
        "Install jacyber-nlp again."
    )
    assert caught.value.message("ja") == (
        "models/stance.json: 同梱データの異常（is missing）。インストールが不完全です。"
        "jacyber-nlpを入れ直してください。"
    )


def test_a_damaged_row_is_an_error_with_its_place(elsewhere: Path) -> None:
    row = {"country_code": "NA", "country": "Namibia", "resolution": "res-73-27", "vote": 1}
    (elsewhere / "votes.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")

    with pytest.raises(ResourceError) as caught:
        resources.votes()

    assert str(caught.value) == (
        "votes.jsonl: package data Expected `str | null`, got `int` - at `$.vote`. "
        "The installation is incomplete. Install jacyber-nlp again."
    )
    assert caught.value.name == "votes.jsonl"


def test_a_file_is_whole_if_its_digest_is_the_manifests(elsewhere: Path) -> None:
    digest = hashlib.sha256(b"weights").hexdigest()
    manifest = {"models/m.bin": {"sha256": digest, "rows": None, "licence": "CC-BY-4.0"}}
    (elsewhere / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    (elsewhere / "models" / "m.bin").write_bytes(b"weights")
    assert resources.read_whole("models/m.bin") == b"weights"

    (elsewhere / "models" / "m.bin").write_bytes(b"Weights")
    with pytest.raises(ResourceError, match=r"^models/m\.bin: package data is damaged\. "):
        resources.read_whole("models/m.bin")


def test_a_file_cut_off_is_an_error(elsewhere: Path) -> None:
    (elsewhere / "topics.json").write_text('{"topics": ["public-co', encoding="utf-8")

    with pytest.raises(
        ResourceError, match=r"^topics\.json: package data Input data was truncated"
    ):
        resources.topics()


def test_a_line_separator_inside_a_row_does_not_split_it(elsewhere: Path) -> None:
    row = {"country_code": "NA", "country": "A\u2028B\x85C", "resolution": "r", "vote": None}
    text = json.dumps(row, ensure_ascii=False)
    (elsewhere / "votes.jsonl").write_text(text + "\n", encoding="utf-8")

    assert [v.country for v in resources.votes()] == ["A\u2028B\x85C"]
