"""What can be wrong with an option, or a file with a user's own theory."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from jacyber_nlp.errors.base import ConfigError


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
