"""Odoo's own tests of style, confined to this addon. (Its pylint, too slow for that, is run by bin/lint.)"""

from importlib import import_module
from unittest import TestCase

import pytest

from odoo.modules import Manifest

ADDON = "jobseeker_relations"
MODULES = """
    test_docstring test_dunderinit test_i18n test_index test_jstranslate test_manifests test_markers test_naming
    test_onchange_domains test_orm_import test_override_signatures test_pofile test_routes test_test_holes
"""

for module in (import_module(f"odoo.addons.test_lint.tests.{name}") for name in MODULES.split()):
    for name, case in list(vars(module).items()):
        if isinstance(case, type) and issubclass(case, TestCase) and case.__module__ == module.__name__:
            globals()[f"{module.__name__.rpartition('.')[2]}_{name}"] = case


@pytest.fixture(autouse=True)
def _this_addon_only(monkeypatch):
    monkeypatch.setattr(Manifest, "all_addon_manifests", lambda: [Manifest.for_addon(ADDON)])
    monkeypatch.setattr("odoo.addons.test_lint.tests.test_pofile.get_modules", lambda: [ADDON])
