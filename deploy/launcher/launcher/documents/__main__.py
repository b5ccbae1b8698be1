"""`python -m launcher.documents`, in the root of a checkout."""

import sys
from pathlib import Path

from launcher.documents import write

for path in write(Path.cwd()):
    sys.stdout.write(f"wrote {path}\n")
