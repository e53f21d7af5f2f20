#!/bin/sh
# Debian's ffmpeg for the tests of films and sounds, installed where the user may; where not, those tests skip.
command -v ffmpeg >/dev/null 2>&1 || exec sh "$(dirname "$0")/debian.sh" ffmpeg "tests of films and sounds" ffmpeg
