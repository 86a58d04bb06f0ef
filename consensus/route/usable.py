"""Members that could not be asked: noticed before a job is made. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from consensus.domain import ModelSpec, Panel
from consensus.errors import PanelError
from consensus.route.families import FamilyMap

#: Other variables that hold a provider's key as well as the usual one.
_INSTEAD: Mapping[str, tuple[str, ...]] = {
    "AZURE_API_KEY": ("AZURE_OPENAI_API_KEY", "AZURE_AD_TOKEN", "AZURE_CLIENT_SECRET"),
    "COHERE_API_KEY": ("CO_API_KEY",),
    "FIREWORKS_AI_API_KEY": ("FIREWORKS_API_KEY", "FIREWORKSAI_API_KEY", "FIREWORKS_AI_TOKEN"),
    "GEMINI_API_KEY": ("GOOGLE_API_KEY",),
    "HUGGINGFACE_API_KEY": ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"),
    "OPENROUTER_API_KEY": ("OR_API_KEY",),
    "PERPLEXITYAI_API_KEY": ("PERPLEXITY_API_KEY",),
    "REPLICATE_API_KEY": ("REPLICATE_API_TOKEN",),
    "TOGETHERAI_API_KEY": ("TOGETHER_API_KEY", "TOGETHER_AI_API_KEY", "TOGETHER_AI_TOKEN"),
}


def refuse_unusable(
    panel: Panel,
    families: FamilyMap,
    keys: Mapping[str, bool],
    addresses: Collection[str],
    has_provider: Callable[[str], bool],
) -> None:
    """Raises PanelError, naming the variable, for a member without its key, and for one of a provider nobody knows.

    keys: variable -> is it set. addresses: variables such as OPENAI_API_BASE that are set: what listens there may need
    no key. has_provider: whether a model's name says who is to be asked. A member with substitutes is let through.
    """
    asked = [spec for spec in panel.members if spec.source == "litellm" and not spec.fallbacks]
    for spec in asked:
        known = spec.base_url is not None or families.key_for(spec.model) is not None
        if not known and not has_provider(spec.model):
            do = f"Write PROVIDER/MODEL, as in openai/gpt-4o, or {spec.name}@http://HOST:PORT/v1 for your own server."
            raise PanelError(f'no provider is known by the name "{spec.name}".', do=do)
    missing: dict[str, list[str]] = {}
    for spec in asked:
        variable = _variable(spec, families, addresses)
        if variable is not None and not any(keys.get(name) for name in (variable, *_INSTEAD.get(variable, ()))):
            missing.setdefault(variable, []).append(spec.name)
    if missing:
        named = " and ".join(f"{variable} for {', '.join(names)}" for variable, names in missing.items())
        what = "a key is" if len(missing) == 1 else "keys are"
        raise PanelError(
            f"{what} missing: {named}; nothing was sent.",
            do=f"Set {' and '.join(missing)} in the environment or in a file .env here, or name other models.",
        )


def _variable(spec: ModelSpec, families: FamilyMap, addresses: Collection[str]) -> str | None:
    """Where the member's key should stand; None where none is known or needed."""
    if spec.api_key_env is not None:
        return spec.api_key_env
    usual = families.key_for(spec.model, spec.base_url)
    moved = usual is not None and any(name.startswith(usual.partition("_API_KEY")[0] + "_") for name in addresses)
    return None if moved else usual
