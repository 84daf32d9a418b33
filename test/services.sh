#!/usr/bin/env bash
# Makes sure that the servers which the tests need answer, and installs and
# starts those that do not. Needs root where something must be installed.
set -euo pipefail

if ! command -v pg_isready >/dev/null || ! ls /etc/postgresql/*/main >/dev/null 2>&1; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null
fi

if ! pg_isready -q -h 127.0.0.1 -p 5432; then
  version=$(ls /etc/postgresql | sort -V | tail -1)
  # The tests connect as postgres without a password, from this machine only.
  sed -i -E 's/^(host +all +all +(127\.0\.0\.1\/32|::1\/128) +).*/\1trust/' "/etc/postgresql/$version/main/pg_hba.conf"
  pg_ctlcluster --skip-systemctl-redirect "$version" main start
fi

for _ in $(seq 30); do
  if psql -qAt -h 127.0.0.1 -U postgres -c 'SELECT 1' postgres >/dev/null 2>&1; then
    echo "PostgreSQL answers on 127.0.0.1:5432"
    exit 0
  fi
  sleep 1
done
echo "PostgreSQL does not answer on 127.0.0.1:5432" >&2
exit 1
