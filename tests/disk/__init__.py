"""Faults from outside: killed processes, full disks, two at once, strangers' files."""
