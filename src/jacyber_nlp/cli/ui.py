"""Messages in the user's language: ``JACYBER_UI``, or else the locale."""

from __future__ import annotations

import os
import sys


def language() -> str:
    """Return ``"ja"`` or ``"en"``."""
    chosen = os.environ.get("JACYBER_UI", "")
    if not chosen:
        names = ("LC_ALL", "LC_MESSAGES", "LANG")
        chosen = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "ja" if chosen.lower().startswith("ja") else "en"


def say(ja: str, en: str) -> str:
    """Return the text in the user's language."""
    return ja if language() == "ja" else en


def tell(ja: str, en: str) -> None:
    """Write a message to stderr, control characters made visible."""
    from jacyber_nlp.script import clean_for_terminal

    print(clean_for_terminal(say(ja, en)), file=sys.stderr)
