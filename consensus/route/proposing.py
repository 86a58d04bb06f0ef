"""From what was found on this machine to a panel: one model of each maker, those that cost nothing first. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from consensus.domain import FoundServer, MemberRule, Proposal
from consensus.route.families import FamilyMap, family_of
from consensus.route.panels import AUTO_MEMBERS

#: Families without which there is no agreement.
FEWEST = 2
#: What servers list and nobody can ask for a translation.
_NOT_CHAT = re.compile(
    r"embed|whisper|rerank|\btts\b|speech|moderation|guard|reward|minilm|colbert|diffusion|dall-e|flux|kokoro|parakeet"
    r"|(^|/)(bge|e5|gte|clip|bark|jina|mxbai|multilingual-e5|all-mpnet)([-_.:]|$)"
)
#: What answers, but was made for something else; taken only where its family has nothing better.
_SPECIAL = re.compile(r"cod(e|er)\b|codellama|starcoder|math|ocr|\bvl\b|vision|\bbase\b|[-_:]vl[-_:]|[-_]base")
#: Names of models whose weights nobody has: a server on this machine passes them on, or calls something else so.
_CLOSED = re.compile(r"gpt-(?!oss|j|neo|sw)|chatgpt|o[1-9]([-_.:]|$)|claude|gemini|grok|text-davinci")
#: Ollama's names of models that run at its maker's.
_ELSEWHERE = re.compile(r"[-:]cloud$")


def propose(servers: Sequence[FoundServer], keys: Mapping[str, bool], families: FamilyMap) -> Proposal:
    """One member of each family: first from this machine, then from other addresses, then hosted models by key.

    No more than ``AUTO_MEMBERS``. Models whose maker is not known are left out: two of them may be one model.
    """
    taken: dict[str, MemberRule] = {}
    paid: list[str] = []
    left: dict[str, str] = {}
    for server in sorted(servers, key=lambda one: not one.here):
        for model in sorted(server.models, key=lambda name: bool(_SPECIAL.search(name.lower()))):
            shown = f"{model} at {server.url}"
            if why := _unfit(model, server, families):
                left[shown] = why
                continue
            family = family_of(model, families, base_url=server.url).family
            if family in taken:
                left[shown] = f"{taken[family].model} is of the same maker ({family}), and a maker has one vote"
            elif len(taken) >= AUTO_MEMBERS:
                left[shown] = f"{AUTO_MEMBERS} makers are enough"
            else:
                taken[family] = _local(model, family, server, families)
                paid += [] if server.here else [taken[family].model]
    for default in families.hosted:
        if not keys.get(default.key):
            continue
        family = family_of(default.model, families).family
        if family in taken:
            left[default.model] = f"{taken[family].model} is of the same maker ({family}), and a maker has one vote"
        elif len(taken) >= AUTO_MEMBERS:
            left[default.model] = f"{AUTO_MEMBERS} makers are enough"
        else:
            taken[family] = MemberRule(model=default.model, family=family)
            paid.append(default.model)
    return Proposal(tuple(taken.values()), tuple(paid), tuple(left.items()))


def _unfit(model: str, server: FoundServer, families: FamilyMap) -> str:
    """Why a listed model is not asked, or ""."""
    bare = model.lower().rsplit("/", 1)[-1]
    if _NOT_CHAT.search(model.lower()):
        return "its name says that it does not answer in words"
    if _ELSEWHERE.search(bare):
        return "it does not run on this machine: its server sends documents on to another"
    if server.here and _CLOSED.match(bare):
        return "nobody but its maker has that model, so the server sends documents on or calls another one so"
    if not family_of(model, families, base_url=server.url).known:
        return "its maker is not known; write it into the panel with `family:` if you know who made it"
    return ""


def _local(model: str, family: str, server: FoundServer, families: FamilyMap) -> MemberRule:
    # A first part that is a host's name would be taken for the protocol; this one says it is the server's own.
    host = model.lower().partition("/")[0]
    name = f"openai/{model}" if "/" in model and host in families.hosts else model
    free = Decimal(0) if server.here else None
    return MemberRule(model=name, family=family, base_url=server.url, price_in=free, price_out=free)
