"""A policy back into a file, for the user's own folder."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from consensus.domain import Policy
from consensus.errors import UsageError

#: Tables are numbers in the hundreds; one line each keeps the file readable.
_WIDE = 1_000_000


def policy_name(path: Path) -> str:
    """The name a policy in this file should bear: the file's own, in the letters that names may have."""
    return re.sub(r"[^a-z0-9_-]+", "-", path.stem.lower()).strip("-_") or "policy"


def write_policy(policy: Policy, path: Path, shipped: Path) -> None:
    """Write a policy as YAML. Raises UsageError for a place that cannot be written or belongs to the product."""
    if path.resolve().is_relative_to(shipped.resolve()):
        raise UsageError("a shipped policy is never edited", where=str(path), do="Name a file of your own with -o.")
    content = policy.model_dump(mode="json", exclude_defaults=True, exclude={"glossary_terms"})
    if policy.glossary is not None:
        content["glossary"] = policy.glossary
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=_WIDE, default_flow_style=None)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write: {error.strerror}", where=str(path), do="Name another file.") from error
