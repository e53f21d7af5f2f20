#!/bin/sh
# Java for `--engine spark` and its tests, installed where the user may; where not, those tests skip and say so.
if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ] || command -v java >/dev/null 2>&1; then exit 0; fi
sh "$(dirname "$0")/debian.sh" Java "tests of Spark" openjdk-17-jre-headless openjdk-21-jre-headless || exit 1
command -v java >/dev/null 2>&1 || echo "without Java --engine spark will not run here (--remote will)"
