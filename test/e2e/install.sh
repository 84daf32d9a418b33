#!/usr/bin/env bash
# Installs what the clients of the end-to-end tests need: real SDKs from their
# registries, and Debian's packages where the machine has apt-get and we may use
# it. What cannot be installed is skipped by the tests, or fails them where
# BELFRY_REQUIRE_SERVICES is set.
set -euo pipefail
cd "$(dirname "$0")/sdk"

for dir in node node7 browser; do
  (cd "$dir" && npm ci --ignore-scripts --no-audit --no-fund --silent)
done

(cd go && go build -o send .)

packages=()
test -x /usr/bin/chromium || packages+=(chromium)
/usr/bin/python3 -c 'import sentry_sdk' 2>/dev/null || packages+=(python3-sentry-sdk)
/usr/bin/ruby -e 'require "raven"' 2>/dev/null || packages+=(ruby-sentry-raven)
if [ ${#packages[@]} -gt 0 ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi
