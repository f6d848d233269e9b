"""What can be wrong with an input, a file or the set-up.

Every error says, in this order: the thing at fault, what happened, what would
be right, what to do. It says so twice, in English (``str(error)``) and in
Japanese (``error.message("ja")``), and keeps its parts as attributes.
A wrong argument from a programmer is a plain ``ValueError`` or ``TypeError``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any, Self


class JacyberError(Exception):
    """The input, a file or the set-up is at fault."""

    def __init__(self, en: str, ja: str) -> None:
        """Keep the message in both languages."""
        super().__init__(en)
        self.en = en
        self.ja = ja

    def message(self, lang: str) -> str:
        """Return the message in ``lang``: Japanese for ``"ja"``, else English."""
        return self.ja if lang == "ja" else self.en

    def __reduce__(self) -> tuple[Any, ...]:
        # Subclasses take other arguments than they hand to Exception; workers
        # must be able to send errors home all the same.
        return _rebuild, (type(self), self.args, self.__dict__)

    @classmethod
    def _restored(cls, args: tuple[Any, ...], state: dict[str, Any]) -> Self:
        error = cls.__new__(cls, *args)
        error.args = args
        error.__dict__.update(state)
        return error


def _rebuild(cls: type[JacyberError], args: tuple[Any, ...], state: dict[str, Any]) -> JacyberError:
    return cls._restored(args, state)


class DocumentError(JacyberError):
    """A document cannot be used; the others can."""


class MissingFileError(DocumentError, FileNotFoundError):
    """There is no file at the path."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: no such file. Check the spelling and the folder you are in.",
            f"{path}: ファイルがありません。綴りと、現在のフォルダを確かめてください。",
        )


class UnreadableFileError(DocumentError, OSError):
    """The operating system does not hand out the file's content."""

    def __init__(self, path: str, reason: str, reason_ja: str = "") -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"{path}: cannot be opened ({reason}). A regular file that you may read is "
            "needed. Check its kind and permissions.",
            f"{path}: 開けません（{reason_ja or reason}）。"
            "読み取り権限のある通常のファイルが必要です。ファイルの種類と権限を確かめてください。",
        )


class UnsupportedFormatError(DocumentError, ValueError):
    """No reader is known for a file's suffix."""

    def __init__(self, path: str, suffix: str, known: Iterable[str]) -> None:
        self.path = path
        self.suffix = suffix
        self.known = tuple(sorted(known))
        formats = ", ".join(self.known)
        super().__init__(
            f"{path}: cannot read {suffix or 'a file without suffix'}. "
            f"Readers exist for: {formats}. "
            "Convert the file, or name its format with --input-format.",
            f"{path}: {suffix or '拡張子のないファイル'}は読めません。"
            f"読める形式: {formats}。"
            "ファイルを変換するか、--input-formatで形式を指定してください。",
        )


class DecodingError(DocumentError, ValueError):
    """The bytes are no text in any encoding that is tried."""

    def __init__(self, path: str, tried: Iterable[str], reason: str) -> None:
        self.path = path
        self.tried = tuple(tried)
        self.reason = reason
        encodings = ", ".join(self.tried)
        super().__init__(
            f"{path}: the bytes are no text ({reason}). Tried: {encodings}. "
            "Save the file as UTF-8, or name its encoding with --encoding.",
            f"{path}: テキストとして読めません（{reason}）。試した文字コード: {encodings}。"
            "UTF-8で保存し直すか、--encodingで文字コードを指定してください。",
        )


class EmptyDocumentError(DocumentError, ValueError):
    """A document without a single visible character."""

    def __init__(self, path: str, what: str, what_ja: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: {what}. A document needs text. Check that this is the right file; "
            "a scanned PDF needs OCR first.",
            f"{path}: {what_ja}。本文のある文書が必要です。"
            "ファイルが正しいか確かめてください。画像だけのPDFは先にOCRが必要です。",
        )


class TooLargeError(DocumentError, ValueError):
    """A document, or one line of it, is beyond the limits."""

    def __init__(self, path: str, what: str, what_ja: str, size: int, limit: int) -> None:
        self.path = path
        self.size = size
        self.limit = limit
        super().__init__(
            f"{path}: {what} has {size:,}; at most {limit:,} can be read. "
            "Split the file into documents with one paragraph a line.",
            f"{path}: {what_ja}が{size:,}あり、読める上限は{limit:,}です。"
            "文書ごとに分割し、1段落を1行にしてください。",
        )


class DamagedFileError(DocumentError, ValueError):
    """A file of a known format that its reader cannot open."""

    def __init__(self, path: str, reason: str, reason_ja: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: {reason}. A complete PDF without a password is needed. "
            "Fetch the file again, or save it anew without protection.",
            f"{path}: {reason_ja}。パスワードのない完全なPDFが必要です。"
            "もう一度入手するか、保護を外して保存し直してください。",
        )


class GarbledTextError(DocumentError, ValueError):
    """A document whose characters are not those of its text."""

    def __init__(self, path: str, reason: str, reason_ja: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"{path}: {reason}. Scores of such text would mean nothing. "
            "Fetch the file from its publisher, export it anew as text or PDF, "
            "or run OCR over its pages.",
            f"{path}: {reason_ja}。このままでは数値に意味がありません。"
            "発行元から入手し直すか、テキストかPDFで書き出し直すか、OCRにかけてください。",
        )


class SidecarError(DocumentError, ValueError):
    """What a file beside a document, or an option, says of the document is wrong."""

    def __init__(self, where: str, en: str, ja: str) -> None:
        self.where = where
        super().__init__(f"{where}: {en}", f"{where}: {ja}")


class MeasureError(DocumentError, ValueError):
    """A measure of termhood that a document's language lacks."""

    def __init__(self, path: str, measure: str, lang: str) -> None:
        self.path = path
        self.measure = measure
        self.lang = lang
        super().__init__(
            f"{path}: no {measure} for terms in {lang!r}: frequencies of general language "
            "ship for English alone. Choose the measure termhood, c-value or flr.",
            f"{path}: {lang!r}の用語には{measure}が使えません（一般語の頻度は英語だけ同梱）。"
            "尺度はtermhood、c-value、flrから選んでください。",
        )


class ConfigError(JacyberError, ValueError):
    """An option, or a file with a user's own theory, is at fault."""


class CatalogueError(ConfigError):
    """A line of a catalogue file (concepts, actors, norms …) is wrong."""

    def __init__(self, path: str, line: int | None, key: str, en: str, ja: str) -> None:
        self.path = path
        self.line = line
        self.key = key
        where = f"{path}:{line}" if line else path
        super().__init__(f"{where}: {key}: {en}", f"{where}: {key}: {ja}")


class GlossaryError(ConfigError):
    """A line of a glossary file is wrong, or there is nothing to export."""

    def __init__(self, path: str, line: int | None, en: str, ja: str) -> None:
        self.path = path
        self.line = line
        where = f"{path}:{line}" if line else path
        super().__init__(f"{where}: {en}", f"{where}: {ja}")


class TermListError(ConfigError):
    """A user's list of terms cannot be used."""

    def __init__(self, path: str, line: int | None, en: str, ja: str) -> None:
        self.path = path
        self.line = line
        where = f"{path}:{line}" if line else path
        super().__init__(f"{where}: {en}", f"{where}: {ja}")


class SentenceListError(ConfigError):
    """A line of a list of sentences is wrong, or the list cannot be read."""

    def __init__(self, path: str, line: int | None, en: str, ja: str) -> None:
        self.path = path
        self.line = line
        where = f"{path}:{line}" if line else path
        super().__init__(f"{where}: {en}", f"{where}: {ja}")


class TooFewLabelsError(ConfigError):
    """Too few labelled sentences or documents to fit a model on."""

    def __init__(self, found: str, found_ja: str, needed: str, needed_ja: str) -> None:
        super().__init__(
            f"labels: {found}. {needed} are needed to fit a model and to measure it on "
            "documents that it has not seen. Label more.",
            f"ラベル: {found_ja}。モデルを学習し、未見の文書で測るには{needed_ja}が必要です。"
            "ラベルを増やしてください。",
        )


class FolderNotEmptyError(ConfigError):
    """A folder for a model that holds something already."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: exists and is not an empty folder. "
            "Name another, or write over the model in it with --overwrite.",
            f"{path}: 空のフォルダではありません。"
            "別のフォルダを指定するか、中のモデルを置き換えるなら--overwriteを付けてください。",
        )


class UnknownIdError(ConfigError, LookupError):
    """An id that nothing has."""

    def __init__(self, kind: str, kind_ja: str, name: str, near: Iterable[str]) -> None:
        self.name = name
        self.near = tuple(near)
        hint = f" Near it: {', '.join(self.near)}." if self.near else ""
        hint_ja = f"近いもの: {'、'.join(self.near)}。" if self.near else ""
        super().__init__(
            f"{name}: no {kind} has this id.{hint} `jacyber norms list` shows them all.",
            f"{name}: このidの{kind_ja}はありません。{hint_ja}"
            "一覧は`jacyber norms list`で見られます。",
        )


class UnknownConditionError(ConfigError, LookupError):
    """A condition on norms with a property, or a value of it, that none has."""

    def __init__(self, condition: str, what: str, name: str, known: Iterable[str]) -> None:
        self.condition = condition
        self.known = tuple(sorted(known))
        self.near = tuple(difflib.get_close_matches(name.lower(), self.known, n=3))
        hint = f" Near it: {', '.join(self.near)}." if self.near else ""
        hint_ja = f"近いもの: {'、'.join(self.near)}。" if self.near else ""
        super().__init__(
            f"{condition}: no norm has this {what}.{hint} There are: {', '.join(self.known)}.",
            f"{condition}: 「{name}」に当たる規範はありません。{hint_ja}"
            f"指定できるもの: {'、'.join(self.known)}。",
        )


class NoNormsLeftError(ConfigError, LookupError):
    """Conditions that no norm meets together."""

    def __init__(self, condition: str, met: Iterable[str], n: int) -> None:
        self.condition = condition
        self.met = tuple(met)
        self.n = n
        among = f" that {' and '.join(self.met)} left" if self.met else ""
        among_ja = f"{'、'.join(self.met)}で残る" if self.met else "選ばれた"
        super().__init__(
            f"{condition}: leaves nothing of the {n} provisions{among}. "
            "Name another value, or leave the condition out.",
            f"{condition}: {among_ja}{n}条項のうち、当てはまるものがありません。"
            "別の値にするか、この条件を外してください。",
        )


class NoNumberingError(DocumentError, ValueError):
    """A text whose provisions are not numbered."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: no numbering of provisions was found (1., (a), Article 5, Principle 3, "
            "第3条, 一 …). Two numbers that go on from one another are needed, each at the start "
            "of a line. Put each provision on a line of its own, with its number.",
            f"{path}: 条項の番号（第3条、原則1、1.、（一）、(a)、Article 5など）が見つかりません。"
            "行頭に、続く番号が2つ以上必要です。条項ごとに改行し、番号を付けてください。",
        )


class OfficialTextError(ConfigError):
    """The folder of official texts cannot be used."""

    def __init__(self, path: str, en: str, ja: str) -> None:
        self.path = path
        super().__init__(f"{path}: {en}", f"{path}: {ja}")


class DifferentLanguagesError(ConfigError):
    """Two sets of documents without a language in common."""

    def __init__(self, a: Iterable[str], b: Iterable[str]) -> None:
        self.a = tuple(sorted(a))
        self.b = tuple(sorted(b))
        names = [", ".join(langs) for langs in (self.a, self.b)]
        en_a, en_b = (name or "none" for name in names)
        ja_a, ja_b = (name or "なし" for name in names)
        super().__init__(
            f"the documents of A ({en_a}) and B ({en_b}) have no language in common. "
            "Terms can only be compared within one language. "
            "Choose other documents, or name their language with --lang.",
            f"Aの文書（{ja_a}）とBの文書（{ja_b}）に共通の言語がありません。"
            "用語を比べられるのは同じ言語の文書の間だけです。"
            "別の文書を選ぶか、--langで言語を指定してください。",
        )


class ResourceError(JacyberError, RuntimeError):
    """Data that ships with the package is missing or damaged."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        super().__init__(
            f"{name}: package data {reason}. The installation is incomplete. "
            "Install jacyber-nlp again.",
            f"{name}: 同梱データの異常（{reason}）。インストールが不完全です。"
            "jacyber-nlpを入れ直してください。",
        )


class ModelError(JacyberError):
    """An encoder or a fitted model cannot be used."""


class EncoderMismatchError(ModelError, ValueError):
    """A fitted model meets vectors of another encoder than its own."""

    def __init__(self, model: str, expected: str, found: str) -> None:
        self.model = model
        self.expected = expected
        self.found = found
        super().__init__(
            f"{model}: fitted on vectors of {expected}, but was given {found}. "
            "Its figures would mean nothing. Use that encoder, or another model.",
            f"{model}: {expected}のベクトルで学習したモデルに{found}が渡されました。"
            "数値が意味を持ちません。このエンコーダーか、別のモデルを使ってください。",
        )


class ReaderMismatchError(ModelError, ValueError):
    """A fitted model meets another reader than the one it was fitted on."""

    def __init__(self, model: str, expected: str, found: str) -> None:
        self.model = model
        self.expected = expected
        self.found = found
        super().__init__(
            f"{model}: fitted on the scores of {expected}, but this version of jacyber-nlp has "
            f"{found}. Its figures would mean nothing. Train it again with `jacyber train`, or "
            "install the version that it was trained with.",
            f"{model}: {expected}の値で学習したモデルですが、このjacyber-nlpには{found}が"
            "入っています。数値が意味を持ちません。`jacyber train`で学習し直すか、"
            "学習したときの版を入れてください。",
        )


class LexiconMismatchError(ModelError, ValueError):
    """A fitted model meets another lexicon than the one it was fitted with."""

    def __init__(self, model: str, expected: str, found: str) -> None:
        self.model = model
        self.expected = expected
        self.found = found
        super().__init__(
            f"{model}: fitted with lexicon {expected}, but was given {found}. "
            "Its figures would mean nothing. Give the lexicon that it was trained with "
            "(--concepts FILE; none for the one that ships), or train it again.",
            f"{model}: 概念辞書{expected}で学習したモデルに{found}が渡されました。"
            "数値が意味を持ちません。学習したときの辞書を--concepts FILEで指定するか"
            "（同梱の辞書なら指定なし）、学習し直してください。",
        )


class ModelFileError(ModelError, ValueError):
    """The file of a model that cannot be loaded."""

    def __init__(self, path: str, en: str, ja: str) -> None:
        self.path = path
        super().__init__(f"{path}: {en}", f"{path}: {ja}")


class NoFittedModelError(ModelError, LookupError):
    """No model that ships was fitted on an encoder's vectors."""

    def __init__(self, model: str, encoder: str, known: Iterable[str]) -> None:
        self.model = model
        self.encoder = encoder
        self.known = tuple(known)
        names = ", ".join(self.known)
        super().__init__(
            f"{encoder}: no {model} model was fitted on this encoder. Models ship for: {names}. "
            f"Choose one of these, or fit one with scripts/fit_models.py {model} --encoder and "
            f"pass it to jacyber_nlp.Analyser as {model}_model.",
            f"{encoder}: このエンコーダーで学習した{model}モデルがありません。"
            f"モデルを同梱しているもの: {names}。この中から選ぶか、"
            f"scripts/fit_models.py {model} --encoderで学習し、"
            f"jacyber_nlp.Analyserの{model}_modelに渡してください。",
        )


class EncoderNotFoundError(ModelError, LookupError):
    """There is no encoder of a name, neither here nor on the hub as far as it can be reached."""

    def __init__(self, name: str, reason: str, reason_ja: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(
            f"{name}: {reason}. A local folder with a sentence-transformers model is needed, or "
            "the name of one on the Hugging Face hub and a network. Without a network, copy the "
            "model's folder here and give its path: --encoder FOLDER.",
            f"{name}: {reason_ja}。sentence-transformersのモデルを入れたローカルのフォルダか、"
            "Hugging Face Hubのモデル名（ネットワークが必要）を指定してください。"
            "ネットワークがなければ、モデルのフォルダをコピーし、"
            "--encoder FOLDERでその場所を指定してください。",
        )


class UnusableEncoderError(ModelError, ValueError):
    """A folder or model that is there, but cannot be used as an encoder."""

    def __init__(self, name: str, reason: str, reason_ja: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(
            f"{name}: {reason}. A sentence-transformers model without code of its own and with "
            "its weights as safetensors is needed. Save the model anew in that form, or choose "
            "another.",
            f"{name}: {reason_ja}。独自のコードを含まず、重みがsafetensors形式の"
            "sentence-transformersモデルが必要です。"
            "その形で保存し直すか、別のモデルを選んでください。",
        )


class MissingExtraError(JacyberError, ImportError):
    """An optional package is needed and not installed."""

    def __init__(self, extra: str, module: str) -> None:
        self.extra = extra
        self.module = module
        super().__init__(
            f"{module}: not installed. The extra {extra} is needed: "
            f"pip install 'jacyber-nlp[{extra}]'",
            f"{module}: インストールされていません。追加機能{extra}が必要です: "
            f"pip install 'jacyber-nlp[{extra}]'",
        )
