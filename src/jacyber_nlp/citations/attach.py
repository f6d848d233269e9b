"""Which locator belongs to which name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from jacyber_nlp.citations.locators import Locator, point_at
from jacyber_nlp.citations.names import Mention
from jacyber_nlp.citations.references import Reference

Owner = Mention | Reference

_LONGEST = 120  # characters between a name and its locator
_DATE = r"(?:,? ?\(?(?:\d{1,2} [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8} \d{1,2}),? \d{4}\)?)?"
# サイバー犯罪条約（2001年）は、第32条 … and A/70/174 (22 July 2015), para. 24
_FORWARD = re.compile(
    rf"(?: ?\([^()]{{0,80}}\))?[」』\"']?(?: ?\([^()]{{0,80}}\))?{_DATE}"
    r"(?:,? ?(?:[Aa]nnex|附属書)(?: ?[IVX]{1,3})?)?"
    r"(?:(?:の|、|は|では|には|が|も|における|において|にいう|に定める|に規定する|に掲げる|が定める|が掲げる|"
    r"で示された|に示された|に基づく|に関する|のうち|うち|中の|上の|に係る|その|本文|:|,){0,3}[「『]?"
    r"| ?\((?:see )?|(?:'s)?[,:]? ?"
    r"(?:see |in |under |at |namely |especially |in particular )?(?:its |the )?)"
)
# paragraph 13(c) of the UN document A/70/174
_BACKWARD = re.compile(
    r",? (?:of|in|under|to|from|contained in|set out in)(?: (?:the|its|that|this|said|UN|United|"
    r"Nations|General|Assembly|Council|of|Europe(?:'s)?|[Dd]oc(?:ument)?s?\.?|\d{4}|final|report|"
    r"consensus|so-called|voluntary|norms?|eleven|11|annex|to)){0,6} \"?"
)
# para. 4, UN Doc. A/RES/56/19; Principle 2, Paris Call
_FOOTNOTE = re.compile(r", ?(?:(?:UN |U\.N\. )?[Dd]ocs?\.? ?|国連文書)?")
_OF_ANOTHER = re.compile(r",? (?:of|to|in) (?:the )?[A-Z]| [A-Z]{3,}(?![a-z])")
# A/70/174, 13(c)
_BARE = re.compile(r"(?: ?\([^()]{0,80}\))?,? ?(?=\d{1,3} ?\()")


def attach(
    text: str, owners: Sequence[Owner], locators: Sequence[Locator]
) -> tuple[dict[int, Locator], list[Locator]]:
    """Give names the locators that stand with them.

    Args:
        text: Squeezed.
        owners: Names and what refers to them, in order.
        locators: In order.

    Returns:
        Index of an owner → its locator; and the locators that belong to none,
        but for those that belong to another text (Article 19 of the ICCPR).
    """
    starts = [owner.start for owner in owners]
    begins = [locator.start for locator in locators]
    claimed: dict[int, Locator] = {}
    free = dict(enumerate(locators))
    symbols = {j for j, one in enumerate(owners) if isinstance(one, Mention) and one.is_symbol}
    for i, locator in enumerate(locators):
        j = bisect_left(starts, locator.end)
        if _is_gap(_BACKWARD, text, locator.end, starts, j) and j not in claimed:
            claimed[j] = free.pop(i)
    of_another = {i for i, one in free.items() if _OF_ANOTHER.match(text, one.end)}
    for j, owner in enumerate(owners):
        i = bisect_left(begins, owner.end)
        if j in claimed:
            continue
        if i in free and i not in of_another and _is_gap(_FORWARD, text, owner.end, begins, i):
            # Name, para. 7, UN Doc. A/69/723: the locator is the symbol's.
            k = bisect_left(starts, locators[i].end)
            same = k in symbols and _same(owner, owners[k])
            if same and _is_gap(_FOOTNOTE, text, locators[i].end, starts, k):
                j = k
            claimed[j] = free.pop(i)
        elif isinstance(owner, Mention) and (gap := _BARE.match(text, owner.end)):
            bare = point_at(text, gap.end())
            if bare:
                claimed[j] = bare
    for i, locator in list(free.items()):
        j = bisect_left(starts, locator.end)
        named = j < len(owners) and isinstance(owners[j], Mention) and j not in claimed
        if named and i not in of_another and _is_gap(_FOOTNOTE, text, locator.end, starts, j):
            claimed[j] = free.pop(i)
    return claimed, [one for i, one in free.items() if i not in of_another]


def _same(first: Owner, second: Owner) -> bool:
    """Tell whether two mentions can be of one instrument."""
    if not (isinstance(first, Mention) and isinstance(second, Mention)):
        return False
    return bool(set(first.ids) & set(second.ids))


def _is_gap(pattern: re.Pattern[str], text: str, start: int, ends: Sequence[int], at: int) -> bool:
    """Tell whether what stands up to the next place can part a name and its locator."""
    if at >= len(ends) or ends[at] - start > _LONGEST:
        return False
    return pattern.fullmatch(text, start, ends[at]) is not None
