"""Where an English name before a bracket begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from jacyber_nlp.terms.pairs.names import LATIN, SMALL, is_initialism, kind_of

MAX_WORDS = 24
_WORD = re.compile(rf"[0-9]+–[0-9]+|[{LATIN}0-9][{LATIN}0-9’'.&/+‐‑-]*|&")
_INITIAL = re.compile(r"(?<![A-Za-z])[A-Z]\.$")
_GAP = re.compile(r"[ \u00a0\n]{1,3}$")
_PART = re.compile(r"[‐‑/-]")
_GROUP_OF = re.compile(r"\b[Gg]roup of (?:[0-9]+|[A-Z][a-z]+)$")
# Words at which a noun phrase without an acronym begins anew.
_BREAKS = frozenset(
    (
        "the a an this that these those its their our his her your my whose which what who "
        "some any each every no all both most many several and or but nor as if when while since "
        "because "
        "although though is are was were be been being has have had do does did will would shall "
        "should can could may might must not also by with from under over at in on into of for to "
        "than then so such via per through between among within without about against during "
        "called named known termed two three four five six seven eight nine ten one new first "
        "second third we they it i you he she there here including namely e.g. i.e. adopted "
        "joined established using created launched"
    ).split()
)

Word = tuple[int, int]


def words_before(text: str, end: int, *, commas: bool = False) -> list[Word]:
    """Return the Latin words that stand in a row before ``end``, in order.

    ``commas`` lets them stand in a list too: Economy, Trade and Industry.
    """
    begin = max(0, end - 260)
    found = [m.span() for m in _WORD.finditer(text, begin, end)]
    row: list[Word] = []
    right = end
    for start, stop in reversed(found):
        gap = text[stop:right]
        if gap and not _GAP.match(gap[1:] if commas and gap[0] == "," else gap):
            break
        # A full stop ends a sentence, unless it is an initial's: S., U.S.
        if row and text[stop - 1] == "." and not _INITIAL.search(text, start, stop):
            break
        row.append((start, stop))
        right = start
        if len(row) == MAX_WORDS:
            break
    return row[::-1]


def long_form(text: str, end: int, short: str) -> int | None:
    """Return where the name begins that an acronym before or after it stands for.

    Initials are matched as by Schwartz and Hearst (2003), from the bracket to
    the left, but by whole words first: every word of the name gives a letter,
    then words may give several or none, then the name may go on after the last
    letter (Programme of Action to advance … (PoA)).

    Args:
        text: The text.
        end: Where the name ends.
        short: The acronym.

    Returns:
        The first character; None if no words fit the letters.
    """
    group = _GROUP_OF.search(text, max(0, end - 20), end)
    if group and re.fullmatch(r"G[0-9]+", short):
        return group.start()
    plain = words_before(text, end)
    listed = words_before(text, end, commas=True)
    for words in (plain, listed) if len(listed) > len(plain) else (plain,):
        for letters in _letters(short):
            for fits in (_all_initials, _by_words, _prefix, _loose):
                start = _nearest(text, words, letters, fits)
                if start is not None:
                    return start
    return None


def _nearest(
    text: str, words: Sequence[Word], letters: str, fits: Callable[[Sequence[str], str], bool]
) -> int | None:
    """Return the nearest word from which on the letters fit."""
    for i in range(len(words) - 1, -1, -1):
        row = [text[s:e] for s, e in words[i:]]
        begins = row[0][:1].lower() == letters[:1] and row[0].lower() not in SMALL - {"a"}
        if begins and fits(row, letters):
            return words[i][0]
    return None


def _letters(short: str) -> list[str]:
    """Return the letters that an acronym may take from its long form, likeliest first.

    A digit counts letters (EC3: European Cybercrime Centre) or is a word (2FA:
    two-factor authentication); what follows a hyphen may be a country (CERT-MV).
    """
    if len(short) > 2 and short.endswith("s") and short[-2].isupper():
        short = short[:-1]
    counted = re.sub(r"([A-Za-z])([2-4])\b", lambda m: m[1] * (int(m[2]) - 1), short)
    spoken = short.translate(str.maketrans("23456789", "ttffssen"))
    forms = (counted, spoken, re.split(r"[‐‑/-]", short)[0])
    letters = ["".join(char for char in form.lower() if char.isalpha()) for form in forms]
    return [form for form in dict.fromkeys(letters) if len(form) > 1]


def _parts(row: Sequence[str]) -> list[str]:
    return [part.lower() for word in row for part in _PART.split(word) if part]


def _all_initials(row: Sequence[str], letters: str) -> bool:
    return _initials(_parts(row), letters) == len(_parts(row))


def _prefix(row: Sequence[str], letters: str) -> bool:
    parts = _parts(row)
    used = _initials(parts, letters)
    return 0 < used < len(parts) and parts[used] in SMALL and len(letters) > 1


def _initials(parts: Sequence[str], letters: str) -> int:
    """Return how many words the letters take as initials; 0 if they do not fit."""
    at = 0
    for i, part in enumerate(parts):
        if at == len(letters):
            return i
        if part[0] == letters[at]:
            at += 1
        elif part not in SMALL:
            return 0
    return len(parts) if at == len(letters) else 0


def _by_words(row: Sequence[str], letters: str) -> bool:
    """Tell whether each word of weight gives its first letter, and perhaps more."""
    ends = {0}
    for part in _parts(row):
        reached = set(ends) if part in SMALL else set()
        for at in ends:
            if at < len(letters) and part[0] == letters[at]:
                reached |= _consumed(part, letters, at)
        ends = reached
        if not ends:
            return False
    return len(letters) in ends


def _consumed(part: str, letters: str, at: int) -> set[int]:
    """Return how far letters may go that a word gives in order, the first its initial."""
    ends = {at + 1}
    rest = part[1:]
    for k in range(at + 1, len(letters)):
        found = rest.find(letters[k])
        if found < 0:
            break
        rest = rest[found + 1 :]
        ends.add(k + 1)
    return ends


def _loose(row: Sequence[str], letters: str) -> bool:
    """Tell whether the letters stand in the words in order, a word or two giving none."""
    parts = [part for part in _parts(row) if part not in SMALL]
    slack = 2 if len(letters) > 3 else 1
    if len(parts) > len(letters) + slack:
        return False
    reached = {(0, 0)}  # letters taken, words that gave none
    for part in parts:
        new = {(at, idle + 1) for at, idle in reached if idle < slack}
        for at, idle in reached:
            if at < len(letters) and part[0] == letters[at]:
                new |= {(to, idle) for to in _consumed(part, letters, at)}
        reached = new
    return any(at == len(letters) for at, _ in reached)


def capitalised_start(text: str, end: int) -> int | None:
    """Return where the capitalised name before ``end`` begins; None without one.

    Small words inside it belong to it (Council of Europe Convention on
    Cybercrime), those at its edge do not.
    """
    words = words_before(text, end)
    start: int | None = None
    for s, e in reversed(words):
        word = text[s:e]
        if word[0].isupper() or word[0].isdigit():
            if word.lower() in _BREAKS and (start is None or word.lower() != "new"):
                break
            if not word.isdigit() or start is None:
                start = s
        elif word not in SMALL or start is None:
            break
    return start


def phrase_start(text: str, end: int) -> int | None:
    """Return where the noun phrase before ``end`` begins; None if there is no word."""
    start: int | None = None
    for count, (s, e) in enumerate(reversed(words_before(text, end))):
        if text[s:e].lower() in _BREAKS or count == 5:
            break
        start = s
    return start


def shared_start(text: str, end: int, short: str) -> int | None:
    """Return where a name begins that has a word of its short form; None without.

    ``framework for responsible State behaviour (the "Framework")``: the words
    before it that are no break belong to it too.
    """
    wanted = {word.lower().rstrip("s") for word in short.split() if word.lower() not in SMALL}
    words = words_before(text, end)
    hits = [i for i, (s, e) in enumerate(words) if text[s:e].lower().rstrip("s") in wanted]
    if not hits:
        return None
    # The nearest place at which the most of its words stand.
    first = hits[-1]
    seen = {text[words[first][0] : words[first][1]].lower().rstrip("s")}
    for i in reversed(hits[:-1]):
        word = text[words[i][0] : words[i][1]].lower().rstrip("s")
        if word not in seen and first - i < 14:
            seen.add(word)
            first = i
    name = text[words[first][0] : words[first][1]]
    return _with_modifiers(text, words[: first + 1], capital=name[0].isupper())


def _with_modifiers(text: str, words: Sequence[Word], *, capital: bool) -> int:
    start = words[-1][0]
    if capital:  # not over "the": Ministers of the Northern Dialogue (the "Dialogue")
        for s, e in reversed(words[:-1]):
            word = text[s:e]
            if word[0].isupper() and word.lower() not in _BREAKS:
                start = s
            elif word not in SMALL or word == "the":
                break
        return start
    for s, e in reversed(words[:-1]):
        if text[s:e].lower() in _BREAKS:
            break
        start = s
    return start


def name_start(text: str, end: int, short: str) -> int | None:
    """Return where the name before ``end`` begins that ``short`` is another name of."""
    first, *rest = short.split()
    if not is_initialism(first):
        return shared_start(text, end, short)
    if all(map(is_initialism, rest)) and rest:  # PCI DSS
        found = long_form(text, end, "".join((first, *rest)))
        return shared_start(text, end, short) if found is None else found
    if rest:  # global points of contact directory (POC directory)
        tail = " ".join(rest)
        cut = end - len(tail) - 1
        if text[cut + 1 : end].lower() != tail.lower():
            return shared_start(text, end, short)
        found = long_form(text, cut, first)
        words = [w for w in words_before(text, end) if found is not None and w[0] <= found]
        return _with_modifiers(text, words, capital=text[words[-1][0]].isupper()) if words else None
    found = long_form(text, end, short)
    if found is not None:
        return _with_parent(text, found, end)
    start = capitalised_start(text, end)
    chunk = phrase_start(text, end)
    if start is not None and first[0].lower() != text[start].lower():
        # 3rd Session of the Commission for … (C…): an acronym in another order.
        begins = [s for s, _ in words_before(text, end)[:-1] if start < s and text[s] == first[0]]
        owner = text.rfind("’s ", start, end)  # Russia’s Main Intelligence Directorate (GRU)
        return begins[0] if begins else start if owner < 0 else owner + 3
    return chunk if start is None else start if chunk is None else min(start, chunk)


def _with_parent(text: str, start: int, end: int) -> int:
    """Go on over the acronym of the body that a body belongs to: NATO … Centre (CCDCOE)."""
    before = words_before(text, start)
    if before and re.fullmatch(r"[A-Z]\. ", text[before[-1][0] : start]):  # S. Rajaratnam School
        return before[-1][0]
    if before and kind_of(None, text[start:end]) == "body":
        s, e = before[-1]
        if is_initialism(text[s:e]) and text[e:start] == " ":
            return s
    return start
