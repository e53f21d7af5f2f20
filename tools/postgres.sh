#!/bin/sh
# Debian's postgresql for the tests of cases on a team's database, installed where the user may; where not, those tests skip.
# No server is started or kept: each test run starts one of its own in a temporary directory.
set -u
found() { command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
found && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing postgresql for the tests of cases"
  log=$(mktemp)
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
  if apt-get update -qq >"$log" 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o Dpkg::Options::=--force-confold --no-install-recommends postgresql >>"$log" 2>&1; then
    rm -f "$log"
    found && exit 0
  fi
  tail -n 3 "$log"
fi
[ "${CI:-}" = true ] && { echo "postgresql could not be installed and CI has to run the tests of cases on it" >&2; exit 1; }
echo "postgresql is missing: the tests of cases on it will be skipped"
