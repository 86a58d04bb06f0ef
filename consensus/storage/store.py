"""The store on SQLite: a file, in WAL mode, every commit on disk before it counts."""

from __future__ import annotations

from consensus.storage.answers import SqlAnswers
from consensus.storage.api_keys import SqlApiKeys
from consensus.storage.api_owned import SqlApiOwned
from consensus.storage.api_replies import SqlApiReplies
from consensus.storage.api_webhooks import SqlWebhooks
from consensus.storage.blob_rows import SqlBlobRows
from consensus.storage.changes import SqlChanges
from consensus.storage.comments import SqlDiscussion
from consensus.storage.counts import SqlCounts
from consensus.storage.decisions import SqlReview
from consensus.storage.documents import SqlDocuments
from consensus.storage.guarantees import SqlGuarantees
from consensus.storage.home_texts import SqlHomeTexts
from consensus.storage.human_labels import SqlHumanLabels
from consensus.storage.imported_memory import SqlImportedMemory
from consensus.storage.installation_key import SqlSamplingKey
from consensus.storage.jobs import SqlJobs
from consensus.storage.journal import SqlJournal
from consensus.storage.labels import SqlLabels
from consensus.storage.pings import SqlPings
from consensus.storage.proposals import SqlProposals
from consensus.storage.queue import SqlQueue
from consensus.storage.rate_buckets import SqlRateBuckets
from consensus.storage.replays import SqlReplays
from consensus.storage.reviewer_keys import SqlReviewerKeys
from consensus.storage.roles import SqlRoles
from consensus.storage.runs import SqlRuns
from consensus.storage.search import SqlLibrary
from consensus.storage.served import SqlServed
from consensus.storage.spending import SqlSpending
from consensus.storage.tallies import SqlTallies
from consensus.storage.transaction import SqlTransactions
from consensus.storage.trial_pairs import SqlTrialPairs
from consensus.storage.trials import SqlTrialCalls, SqlTrialJobs, SqlTrials


class SqlStore(
    SqlJobs,
    SqlRuns,
    SqlRateBuckets,
    SqlQueue,
    SqlReview,
    SqlDocuments,
    SqlDiscussion,
    SqlReviewerKeys,
    SqlJournal,
    SqlSpending,
    SqlPings,
    SqlLibrary,
    SqlImportedMemory,
    SqlTallies,
    SqlCounts,
    SqlServed,
    SqlChanges,
    SqlReplays,
    SqlGuarantees,
    SqlLabels,
    SqlHumanLabels,
    SqlSamplingKey,
    SqlAnswers,
    SqlApiKeys,
    SqlApiOwned,
    SqlRoles,
    SqlBlobRows,
    SqlApiReplies,
    SqlWebhooks,
    SqlHomeTexts,
    SqlProposals,
    SqlTransactions,
    SqlTrials,
    SqlTrialJobs,
    SqlTrialCalls,
    SqlTrialPairs,
):
    """``ports.Store`` and ``GuaranteeStore`` on one SQLite file, shared by threads and processes. ``SqlStore("sqlite:////home/me/c.db")``.

    Made at first use and upgraded at open. Every method raises StoreError with what, where and what to do when the
    database is locked, damaged, read-only, full, or written by a newer version.
    """
