"""What pytest knows before any test: how a clock is frozen without looking at every name of every module."""

from freezegun import api


def read_fingerprint(module):
    return f"{id(module)}-{len(getattr(module, '__dict__', ()))}"


# Each time, freezegun asks four thousand modules whether they have other names than at the time before. It sorts all of
# them for that, which is a twentieth of the whole run of the tests inside Odoo; their number tells as much.
api._get_module_attributes_hash = read_fingerprint
