"""Which guarantee a job falls under, and all that can change its verdicts."""

from __future__ import annotations

import json
from dataclasses import fields

from consensus import prompt
from consensus.domain import Document, GuaranteeKey, GuaranteeRules, ModelSpec, Policy, Task
from consensus.domain.job import JobRecord
from consensus.normalize.digests import digest
from consensus.normalize.language_tags import pair_part
from consensus.pipeline import VERDICTS


def key_of(job: JobRecord) -> GuaranteeKey:
    """The guarantee that a job falls under: its policy's name, and its language pair or type of document."""
    return key_for(job.policy, job.document)


def key_for(policy: Policy, document: Document) -> GuaranteeKey:
    """The guarantee that a document would fall under."""
    if document.task is Task.TRANSLATE:
        source, target = (pair_part(tag) if tag else "any" for tag in (document.source_lang, document.target_lang))
        return policy.name, f"{source} to {target}"
    schema = document.schema or {}
    title = schema.get("title")
    return policy.name, title if isinstance(title, str) and title.strip() else f"schema {digest(schema)[:6]}"


def rules_of(job: JobRecord) -> GuaranteeRules | None:
    """The guarantee that a job's policy asks for, or None."""
    rules = job.policy.guarantee
    return rules if isinstance(rules, GuaranteeRules) else None


def basis_of(job: JobRecord) -> str:
    """Digest over everything that can change a verdict or the score that levels are about: policy, models and ids, who
    answers under their names, prompts, schema, and this program's own rules.

    The policy's digest covers thresholds, vetoes, quorum, references and the embedder, which a guarantee makes it name.
    Curtailment, which it leaves out, changes no outcome, but a score that fewer members stand behind is another one.
    """
    task, policy = job.document.task.value, job.policy
    asked = [
        task,
        "mend",
        *(["critique"] if policy.critic else []),
        *(["judge"] if policy.judge else []),
        *(["verify"] if policy.second_opinion != "off" else []),
        *(["same"] if policy.second_opinion != "off" and job.document.task is Task.EXTRACT else []),
    ]
    pages = bool(job.document.pages) and job.document.task is Task.EXTRACT
    asked += ["extract_pages"] if pages else []
    members = sorted(
        json.dumps([_told_of(m, pages), prompt.template_of(task, m).id], sort_keys=True) for m in job.panel.members
    )
    words = (prompt.wording(asked), policy.strategy, job.document.schema)
    # None where every model answers as at first: what was earned before this was watched stays.
    served = [f"served {name}" for name in job.panel.series]
    return digest("basis", VERDICTS, policy.digest, members, words, *_substitutes(job), *served)[:12]


def _substitutes(job: JobRecord) -> list[str]:
    """What a named panel says of members' substitutes, which the policy's digest does not have."""
    named = job.policy.named_panel
    names = {name for member in job.panel.members for name in member.fallbacks}
    told = [rule for rule in named.members if rule.model in names] if named else []
    idle = {"api_key_env", "price_in", "price_out"}
    return sorted(rule.model_dump_json(exclude=idle) for rule in told)


def _told_of(member: ModelSpec, pages: bool) -> dict[str, str]:
    """All of a member that can change what it answers, or what its answer counts. pages: it may be shown some."""
    idle = set() if pages else {"vision"}
    idle |= {"family_why", "api_key_env", "price_in", "price_out", "price_why", "price_ruled"}
    return {one.name: str(getattr(member, one.name)) for one in fields(member) if one.name not in idle}
