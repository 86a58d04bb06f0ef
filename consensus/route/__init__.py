"""Which models are asked, and why these: panels, families, fallbacks."""

from consensus.route.classes import Nearest, nearest_class
from consensus.route.families import FamilyMap, family_of, recorded_family
from consensus.route.members import Known, recorded_names, resolve_member
from consensus.route.panels import RESERVED, resolve_panel, with_panel
from consensus.route.places import HERE, gathered, is_this_machine, place_of
from consensus.route.plan import Link, Work, plan
from consensus.route.proposing import FEWEST, propose
from consensus.route.table import Routed, by_route, document_type, priced, routed, ruled
from consensus.route.terms import admitted, refusal, refuse_readers, refused
from consensus.route.usable import refuse_unusable
