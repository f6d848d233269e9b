"""The root of all errors, and what is at fault: a document, the set-up, a model."""

from __future__ import annotations

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


class ConfigError(JacyberError, ValueError):
    """An option, or a file with a user's own theory, is at fault."""


class ModelError(JacyberError):
    """An encoder or a fitted model cannot be used."""
