"""Characters: scripts, widths, and normalisation that remembers offsets."""

from __future__ import annotations

import re
import unicodedata

OPENING = "「『（(［[【〔〈《“‘｢"
CLOSING = "」』）)］]】〕〉》”’｣"

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff々〆ヶｦ-ﾟ]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fcｦ-ﾟ]")
_C1 = re.compile(r"[\x7f-\x9f]")
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff"
    "\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U0001f300-\U0001f64f\U0001f900-\U0001f9ff"
    "\U00020000-\U0003fffd]"
)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc-\u30feｦ-ﾟ]")

_FORMULA = tuple("=+-@＝＋－＠")  # what a spreadsheet would compute

_ACRONYM = re.compile(r"[A-Z0-9][A-Za-z0-9&/.-]{1,11}")

# What PDFs and old systems put in place of the ordinary character: half-width
# kana and punctuation, full-width letters and digits, Kangxi and CJK radicals,
# compatibility ideographs, Latin ligatures, no-break spaces. Full-width
# punctuation （）！： is good Japanese typography and stays.
_FOLDED = re.compile(
    r"[\uff61-\uff9f][\uff9e\uff9f]?"
    r"|[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u2e80-\u2fd5\uf900-\ufaff\ufb00-\ufb06\u00a0]"
)

# CJK radicals that NFKC leaves alone, and the ideograph that each stands for
# (Unicode's EquivalentUnifiedIdeograph).
_RADICALS = str.maketrans(
    "⺊⺌⺍⺎⺒⺓⺔⺖⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺶⺷⺹⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻆⻇⻊⻌⻍⻎⻏⻑⻒⻕⻖⻗⻘⻝⻞⻡⻣⻤⻨⻩⻫⻭⻯⻲",
    "卜小小兀巳幺彑忄扌攵旡日月歺民氵氺灬丬牛犭王疋目示礻竹糸羊羊耂聿肉臼艹艹艹虎衤覀西角角足辶辶辶邑長長阜阝雨青食食首骨鬼麦黄斉歯竜亀",
)


def is_japanese(char: str) -> bool:
    """Tell whether a character is kana or kanji."""
    return _JAPANESE.match(char) is not None


def is_katakana(char: str) -> bool:
    """Tell whether a character is katakana or the long-vowel mark."""
    return _KATAKANA.match(char) is not None


def is_wide(char: str) -> bool:
    """Tell whether a character takes two cells (East Asian Width W or F)."""
    return char >= "\u1100" and _WIDE.match(char) is not None


def count_wide(text: str) -> int:
    """Return how many characters of a text take two cells."""
    return 0 if text.isascii() else len(_WIDE.findall(text))


def is_visible(char: str) -> bool:
    """Tell whether a character leaves ink: no space, control or format character."""
    return not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf")


def width(text: str) -> int:
    """Return the cells a text takes on a terminal or in a fixed-pitch column."""
    return len(text) + count_wide(text)


def language_of(text: str) -> str:
    """Tell the language of a passage: ``"ja"``, ``"en"`` or ``"und"``.

    Kana decide for Japanese unless Latin letters outnumber Japanese characters
    four to one (an English passage that quotes a Japanese word). ``"und"``: the
    passage has neither Japanese characters nor Latin letters.
    """
    if _LATIN.search(text) is None:
        return "und" if _JAPANESE.search(text) is None else "ja"
    japanese = len(_JAPANESE.findall(text))
    latin = len(_LATIN.findall(text))
    return "ja" if japanese * 4 > latin and (japanese >= latin or _KANA.search(text)) else "en"


def is_acronym(name: str) -> bool:
    """Tell whether a name is an acronym: one short Latin word, half of it capitals or digits."""
    name = unicodedata.normalize("NFKC", name)
    capitals = sum(map(str.isupper, name))
    digits = sum(map(str.isdigit, name))
    return (
        _ACRONYM.fullmatch(name) is not None
        and capitals > 0
        and 2 * (capitals + digits) >= len(name)
    )


def normalise(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Fold characters that only look different, and keep the way back.

    Half-width kana become full-width, full-width letters and digits half-width,
    Kangxi radicals and compatibility ideographs ordinary kanji, ligatures their
    letters (NFKC on just these characters; full-width punctuation stays).

    Returns:
        The folded text, and pairs (offset in the folded text, offset in
        ``text``), ascending, the first (0, 0): between two pairs both offsets
        grow together. Folding a folded text changes nothing.
    """
    if not _FOLDED.search(text):
        return text, ((0, 0),)
    parts: list[str] = []
    anchors: list[tuple[int, int]] = [(0, 0)]
    at, size = 0, 0
    for match in _FOLDED.finditer(text):
        start, end = match.span()
        folded = unicodedata.normalize("NFKC", match.group()).translate(_RADICALS)
        parts += [text[at:start], folded]
        size += start - at
        if len(folded) != end - start:
            # Each letter of a ligature comes from the one character.
            anchors += [(size + k, start) for k in range(len(folded))]
            anchors.append((size + len(folded), end))
        size += len(folded)
        at = end
    parts.append(text[at:])
    return "".join(parts), tuple(dict(anchors).items())


def fold(text: str) -> str:
    """Return ``text`` in lower case, character by character, of equal length."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def escape_controls(json_text: str) -> str:
    """Escape DEL and C1 controls, which JSON leaves raw and a terminal obeys."""
    return _C1.sub(lambda match: f"\\u{ord(match.group()):04x}", json_text)


def clean_for_terminal(text: str) -> str:
    """Replace control characters, which could drive a terminal, by U+FFFD."""
    if text.isprintable():  # most is, and then it has none
        return text
    return "".join(
        char if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf") else "\ufffd"
        for char in text
    )


def well_formed(text: str) -> str:
    r"""Return text with lone surrogates, which no UTF-8 has room for, as ``\udcXX``."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def spreadsheet_cell(text: str) -> str:
    """Return text as a cell of CSV: no control characters, and nothing to compute.

    Carriage returns become blanks, so that no reader sees a new row in them; what
    begins like a formula gets an apostrophe before it.
    """
    text = clean_for_terminal(text.replace("\r", " "))
    return "'" + text if text.lstrip().startswith(_FORMULA) or text[:1] == "\t" else text
