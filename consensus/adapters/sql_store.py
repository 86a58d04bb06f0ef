"""The store on SQLite: a file, in WAL mode, every commit on disk before it counts."""

from __future__ import annotations

from consensus.adapters.sql_guarantees import SqlGuarantees
from consensus.adapters.sql_jobs import SqlJobs
from consensus.adapters.sql_journal import SqlJournal
from consensus.adapters.sql_labels import SqlLabels
from consensus.adapters.sql_library import SqlLibrary
from consensus.adapters.sql_pings import SqlPings
from consensus.adapters.sql_queue import SqlQueue
from consensus.adapters.sql_review import SqlReview
from consensus.adapters.sql_spending import SqlSpending
from consensus.adapters.sql_tallies import SqlTallies


class SqlStore(
    SqlJobs, SqlQueue, SqlReview, SqlJournal, SqlSpending, SqlPings, SqlLibrary, SqlTallies, SqlGuarantees, SqlLabels
):
    """``ports.Store`` and ``GuaranteeStore`` on one SQLite file, shared by threads and processes. ``SqlStore("sqlite:////home/me/c.db")``.

    Made at first use and upgraded at open. Every method raises StoreError with what, where and what to do when the
    database is locked, damaged, read-only, full, or written by a newer version.
    """
