"""Shares joined are a run that was never shared out."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from jacyber_nlp.batch import merge_shards
from jacyber_nlp.errors import BatchLockedError, JacyberError, ShardsError
from toy.batch import TERMS, files, run, write_documents


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_documents(Path("in"), range(8))
    (Path("in") / "bad.pdf").write_text("no PDF", encoding="utf-8")
    return Path("in")


@pytest.fixture
def out(folder: Path) -> Path:
    """A folder in which all of three shares are done."""
    for i in (3, 1, 2):
        run(folder, Path("out"), shard=(i, 3))
    return Path("out")


def merged_files(out: Path) -> dict[str, bytes]:
    return {name: data for name, data in files(out).items() if not name.startswith("shards/")}


def refused(out: Path) -> tuple[str, str]:
    with pytest.raises(ShardsError) as caught:
        merge_shards(out)
    return caught.value.en, caught.value.ja


@pytest.mark.parametrize("format", ["parquet", "jsonl", "csv"])
def test_shares_give_the_same_bytes_as_one_run(folder: Path, out: Path, format: str) -> None:
    summary = merge_shards(out, format=format)
    reference = run(folder, Path("reference"), format=format)

    assert merged_files(out) == files(Path("reference"))
    assert summary.failures == reference.failures
    assert (summary.progress.total, summary.progress.reused) == (9, 9)
    assert dict(summary.progress.errors) == {"DamagedFileError": 1}


def test_merging_twice_changes_nothing(out: Path) -> None:
    merge_shards(out)
    before = merged_files(out)
    merge_shards(out)

    assert merged_files(out) == before


def test_a_merged_run_can_go_on_without_shares(folder: Path, out: Path) -> None:
    merge_shards(out)
    write_documents(folder, [50])
    summary = run(folder, out, resume=True)
    run(folder, Path("fresh"))

    assert summary.progress.done == 1
    assert merged_files(out) == files(Path("fresh"))


def test_a_share_that_goes_on_changes_what_is_merged(folder: Path, out: Path) -> None:
    merge_shards(out)
    write_documents(folder, range(50, 60))
    for i in (1, 2, 3):
        run(folder, out, shard=(i, 3), resume=True)
    merge_shards(out)
    run(folder, Path("fresh"))

    assert merged_files(out) == files(Path("fresh"))


def test_a_share_without_documents_is_a_share(folder: Path) -> None:
    for i in range(1, 41):
        run(folder, Path("out"), shard=(i, 40))
    merge_shards(Path("out"))
    run(folder, Path("reference"))

    assert merged_files(Path("out")) == files(Path("reference"))


def test_a_missing_share_is_named(out: Path) -> None:
    shutil.rmtree(out / "shards/2-of-3")

    assert refused(out) == (
        "out: shares 2/3 are missing or not complete. All 3 are needed. "
        "Run these again with --resume.",
        "out: 分割2/3がないか、終わっていません。3個すべてが必要です。"
        "--resumeを付けて再実行してください。",
    )


@pytest.mark.parametrize("status", ["running", "interrupted", "stopped"])
def test_a_share_that_is_not_complete_is_named(out: Path, status: str) -> None:
    path = out / "shards/1-of-3/run.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(told | {"status": status}), encoding="utf-8")

    assert refused(out)[0].startswith("out: shares 1/3 are missing or not complete.")


def test_a_share_that_is_being_written_is_refused(out: Path) -> None:
    with FileLock(out / "shards/3-of-3/.lock"), pytest.raises(BatchLockedError):
        merge_shards(out)
    assert not (out / "documents").exists()


def test_shares_of_other_settings_are_refused(folder: Path, out: Path) -> None:
    run(folder, out, replace(TERMS, lang="ja"), shard=(2, 3), resume=True)

    assert refused(out) == (
        "out: the shares were made with different settings or versions. The same are needed. "
        "Run them again with --resume and the same options.",
        "out: 分割ごとに設定か版が違います。同じものが必要です。"
        "同じオプションと--resumeで再実行してください。",
    )


def test_shares_of_two_divisions_are_refused(folder: Path, out: Path) -> None:
    run(folder, out, shard=(1, 2))

    assert refused(out)[0].startswith("out: holds shares of 2 ways to divide (2, 3).")
    assert refused(out)[1].startswith("out: 分割の仕方が2通りあります（2、3）。")


def test_a_folder_without_shares_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JacyberError) as caught:
        merge_shards(tmp_path)
    assert caught.value.en.startswith(f"{tmp_path}: holds shares of 0 ways to divide (none).")
