"""Stand-ins that ship: tests, benchmarks and notebooks use them instead of patching our code."""

from consensus.adapters.fakes.fixed_clock import FixedClock
from consensus.adapters.fakes.loopback import LoopbackProvider, Seen
from consensus.adapters.fakes.memory_journal import MemoryJournal
from consensus.adapters.fakes.provider_words import HOSTILE, Fault, echo
from consensus.adapters.fakes.scripted_client import ScriptedClient, Step

__all__ = [
    "HOSTILE",
    "Fault",
    "FixedClock",
    "LoopbackProvider",
    "MemoryJournal",
    "ScriptedClient",
    "Seen",
    "Step",
    "echo",
]
