"""Stand-ins that ship: tests, benchmarks and notebooks use them instead of patching our code."""

from consensus.testing.fixed_clock import FixedClock
from consensus.testing.loopback import LoopbackProvider, ReceivedRequest
from consensus.testing.memory_journal import MemoryJournal
from consensus.testing.provider_words import HOSTILE, Fault, echo
from consensus.testing.scripted_client import ScriptedClient, Step
