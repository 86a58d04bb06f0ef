"""The tables of the HTTP API: keys, files and jobs by tenant, replies kept for repeated requests, webhooks."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from consensus.storage.tables import metadata

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String, primary_key=True),
    Column("secret_digest", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("tenant", String, nullable=False),
    Column("roles", String, nullable=False),
    Column("created_at", String, nullable=False),
    *(Column(name, String, nullable=False) for name in ("person", "expires_at", "revoked_at", "last_used_at")),
)

api_files = Table(
    "api_files",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("blob", String, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("format", String, nullable=False),
    Column("created_at", String, nullable=False),
    Index("ix_api_files_blob", "blob"),
)

#: Jobs that came by the API. Any other job belongs to ``OWN_TENANT``.
api_jobs = Table(
    "api_jobs",
    metadata,
    Column("job_id", String, ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("tenant", String, nullable=False),
    Column("key_id", String, nullable=False),
    Column("webhook_id", String, nullable=False),
    Column("details", Text, nullable=False),
    Index("ix_api_jobs_tenant", "tenant"),
)

api_replies = Table(
    "api_replies",
    metadata,
    Column("key_id", String, primary_key=True),
    Column("idempotency_key", String, primary_key=True),
    Column("request_digest", String, nullable=False),
    Column("begun_at", String, nullable=False),
    Column("status", Integer),
    Column("headers", Text, nullable=False, server_default=""),
    Column("body", Text, nullable=False, server_default=""),
    Index("ix_api_replies_begun", "begun_at"),
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("url", Text, nullable=False),
    Column("types", String, nullable=False),
    Column("secret", String, nullable=False),
    Column("created_at", String, nullable=False),
    *(Column(name, String, nullable=False) for name in ("former_secret", "former_until", "disabled_at")),
    Index("ix_webhooks_tenant", "tenant"),
)

#: What is to be sent. cause: what it tells of, so that it is told once.
webhook_messages = Table(
    "webhook_messages",
    metadata,
    Column("id", String, primary_key=True),
    Column("webhook_id", String, ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
    Column("cause", String, nullable=False),
    Column("type", String, nullable=False),
    Column("payload", Text, nullable=False),
    Column("created_at", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", String, nullable=False),
    Column("ended_at", String, nullable=False),
    Column("status", Integer),
    Column("error", Text, nullable=False),
    UniqueConstraint("webhook_id", "cause", name="uq_webhook_messages_cause"),
    Index("ix_webhook_messages_next", "ended_at", "next_at"),
)
