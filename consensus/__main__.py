"""``python -m consensus`` is the ``consensus`` command."""

import sys

from consensus.cli import main

sys.exit(main())
