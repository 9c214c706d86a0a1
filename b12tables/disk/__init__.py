"""Everything that is written to disk: a folder of our own, or one file in the place of another.

    own_folder    a folder that a command writes whole: what was written is listed with hashes, and nothing else is
                  ever removed
    earlier       folders that releases wrote which kept no full list
    package       the generated package, in a folder of its own
    files         one file, new or in the place of another: whole or not at all, with its mode and its link; given as
                  bytes, or to a writer where it may be larger than memory
    links         names under which nothing is made: a link, or what no list can hold
    locks         whether a process that left something beside is still there
    swap          one folder in the place of another in a single step

A command that writes asks here; nothing else opens a file for writing outside of temporary folders.
"""

from b12tables.disk.earlier import EarlierPackage, EarlierSite
from b12tables.disk.files import (
    NotReplaced,
    check_own,
    check_replaceable,
    create_file,
    locked_by,
    replace_file,
    sweep,
    write_own,
    write_whole,
)
from b12tables.disk.links import unlistable
from b12tables.disk.own_folder import NotOurs, OwnFolder, check_no_link
from b12tables.disk.package import write_package

__all__ = [
    "EarlierPackage",
    "EarlierSite",
    "NotOurs",
    "NotReplaced",
    "OwnFolder",
    "check_no_link",
    "check_own",
    "check_replaceable",
    "create_file",
    "locked_by",
    "replace_file",
    "sweep",
    "unlistable",
    "write_own",
    "write_package",
    "write_whole",
]
