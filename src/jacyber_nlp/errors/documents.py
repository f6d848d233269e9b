"""What can be wrong with a document."""

from __future__ import annotations

from collections.abc import Iterable

from jacyber_nlp.errors.base import DocumentError


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


class ChangedFileError(DocumentError, OSError):
    """A file that somebody wrote while it was read."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: changed while it was read. A file that nobody is writing is needed. "
            "Read it again when it is whole.",
            f"{path}: 読み込み中に内容が変わりました。書き込みの終わったファイルが必要です。"
            "書き込みが終わってから、もう一度読み込んでください。",
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
