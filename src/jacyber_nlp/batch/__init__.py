"""Many documents → tables: nothing lost, nothing done twice, on one machine or many.

The flow: ``items`` (what is to be done) → ``run`` (hands blocks of it to ``pool``)
→ ``worker`` (a document → its outcome) → ``journal`` (outcomes on the disk) →
``parts`` (tables). ``merge`` joins what several machines have done.
"""

from __future__ import annotations

from jacyber_nlp.batch.items import Item, Listing, list_items
from jacyber_nlp.batch.merge import merge_shards
from jacyber_nlp.batch.progress import Failure, Progress, Summary
from jacyber_nlp.batch.runner import run_batch
from jacyber_nlp.batch.settings import Execution, Settings

__all__ = [
    "Execution",
    "Failure",
    "Item",
    "Listing",
    "Progress",
    "Settings",
    "Summary",
    "list_items",
    "merge_shards",
    "run_batch",
]
