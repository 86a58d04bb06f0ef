"""Programs come in by HTTP: keys, files, jobs by tenant, kept replies, webhooks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("secret_digest", sa.String, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        *_strings("tenant", "roles", "created_at", "person", "expires_at", "revoked_at", "last_used_at"),
    )
    op.create_table(
        "api_files",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("tenant", sa.String, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("blob", sa.String, nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        *_strings("format", "created_at"),
    )
    op.create_index("ix_api_files_blob", "api_files", ["blob"])
    op.create_table(
        "api_jobs",
        sa.Column("job_id", sa.String, sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
        *_strings("tenant", "key_id", "webhook_id"),
        sa.Column("details", sa.Text, nullable=False),
    )
    op.create_index("ix_api_jobs_tenant", "api_jobs", ["tenant"])
    op.create_table(
        "api_replies",
        sa.Column("key_id", sa.String, primary_key=True),
        sa.Column("idempotency_key", sa.String, primary_key=True),
        *_strings("request_digest", "begun_at"),
        sa.Column("status", sa.Integer),
        sa.Column("headers", sa.Text, nullable=False, server_default=""),
        sa.Column("body", sa.Text, nullable=False, server_default=""),
    )
    op.create_index("ix_api_replies_begun", "api_replies", ["begun_at"])
    op.create_table(
        "webhooks",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("tenant", sa.String, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        *_strings("types", "secret", "created_at", "former_secret", "former_until", "disabled_at"),
    )
    op.create_index("ix_webhooks_tenant", "webhooks", ["tenant"])
    op.create_table(
        "webhook_messages",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("webhook_id", sa.String, sa.ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
        *_strings("cause", "type"),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("created_at", sa.String, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        *_strings("next_at", "ended_at"),
        sa.Column("status", sa.Integer),
        sa.Column("error", sa.Text, nullable=False),
        sa.UniqueConstraint("webhook_id", "cause", name="uq_webhook_messages_cause"),
    )
    op.create_index("ix_webhook_messages_next", "webhook_messages", ["ended_at", "next_at"])


def _strings(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]
