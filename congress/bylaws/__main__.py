"""``python -m congress.bylaws zh`` prints every profile as tables: the text of ``docs/rules.zh.md``."""

import sys

from congress.bylaws.profile import builtin
from congress.bylaws.tables import tables

sys.stdout.write("\n".join(tables(profile, sys.argv[1]) for profile in builtin().values()))
