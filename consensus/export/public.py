"""What may leave the machine: names without the folders of this installation."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from consensus.domain import ModelSpec
from consensus.domain.job import JobRecord

#: An absolute path, or one from the home folder, with the file's name as its last part.
_PATH = re.compile(r"(?<![\w/.~\\])(?:~?/|[A-Za-z]:[\\/]|\\\\)(?:[^\s\\/:\"'|<>#]+[\\/])+(?P<name>[^\s\\/:\"'|<>]+)")
_SECRET = re.compile(r"(?<=://)[^/\s@]+@|\b(?:sk|pk|gsk|hf|xai|key)[-_][A-Za-z0-9_-]{16,}|\bBearer\s+\S+")


class Public:
    """Rewrites what a job's own data say of this machine. Never used on source texts and answers."""

    def __init__(self, job: JobRecord) -> None:
        paths = {job.path: job.document.name}
        for spec in job.panel.members:
            paths[spec.name] = spec.name
            if spec.recorded_file:
                paths[spec.name] = spec.name.replace(spec.recorded_file, _last(spec.recorded_file))
                paths[spec.recorded_file] = _last(spec.recorded_file)
        # The longest first: a member's name holds the path of its file.
        self._known = sorted(((k, v) for k, v in paths.items() if k and k != v), key=lambda item: -len(item[0]))

    def text(self, text: str) -> str:
        """The text without folders, without user names and passwords in addresses, without what looks like a key."""
        for path, name in self._known:
            text = text.replace(path, name)
        return _SECRET.sub("[removed]", _PATH.sub(lambda found: found["name"], text))

    def all(self, value: Any) -> Any:
        """The same for every string in a JSON value."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list | tuple):
            return [self.all(one) for one in value]
        return {self.text(key): self.all(one) for key, one in value.items()} if isinstance(value, dict) else value


def provider_of(spec: ModelSpec) -> str:
    """Who was asked: the host in front of the model's name, else where the member comes from."""
    if spec.source != "litellm":
        return spec.source
    return spec.model.split("/", 1)[0] if "/" in spec.model else spec.source


def model_name(name: str) -> str:
    """A model's name; of a model file its last part alone (llama.cpp returns the path as the model)."""
    is_file = (
        name.startswith(("/", "~", "./", "../")) or "\\" in name or name.lower().endswith((".gguf", ".safetensors"))
    )
    return _last(name) if is_file else name


def _last(path: str) -> str:
    return PureWindowsPath(path).name if "\\" in path else PurePosixPath(path).name
