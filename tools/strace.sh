#!/bin/sh
# Debian's strace for the sweep of disk faults, installed where the user may; where not, the sweep skips.
command -v strace >/dev/null 2>&1 || exec sh "$(dirname "$0")/debian.sh" strace "tests of disk faults" strace
