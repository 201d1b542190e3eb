"""Odoo's command line on a machine whose clock a test sets: the file JR_CLOCK says by how many seconds it is wrong.

Python reads the time of day in two places, `time.time` and `datetime.now`; both are changed before Odoo is imported.
What measures durations (`time.monotonic`) goes on, as on a real machine. PostgreSQL's clock: see test_clock.py.
"""

import datetime
import mmap
import os
import runpy
import struct
import time
from pathlib import Path

with Path(os.environ["JR_CLOCK"]).open("r+b") as file:
    WRONG = mmap.mmap(file.fileno(), 0)  # all processes see a change at once
read_time, RealDatetime = time.time, datetime.datetime


def wrong_time():
    return read_time() + struct.unpack("d", WRONG)[0]


class OfDatetime(type):
    """What PostgreSQL's driver makes is a real one, and has to pass for one of these."""

    def __instancecheck__(cls, value):
        return isinstance(value, RealDatetime) if cls is Datetime else super().__instancecheck__(value)

    def __subclasscheck__(cls, other):
        return issubclass(other, RealDatetime) if cls is Datetime else super().__subclasscheck__(other)


class Datetime(RealDatetime, metaclass=OfDatetime):
    __module__, __qualname__ = RealDatetime.__module__, RealDatetime.__qualname__

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(wrong_time(), tz)

    @classmethod
    def today(cls):
        return cls.now()

    @classmethod
    def utcnow(cls):
        return cls.now(datetime.UTC).replace(tzinfo=None)


time.time, datetime.datetime = wrong_time, Datetime

if __name__ == "__main__":
    runpy.run_path(str(Path(os.environ["REPO"], "tests/odoo_under_test.py")), run_name="__main__")
