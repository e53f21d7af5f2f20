#!/bin/sh
# Debian's Chromium for the browser tests, installed where the user may; where not, those tests skip and say so.
[ -x /usr/bin/chromium ] || exec sh "$(dirname "$0")/debian.sh" Chromium "browser tests" "chromium fonts-dejavu-core"
