"""`python -m kuramori`, which is what `.venv/bin/kuramori` runs."""

from __future__ import annotations

import sys

from kuramori.site.cli import main

if __name__ == "__main__":
    sys.exit(main())
