from __future__ import annotations

import copy
import inspect
import pickle

import pytest

from jacyber_nlp import errors
from jacyber_nlp.errors import (
    BatchFolderError,
    BatchLockedError,
    CatalogueError,
    ChangedFileError,
    ConfigError,
    DamagedFileError,
    DecodingError,
    DifferentLanguagesError,
    DocumentError,
    EmptyDocumentError,
    EncoderMismatchError,
    EncoderNotFoundError,
    FolderNotEmptyError,
    ForeignJournalError,
    GarbledTextError,
    GlossaryError,
    JacyberError,
    LexiconMismatchError,
    ManifestError,
    MeasureError,
    MemoryLimitError,
    MissingExtraError,
    MissingFileError,
    ModelError,
    ModelFileError,
    NoDocumentsError,
    NoFittedModelError,
    NoNormsLeftError,
    NoNumberingError,
    OfficialTextError,
    OutputError,
    ReaderMismatchError,
    ResourceError,
    SchedulerError,
    SentenceListError,
    ShardsError,
    SidecarError,
    TermListError,
    TimeLimitError,
    TooFewLabelsError,
    TooLargeError,
    UnexpectedError,
    UnknownConditionError,
    UnknownIdError,
    UnreadableFileError,
    UnsupportedFormatError,
    UnusableEncoderError,
    WorkerLostError,
    WorkerStartError,
)

# error, its parts, English, Japanese
CASES = [
    (
        MissingFileError("a.txt"),
        {"path": "a.txt"},
        "a.txt: no such file. Check the spelling and the folder you are in.",
        "a.txt: ファイルがありません。綴りと、現在のフォルダを確かめてください。",
    ),
    (
        UnreadableFileError("a.txt", "Permission denied"),
        {"path": "a.txt", "reason": "Permission denied"},
        "a.txt: cannot be opened (Permission denied). A regular file that you may read is "
        "needed. Check its kind and permissions.",
        "a.txt: 開けません（Permission denied）。読み取り権限のある通常のファイルが必要です。"
        "ファイルの種類と権限を確かめてください。",
    ),
    (
        ChangedFileError("a.txt"),
        {"path": "a.txt"},
        "a.txt: changed while it was read. A file that nobody is writing is needed. "
        "Read it again when it is whole.",
        "a.txt: 読み込み中に内容が変わりました。書き込みの終わったファイルが必要です。"
        "書き込みが終わってから、もう一度読み込んでください。",
    ),
    (
        UnsupportedFormatError("a.docx", ".docx", [".txt", ".pdf"]),
        {"path": "a.docx", "suffix": ".docx", "known": (".pdf", ".txt")},
        "a.docx: cannot read .docx. Readers exist for: .pdf, .txt. "
        "Convert the file, or name its format with --input-format.",
        "a.docx: .docxは読めません。読める形式: .pdf, .txt。"
        "ファイルを変換するか、--input-formatで形式を指定してください。",
    ),
    (
        DecodingError("a.txt", ["utf-8-sig", "cp932"], "byte 3 does not fit cp932"),
        {
            "path": "a.txt",
            "tried": ("utf-8-sig", "cp932"),
            "reason": "byte 3 does not fit cp932",
        },
        "a.txt: the bytes are no text (byte 3 does not fit cp932). Tried: utf-8-sig, cp932. "
        "Save the file as UTF-8, or name its encoding with --encoding.",
        "a.txt: テキストとして読めません（byte 3 does not fit cp932）。"
        "試した文字コード: utf-8-sig, cp932。"
        "UTF-8で保存し直すか、--encodingで文字コードを指定してください。",
    ),
    (
        EmptyDocumentError("a.txt", "the file is empty", "ファイルが空です"),
        {"path": "a.txt"},
        "a.txt: the file is empty. A document needs text. Check that this is the right file; "
        "a scanned PDF needs OCR first.",
        "a.txt: ファイルが空です。本文のある文書が必要です。"
        "ファイルが正しいか確かめてください。画像だけのPDFは先にOCRが必要です。",
    ),
    (
        TooLargeError("a.pdf", "the PDF in pages", "ページ数", 12_345, 5_000),
        {"path": "a.pdf", "size": 12_345, "limit": 5_000},
        "a.pdf: the PDF in pages has 12,345; at most 5,000 can be read. "
        "Split the file into documents with one paragraph a line.",
        "a.pdf: ページ数が12,345あり、読める上限は5,000です。"
        "文書ごとに分割し、1段落を1行にしてください。",
    ),
    (
        DamagedFileError("a.pdf", "page 2 is damaged", "2ページ目が壊れています"),
        {"path": "a.pdf"},
        "a.pdf: page 2 is damaged. A complete PDF without a password is needed. "
        "Fetch the file again, or save it anew without protection.",
        "a.pdf: 2ページ目が壊れています。パスワードのない完全なPDFが必要です。"
        "もう一度入手するか、保護を外して保存し直してください。",
    ),
    (
        GarbledTextError("a.pdf", "9% of the characters are lost", "文字の9%が失われています"),
        {"path": "a.pdf", "reason": "9% of the characters are lost"},
        "a.pdf: 9% of the characters are lost. Scores of such text would mean nothing. "
        "Fetch the file from its publisher, export it anew as text or PDF, "
        "or run OCR over its pages.",
        "a.pdf: 文字の9%が失われています。このままでは数値に意味がありません。"
        "発行元から入手し直すか、テキストかPDFで書き出し直すか、OCRにかけてください。",
    ),
    (
        SidecarError("a.meta.toml: date", "soon is no date.", "soonは日付ではありません。"),
        {"where": "a.meta.toml: date"},
        "a.meta.toml: date: soon is no date.",
        "a.meta.toml: date: soonは日付ではありません。",
    ),
    (
        CatalogueError("concepts.yaml", 12, "pole", "3 is out of range.", "3は範囲外です。"),
        {"path": "concepts.yaml", "line": 12, "key": "pole"},
        "concepts.yaml:12: pole: 3 is out of range.",
        "concepts.yaml:12: pole: 3は範囲外です。",
    ),
    (
        CatalogueError("actors.yaml", None, "file", "is empty.", "空です。"),
        {"path": "actors.yaml", "line": None, "key": "file"},
        "actors.yaml: file: is empty.",
        "actors.yaml: file: 空です。",
    ),
    (
        GlossaryError("glossary.jsonl", 3, "kind is 'thing'.", "kindが'thing'です。"),
        {"path": "glossary.jsonl", "line": 3},
        "glossary.jsonl:3: kind is 'thing'.",
        "glossary.jsonl:3: kindが'thing'です。",
    ),
    (
        TermListError("stop.txt", None, "holds no term.", "用語がありません。"),
        {"path": "stop.txt", "line": None},
        "stop.txt: holds no term.",
        "stop.txt: 用語がありません。",
    ),
    (
        SentenceListError("s.jsonl", 4, "is not UTF-8.", "UTF-8ではありません。"),
        {"path": "s.jsonl", "line": 4},
        "s.jsonl:4: is not UTF-8.",
        "s.jsonl:4: UTF-8ではありません。",
    ),
    (
        SentenceListError("-", None, "stdin is closed.", "標準入力が閉じています。"),
        {"path": "-", "line": None},
        "-: stdin is closed.",
        "-: 標準入力が閉じています。",
    ),
    (
        SentenceListError("a.jsonl", 3, "text is empty.", "textが空です。"),
        {"path": "a.jsonl", "line": 3},
        "a.jsonl:3: text is empty.",
        "a.jsonl:3: textが空です。",
    ),
    (
        TooFewLabelsError("2 documents", "文書が2件", "3 documents", "3文書"),
        {},
        "labels: 2 documents. 3 documents are needed to fit a model and to measure it on "
        "documents that it has not seen. Label more.",
        "ラベル: 文書が2件。モデルを学習し、未見の文書で測るには3文書が必要です。"
        "ラベルを増やしてください。",
    ),
    (
        FolderNotEmptyError("own"),
        {"path": "own"},
        "own: exists and is not an empty folder. "
        "Name another, or write over the model in it with --overwrite.",
        "own: 空のフォルダではありません。"
        "別のフォルダを指定するか、中のモデルを置き換えるなら--overwriteを付けてください。",
    ),
    (
        MeasureError("a.txt", "keyness", "ja"),
        {"path": "a.txt", "measure": "keyness", "lang": "ja"},
        "a.txt: no keyness for terms in 'ja': frequencies of general language ship for "
        "English alone. Choose the measure termhood, c-value or flr.",
        "a.txt: 'ja'の用語にはkeynessが使えません（一般語の頻度は英語だけ同梱）。"
        "尺度はtermhood、c-value、flrから選んでください。",
    ),
    (
        UnknownConditionError("camp:contol", "camp", "contol", ["liberal", "control"]),
        {"condition": "camp:contol", "known": ("control", "liberal"), "near": ("control",)},
        "camp:contol: no norm has this camp. Near it: control. There are: control, liberal.",
        "camp:contol: 「contol」に当たる規範はありません。近いもの: control。"
        "指定できるもの: control、liberal。",
    ),
    (
        NoNormsLeftError("year:2031", ["camp:control"], 94),
        {"condition": "year:2031", "met": ("camp:control",), "n": 94},
        "year:2031: leaves nothing of the 94 provisions that camp:control left. "
        "Name another value, or leave the condition out.",
        "year:2031: camp:controlで残る94条項のうち、当てはまるものがありません。"
        "別の値にするか、この条件を外してください。",
    ),
    (
        NoNumberingError("a.txt"),
        {"path": "a.txt"},
        "a.txt: no numbering of provisions was found (1., (a), Article 5, Principle 3, "
        "第3条, 一 …). Two numbers that go on from one another are needed, each at the start "
        "of a line. Put each provision on a line of its own, with its number.",
        "a.txt: 条項の番号（第3条、原則1、1.、（一）、(a)、Article 5など）が見つかりません。"
        "行頭に、続く番号が2つ以上必要です。条項ごとに改行し、番号を付けてください。",
    ),
    (
        OfficialTextError("texts", "no such folder.", "フォルダがありません。"),
        {"path": "texts"},
        "texts: no such folder.",
        "texts: フォルダがありません。",
    ),
    (
        DifferentLanguagesError(["ja"], {"en"}),
        {"a": ("ja",), "b": ("en",)},
        "the documents of A (ja) and B (en) have no language in common. "
        "Terms can only be compared within one language. "
        "Choose other documents, or name their language with --lang.",
        "Aの文書（ja）とBの文書（en）に共通の言語がありません。"
        "用語を比べられるのは同じ言語の文書の間だけです。"
        "別の文書を選ぶか、--langで言語を指定してください。",
    ),
    (
        UnknownIdError("norm", "規範", "gge-13", ["gge-13a", "gge-13b"]),
        {"name": "gge-13", "near": ("gge-13a", "gge-13b")},
        "gge-13: no norm has this id. Near it: gge-13a, gge-13b. "
        "`jacyber norms list` shows them all.",
        "gge-13: このidの規範はありません。近いもの: gge-13a、gge-13b。"
        "一覧は`jacyber norms list`で見られます。",
    ),
    (
        UnknownIdError("norm", "規範", "xyz", []),
        {"name": "xyz", "near": ()},
        "xyz: no norm has this id. `jacyber norms list` shows them all.",
        "xyz: このidの規範はありません。一覧は`jacyber norms list`で見られます。",
    ),
    (
        ResourceError("concepts.jsonl", "is missing"),
        {"name": "concepts.jsonl"},
        "concepts.jsonl: package data is missing. The installation is incomplete. "
        "Install jacyber-nlp again.",
        "concepts.jsonl: 同梱データの異常（is missing）。インストールが不完全です。"
        "jacyber-nlpを入れ直してください。",
    ),
    (
        EncoderMismatchError("stance/1", "usem3", "toy/1"),
        {"model": "stance/1", "expected": "usem3", "found": "toy/1"},
        "stance/1: fitted on vectors of usem3, but was given toy/1. "
        "Its figures would mean nothing. Use that encoder, or another model.",
        "stance/1: usem3のベクトルで学習したモデルにtoy/1が渡されました。"
        "数値が意味を持ちません。このエンコーダーか、別のモデルを使ってください。",
    ),
    (
        ReaderMismatchError("own/1", "reader/1", "reader/2"),
        {"model": "own/1", "expected": "reader/1", "found": "reader/2"},
        "own/1: fitted on the scores of reader/1, but this version of jacyber-nlp has reader/2. "
        "Its figures would mean nothing. Train it again with `jacyber train`, or install the "
        "version that it was trained with.",
        "own/1: reader/1の値で学習したモデルですが、このjacyber-nlpにはreader/2が入っています。"
        "数値が意味を持ちません。`jacyber train`で学習し直すか、"
        "学習したときの版を入れてください。",
    ),
    (
        LexiconMismatchError("own/1", "1f2e", "3d4c"),
        {"model": "own/1", "expected": "1f2e", "found": "3d4c"},
        "own/1: fitted with lexicon 1f2e, but was given 3d4c. Its figures would mean nothing. "
        "Give the lexicon that it was trained with (--concepts FILE; none for the one that "
        "ships), or train it again.",
        "own/1: 概念辞書1f2eで学習したモデルに3d4cが渡されました。数値が意味を持ちません。"
        "学習したときの辞書を--concepts FILEで指定するか（同梱の辞書なら指定なし）、"
        "学習し直してください。",
    ),
    (
        ModelFileError("own/weights.json", "is damaged.", "壊れています。"),
        {"path": "own/weights.json"},
        "own/weights.json: is damaged.",
        "own/weights.json: 壊れています。",
    ),
    (
        NoFittedModelError("stance", "folder@1f2e", ["use", "e5"]),
        {"model": "stance", "encoder": "folder@1f2e", "known": ("use", "e5")},
        "folder@1f2e: no stance model was fitted on this encoder. Models ship for: use, e5. "
        "Choose one of these, or fit one with scripts/fit_models.py stance --encoder and pass it "
        "to jacyber_nlp.Analyser as stance_model.",
        "folder@1f2e: このエンコーダーで学習したstanceモデルがありません。"
        "モデルを同梱しているもの: use, e5。この中から選ぶか、"
        "scripts/fit_models.py stance --encoderで学習し、"
        "jacyber_nlp.Analyserのstance_modelに渡してください。",
    ),
    (
        EncoderNotFoundError("a/b", "the hub does not give it", "取得できません"),
        {"name": "a/b", "reason": "the hub does not give it"},
        "a/b: the hub does not give it. A local folder with a sentence-transformers model is "
        "needed, or the name of one on the Hugging Face hub and a network. Without a network, "
        "copy the model's folder here and give its path: --encoder FOLDER.",
        "a/b: 取得できません。sentence-transformersのモデルを入れたローカルのフォルダか、"
        "Hugging Face Hubのモデル名（ネットワークが必要）を指定してください。"
        "ネットワークがなければ、モデルのフォルダをコピーし、"
        "--encoder FOLDERでその場所を指定してください。",
    ),
    (
        UnusableEncoderError("model", "no weights", "重みがありません"),
        {"name": "model", "reason": "no weights"},
        "model: no weights. A sentence-transformers model without code of its own and with its "
        "weights as safetensors is needed. Save the model anew in that form, or choose another.",
        "model: 重みがありません。独自のコードを含まず、重みがsafetensors形式の"
        "sentence-transformersモデルが必要です。その形で保存し直すか、別のモデルを選んでください。",
    ),
    (
        MissingExtraError("sentence-transformers", "torch"),
        {"extra": "sentence-transformers", "module": "torch"},
        "torch: not installed. The extra sentence-transformers is needed: "
        "pip install 'jacyber-nlp[sentence-transformers]'",
        "torch: インストールされていません。追加機能sentence-transformersが必要です: "
        "pip install 'jacyber-nlp[sentence-transformers]'",
    ),
    (JacyberError("at fault", "異常"), {}, "at fault", "異常"),
    (DocumentError("at fault", "異常"), {}, "at fault", "異常"),
    (ConfigError("at fault", "異常"), {}, "at fault", "異常"),
    (ModelError("at fault", "異常"), {}, "at fault", "異常"),
    (
        ManifestError("list.csv", 3, "there is no path.", "pathがありません。"),
        {"path": "list.csv", "line": 3},
        "list.csv:3: there is no path.",
        "list.csv:3: pathがありません。",
    ),
    (
        NoDocumentsError(["docs"], 2, [".txt", ".pdf"]),
        {"inputs": ("docs",)},
        "docs: no document (2 files of other formats). Files ending in .pdf, .txt are "
        "needed. Name their folder, or convert them.",
        "docs: 文書がありません（他の形式のファイルは2件）。末尾が.pdf、"
        ".txtのファイルが必要です。そのフォルダを指定するか、変換してください。",
    ),
    (
        BatchFolderError("out"),
        {"path": "out"},
        "out: exists and is not empty. An empty folder is needed, or --resume to go on "
        "with the run that is in it: what is new or changed is then done, the rest kept.",
        "out: 空のフォルダではありません。空のフォルダを指定するか、"
        "中の実行を続けるなら--resumeを付けてください（新しい文書と変わった文書だけを処理しま"
        "す）。",
    ),
    (
        BatchLockedError("out"),
        {"path": "out"},
        "out: another run writes here; its run.json says on which machine, and its "
        "process id. One run at a time may. Wait for its end, or name another folder.",
        "out: 別の実行が書き込み中です（マシンとプロセスIDはrun.jsonにあります）。"
        "同時に書き込めるのは1つだけです。終わるのを待つか、"
        "別のフォルダを指定してください。",
    ),
    (
        ForeignJournalError("out/journal"),
        {"path": "out/journal"},
        "out/journal: no journal of a batch by this version of jacyber-nlp. It is left as it is. "
        "Name another folder, or move the file away and do all documents again.",
        "out/journal: この版のjacyber-nlpが書いたジャーナルではありません。"
        "ファイルはそのまま残しました。別のフォルダを指定するか、"
        "このファイルを移して全文書を処理し直してください。",
    ),
    (
        OutputError("out", "No space left on device"),
        {"path": "out", "reason": "No space left on device"},
        "out: cannot be written (No space left on device). What was done so far is kept. "
        "Mend that (space, permission), and run it again with --resume.",
        "out: 書き込めません（No space left on device）。ここまでの結果は残っています。"
        "空き容量や権限を直し、"
        "--resumeを付けて再実行してください。",
    ),
    (
        ShardsError("out", "shares 2/3 are missing.", "分割2/3がありません。"),
        {"path": "out"},
        "out: shares 2/3 are missing.",
        "out: 分割2/3がありません。",
    ),
    (
        SchedulerError("tcp://a:1", "timed out"),
        {"address": "tcp://a:1", "reason": "timed out"},
        "tcp://a:1: no Dask cluster to work on (timed out). The address of a scheduler with "
        "workers is needed (tcp://host:8786), or local. Check address, network and workers.",
        "tcp://a:1: Daskのクラスターが使えません（timed out）。ワーカーのいる"
        "スケジューラーのアドレス（tcp://host:8786）か、localを指定してください。"
        "アドレス、ネットワーク、ワーカーを確かめてください。",
    ),
    (
        WorkerStartError(1),
        {"exitcode": 1},
        "a worker process did not start (exit status 1). A script that starts workers "
        'must do so under `if __name__ == "__main__":`. Guard it so, or work in one '
        "process (--processes 0).",
        "ワーカーのプロセスが起動しません（exit status 1）。ワーカーを使うスクリプトでは、"
        "呼び出しを`if __name__ == "
        '"__main__":`の下に置く必要があります。そうするか、'
        "1プロセスで実行してください（--processes 0）。",
    ),
    (
        WorkerLostError(-9, "a.pdf"),
        {"exitcode": -9, "path": "a.pdf"},
        "a.pdf: the process that worked at it ended (exit status -9). A document that "
        "can be analysed does not do that. Look at it with `jacyber text`, or try once "
        "more with --resume.",
        "a.pdf: 処理中のプロセスが終了しました（終了状態-9）。通常の文書では起こりません。"
        "`jacyber text`で確かめるか、"
        "--resumeを付けて再実行してください。",
    ),
    (
        TimeLimitError("a.pdf", 600.0),
        {"path": "a.pdf", "seconds": 600.0},
        "a.pdf: took longer than 600 seconds. Documents of ordinary length need a few. "
        "Split it, or run again with --resume and a larger --max-seconds.",
        "a.pdf: 600秒を超えました。通常の文書は数秒で終わります。分割するか、"
        "--max-secondsを増やし--resumeを付けて再実行してください。",
    ),
    (
        MemoryLimitError("a.pdf", 2_000_000_000),
        {"path": "a.pdf", "limit": 2000000000},
        "a.pdf: its worker held more than 2,000 MB. Documents of ordinary length need "
        "less than 900. Split it, or run again with --resume and a larger --max-memory.",
        "a.pdf: メモリが2,000MBを超えました。通常の文書は900MB未満で足ります。分割するか、"
        "--max-memoryを増やし--resumeを付けて再実行してください。",
    ),
    (
        UnexpectedError("a.pdf", "KeyError: 3"),
        {"path": "a.pdf", "reason": "KeyError: 3"},
        "a.pdf: KeyError: 3. This is a defect of jacyber-nlp, not of the document. "
        "Please report it with the document, or a part of it that shows it.",
        "a.pdf: KeyError: 3。文書ではなくjacyber-nlpの不具合です。文書、"
        "または再現する部分を添えて報告してください。",
    ),
]
ERRORS = [error for error, *_ in CASES]
NAMES = [f"{type(error).__name__}-{i}" for i, error in enumerate(ERRORS)]


def parts_of(error: JacyberError) -> dict[str, object]:
    return {k: v for k, v in vars(error).items() if k not in ("en", "ja")}


@pytest.mark.parametrize(("error", "parts", "en", "ja"), CASES, ids=NAMES)
def test_an_error_says_what_to_do_in_both_languages(
    error: JacyberError, parts: dict[str, object], en: str, ja: str
) -> None:
    assert str(error) == error.message("en") == en
    assert error.message("ja") == ja
    assert parts_of(error) == parts


@pytest.mark.parametrize("lang", ["en", "fr", "", "JA"])
def test_every_language_but_japanese_gets_the_english_message(lang: str) -> None:
    error = JacyberError("English", "日本語")

    assert error.message(lang) == "English"


@pytest.mark.parametrize("error", ERRORS, ids=NAMES)
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_an_error_survives_pickle_with_its_parts(error: JacyberError, protocol: int) -> None:
    """Workers send errors home; a bare ``Exception`` would call __init__ with one argument."""
    home = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301  (our own bytes)

    assert type(home) is type(error)
    assert (str(home), home.args, vars(home)) == (str(error), error.args, vars(error))
    assert home.message("ja") == error.message("ja")


@pytest.mark.parametrize("error", ERRORS, ids=NAMES)
def test_an_error_survives_copying(error: JacyberError) -> None:
    for other in (copy.copy(error), copy.deepcopy(error)):
        assert type(other) is type(error)
        assert (str(other), vars(other)) == (str(error), vars(error))


def test_an_error_that_came_home_is_caught_like_the_first() -> None:
    home = pickle.loads(pickle.dumps(MissingFileError("a.txt")))  # noqa: S301

    with pytest.raises(FileNotFoundError, match=r"^a\.txt: no such file"):
        raise home


def test_every_error_class_is_tested_here() -> None:
    defined = {
        cls
        for _, cls in inspect.getmembers(errors, inspect.isclass)
        if issubclass(cls, JacyberError)
    }

    assert defined == {type(error) for error in ERRORS}


@pytest.mark.parametrize(
    ("error", "bases"),
    [
        (MissingFileError, (DocumentError, FileNotFoundError)),
        (GarbledTextError, (DocumentError, ValueError)),
        (SidecarError, (DocumentError, ValueError)),
        (UnreadableFileError, (DocumentError, OSError)),
        (UnsupportedFormatError, (DocumentError, ValueError)),
        (ChangedFileError, (DocumentError, OSError)),
        (DecodingError, (DocumentError, ValueError)),
        (EmptyDocumentError, (DocumentError, ValueError)),
        (TooLargeError, (DocumentError, ValueError)),
        (DamagedFileError, (DocumentError, ValueError)),
        (ConfigError, (JacyberError, ValueError)),
        (CatalogueError, (ConfigError, ValueError)),
        (SentenceListError, (ConfigError, ValueError)),
        (DifferentLanguagesError, (ConfigError, ValueError)),
        (UnknownIdError, (ConfigError, LookupError)),
        (ResourceError, (JacyberError, RuntimeError)),
        (EncoderMismatchError, (ModelError, ValueError)),
        (ReaderMismatchError, (ModelError, ValueError)),
        (LexiconMismatchError, (ModelError, ValueError)),
        (ModelFileError, (ModelError, ValueError)),
        (TooFewLabelsError, (ConfigError, ValueError)),
        (NoFittedModelError, (ModelError, LookupError)),
        (EncoderNotFoundError, (ModelError, LookupError)),
        (UnusableEncoderError, (ModelError, ValueError)),
        (MissingExtraError, (JacyberError, ImportError)),
    ],
)
def test_an_error_is_caught_by_its_kind_and_by_the_builtin_that_fits(
    error: type[JacyberError], bases: tuple[type, ...]
) -> None:
    assert all(issubclass(error, base) for base in bases)


def test_only_errors_of_one_document_let_the_others_go_on() -> None:
    document = {type(error) for error in ERRORS if isinstance(error, DocumentError)}

    assert document == {
        DocumentError,
        MissingFileError,
        UnreadableFileError,
        ChangedFileError,
        UnsupportedFormatError,
        DecodingError,
        EmptyDocumentError,
        TooLargeError,
        DamagedFileError,
        GarbledTextError,
        MeasureError,
        NoNumberingError,
        SidecarError,
        TimeLimitError,
        MemoryLimitError,
        WorkerLostError,
        UnexpectedError,
    }


def test_a_file_without_suffix_is_called_so_in_both_languages() -> None:
    error = UnsupportedFormatError("README", "", [".txt"])

    assert str(error).startswith("README: cannot read a file without suffix. ")
    assert error.message("ja").startswith("README: 拡張子のないファイルは読めません。")


def test_parts_given_as_iterators_are_kept_whole() -> None:
    """The message uses them up; the attribute must not be left empty."""
    assert DecodingError("a", iter(["x", "y"]), "r").tried == ("x", "y")
    assert UnsupportedFormatError("a", "", iter([".b", ".a"])).known == (".a", ".b")
    assert UnknownIdError("k", "k", "n", iter(["b", "a"])).near == ("b", "a")
