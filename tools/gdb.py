# SPDX-License-Identifier: MIT
"""Kripa's values as people read them, for gdb: ids as hex, money as rupees, times as instants, optional numbers as their
value or none. In a session: (gdb) source tools/gdb.py
Numbers by themselves: print $rupees(price), print $instant(now)."""

import datetime

import gdb
import gdb.printing

# Below that, a member that ends in _ms is a span of time and no instant.
FIRST_INSTANT_MS = 10**11


def rupees(paise):
    sign = "-" if paise < 0 else ""
    return f"{sign}₹{abs(paise) // 100}.{abs(paise) % 100:02}"


def instant(ms):
    at = datetime.datetime.fromtimestamp(0, datetime.timezone.utc) + datetime.timedelta(milliseconds=ms)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03}Z"


def number_as(name, number):
    """What the unit at the end of a member's name makes of its number."""
    if name.endswith("_paise"):
        return rupees(number)
    if name.endswith("_ms") and number >= FIRST_INSTANT_MS:
        return instant(number)
    return None


class Id:
    def __init__(self, value):
        self.bytes = [int(value["bytes"][i]) for i in range(value["bytes"].type.range()[1] + 1)]

    def to_string(self):
        return "".join(f"{byte:02x}" for byte in self.bytes) if any(self.bytes) else "no id"


class OptionalInt:
    def __init__(self, value):
        self.value = value

    def to_string(self):
        return str(int(self.value["value"])) if self.value["set"] else "none"


class Record:
    """A struct with members that have a unit: the others are printed as ever."""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        return None

    def children(self):
        for field in self.value.type.strip_typedefs().fields():
            member = self.value[field]
            kind = member.type.strip_typedefs()
            shown = None
            if kind.code == gdb.TYPE_CODE_INT:
                shown = number_as(field.name, int(member))
            elif kind.tag == "kripa_int" and member["set"]:
                shown = number_as(field.name, int(member["value"]))
            yield field.name, member if shown is None else shown


def has_units(kind):
    return any((field.name or "").endswith(("_paise", "_ms")) for field in kind.fields())


class Printers(gdb.printing.PrettyPrinter):
    def __init__(self):
        super().__init__("kripa")

    def __call__(self, value):
        kind = value.type.strip_typedefs()
        if kind.code != gdb.TYPE_CODE_STRUCT or not kind.tag:
            return None
        if kind.tag == "kripa_id":
            return Id(value)
        if kind.tag == "kripa_int":
            return OptionalInt(value)
        if kind.tag.startswith("kripa_") and has_units(kind):
            return Record(value)
        return None


class Spelled(gdb.Function):
    def __init__(self, name, spell):
        super().__init__(name)
        self.spell = spell

    def invoke(self, number):
        return self.spell(int(number))


Spelled("rupees", rupees)
Spelled("instant", instant)
gdb.printing.register_pretty_printer(None, Printers(), replace=True)
