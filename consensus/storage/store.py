"""The store on SQLite: a file, in WAL mode, every commit on disk before it counts."""

from __future__ import annotations

from consensus.storage.counts import SqlCounts
from consensus.storage.decisions import SqlReview
from consensus.storage.guarantees import SqlGuarantees
from consensus.storage.imported_memory import SqlImportedMemory
from consensus.storage.installation_key import SqlSamplingKey
from consensus.storage.jobs import SqlJobs
from consensus.storage.journal import SqlJournal
from consensus.storage.labels import SqlLabels
from consensus.storage.pings import SqlPings
from consensus.storage.queue import SqlQueue
from consensus.storage.search import SqlLibrary
from consensus.storage.served import SqlServed
from consensus.storage.spending import SqlSpending
from consensus.storage.tallies import SqlTallies
from consensus.storage.transaction import SqlTransactions


class SqlStore(
    SqlJobs,
    SqlQueue,
    SqlReview,
    SqlJournal,
    SqlSpending,
    SqlPings,
    SqlLibrary,
    SqlImportedMemory,
    SqlTallies,
    SqlCounts,
    SqlServed,
    SqlGuarantees,
    SqlLabels,
    SqlSamplingKey,
    SqlTransactions,
):
    """``ports.Store`` and ``GuaranteeStore`` on one SQLite file, shared by threads and processes. ``SqlStore("sqlite:////home/me/c.db")``.

    Made at first use and upgraded at open. Every method raises StoreError with what, where and what to do when the
    database is locked, damaged, read-only, full, or written by a newer version.
    """
