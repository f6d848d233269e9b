"""The script that compiles what people edit into what ships."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import jacyber_nlp

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "scripts" / "build_data.py"

pytestmark = pytest.mark.skipif(not SCRIPT.exists(), reason="no checkout, only the wheel")


@pytest.fixture
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_data", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def data(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the committed data, in place of it."""
    copy = tmp_path / "src" / "jacyber_nlp" / "data"
    shipped = Path(jacyber_nlp.__file__).parent / "data"  # in a checkout: script.DATA
    shutil.copytree(shipped, copy)
    monkeypatch.setattr(script, "DATA", copy)
    return copy


@pytest.fixture
def check(script: ModuleType, data: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    def run(*options: str) -> int:
        monkeypatch.setattr(sys, "argv", ["build_data.py", *(options or ("--check",))])
        status: int = script.main()
        return status

    return run


@pytest.fixture
def corpora(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sources, in place of them."""
    copy = tmp_path / "corpora"
    shutil.copytree(script.CORPORA, copy, ignore=shutil.ignore_patterns("samples", "gold"))
    monkeypatch.setattr(script, "CORPORA", copy)
    return copy


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_is_committed_is_what_a_build_gives(
    check: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert check() == 0
    assert capsys.readouterr().out == ""


def test_a_changed_byte_is_found(
    check: Callable[..., int], data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = data / "votes.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"NA"', b'"NB"', 1))

    assert check() == 1
    assert capsys.readouterr().out == (
        "votes.jsonl: differs from its sources. Run python scripts/build_data.py\n"
    )


@pytest.mark.parametrize("name", ["models/stance.json", "manifest.json", "topics.json"])
def test_a_byte_more_at_the_end_is_found(
    check: Callable[..., int], data: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    with (data / name).open("ab") as handle:
        handle.write(b" ")

    assert check() == 1
    assert capsys.readouterr().out.startswith(f"{name}: differs")


def test_windows_line_ends_are_a_difference_of_bytes(check: Callable[..., int], data: Path) -> None:
    path = data / "concepts.jsonl"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert check() == 1


def test_a_file_that_is_gone_or_that_nobody_built_is_found(
    check: Callable[..., int], data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "events.jsonl").unlink()
    (data / "models" / "weights.pkl").write_bytes(b"\x80")

    assert check() == 1
    out = capsys.readouterr().out.replace("\\", "/")
    assert out == (
        "events.jsonl: differs from its sources. Run python scripts/build_data.py\n"
        "models/weights.pkl: has no source. Remove it, or add it to scripts/build_data.py\n"
    )


def test_checking_writes_nothing(check: Callable[..., int], data: Path) -> None:
    (data / "events.jsonl").write_text("stale", encoding="utf-8")

    check()

    assert (data / "events.jsonl").read_text(encoding="utf-8") == "stale"


def test_building_mends_what_the_check_finds(
    check: Callable[..., int],
    script: ModuleType,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    original = (data / "votes.jsonl").read_bytes()
    (data / "votes.jsonl").write_bytes(b"")
    monkeypatch.setattr(sys, "argv", ["build_data.py"])
    sources = (script.CORPORA, script.ROOT)
    built = script.build()
    assert sources == (script.CORPORA, script.ROOT)
    monkeypatch.setattr(script, "build", lambda: built)
    monkeypatch.setattr(script, "ROOT", tmp_path)

    assert script.main() == 0

    assert (data / "votes.jsonl").read_bytes() == original
    assert check() == 0


BINARY = (".npy", ".onnx", ".model")


def test_a_build_is_the_same_twice_and_holds_no_path_or_time(script: ModuleType) -> None:
    one, other = script.build(), script.build()

    assert one == other
    assert str(ROOT).encode() not in b"".join(one.values())
    assert not any(b"\r" in data for name, data in one.items() if not name.endswith(BINARY))
    for name, entry in json.loads(one["manifest.json"]).items():
        assert entry["sha256"] == hashlib.sha256(one[name]).hexdigest()


def test_changing_a_source_makes_the_data_stale(
    check: Callable[..., int], corpora: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(corpora / "votes.csv", "NA,Namibia,yes", "NA,Namibia,no")

    assert check() == 1
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == [
        "votes.jsonl",
        "manifest.json",
    ]


def test_a_build_lists_all_faults_and_stops(script: ModuleType, corpora: Path) -> None:
    change(corpora / "norms" / "gcsc.yaml", "topics: [public-core]", "topics: [public-cor]")
    change(corpora / "norms" / "gcsc.yaml", '"S52"', '"S9999"')
    (corpora / "norms" / "gcsc.yaml").rename(corpora / "norms" / "gcsc-report.yaml")
    change(corpora / "concepts.yaml", "definition_ja:", 'definition_ja: ""\n  # ')

    with pytest.raises(SystemExit) as caught:
        script.build()

    faults = str(caught.value.code).splitlines()
    assert faults[:3] == [
        "instrument gcsc: unknown source S9999",
        "provision gcsc-n1: unknown topic public-cor",
        "gcsc-report.yaml: id gcsc",
    ]
    assert len(faults) == 4
    assert re.fullmatch(r"concept [\w-]+: no definition", faults[3])


def test_a_build_refuses_phrases_and_marks_that_do_not_hold(
    script: ModuleType, corpora: Path
) -> None:
    path = corpora / "alignment" / "en.jsonl"
    first, second, *_ = path.read_text(encoding="utf-8").splitlines()
    change(path, '"gge-2015-13a"', '"gge-2015-13z"')
    with path.open("a", encoding="utf-8") as handle:
        handle.write(second + "\n")
    norms = corpora / "norms" / "gge-2015.yaml"
    locator = re.search(r"^ +locator: .*$", norms.read_text(encoding="utf-8"), re.MULTILINE)
    assert locator
    change(norms, locator.group(), "")

    with pytest.raises(SystemExit) as caught:
        script.build()

    faults = str(caught.value.code).splitlines()
    assert len(faults) == 3
    assert re.fullmatch(
        r"provision gge-2015-\w+: verified without a source and a locator", faults[0]
    )
    assert faults[1:] == [
        f"phrase {json.loads(first)['text']}: unknown provision gge-2015-13z",
        f"phrase {json.loads(second)['text']}: stands 2 times",
    ]


def test_phrases_are_in_the_order_of_their_files_and_vectors_of_as_many(script: ModuleType) -> None:
    import io

    import numpy as np

    files = sorted((script.CORPORA / "alignment").glob("*.jsonl"))
    texts = [
        json.loads(line)["text"]
        for path in files
        for line in path.read_text(encoding="utf-8").splitlines()
    ]

    built = script.build()

    shipped = built["phrases.jsonl"].decode().split("\n")[:-1]
    assert [json.loads(line)["text"] for line in shipped] == texts
    assert np.load(io.BytesIO(built["models/alignment.phrases.npy"])).shape == (len(texts), 512)
    assert script.vectors_of_other_texts(built) == []


def test_vectors_made_from_other_texts_are_stale(
    check: Callable[..., int], corpora: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(corpora / "norms" / "gcsc.yaml", "label_en: ", 'label_en: "Other" # ')

    assert check() == 1
    assert capsys.readouterr().out.splitlines()[0] == (
        "models/alignment/provisions.npy: made from other provisions. "
        "Run python scripts/fit_models.py alignment, and this again"
    )
