#!/bin/sh
# Debian's postgresql for the tests of cases on a team's database, installed where the user may; where not, those tests skip.
# No server is started or kept: each test run starts one of its own in a temporary directory.
found() { command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
found && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
fi
sh "$(dirname "$0")/debian.sh" PostgreSQL "tests of cases on it" postgresql || exit 1
found || { [ "${CI:-}" = true ] && echo "postgresql was installed, but has no initdb" >&2 && exit 1; exit 0; }
