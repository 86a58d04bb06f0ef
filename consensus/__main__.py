"""``python -m consensus`` is the ``consensus`` command."""

import sys

from consensus.cli.main import main

sys.exit(main())
