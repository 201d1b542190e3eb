"""Make the addon's `rules` importable as a package of its own: no Odoo, no database.

It is loaded from its folder rather than found on ``sys.path``: with the addon's folder there, its `tests`, `models` and
`report` would become top-level names and shadow others.
"""

import os
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from hypothesis import settings

RULES = Path(__file__).resolve().parents[2] / "jobseeker_relations" / "rules"

if "rules" not in sys.modules:
    spec = spec_from_file_location("rules", RULES / "__init__.py", submodule_search_locations=[str(RULES)])
    sys.modules["rules"] = module_from_spec(spec)
    spec.loader.exec_module(sys.modules["rules"])

# A machine that is busy with other suites makes single examples slow; a red build must be one that can be run again.
settings.register_profile("rules", max_examples=60, deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("rules")
