#!/bin/sh
# The program that asks for pages. On Debian as root it is installed; elsewhere it is named.
command -v wrk >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing wrk ..."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -yqq --no-install-recommends wrk >/dev/null
else
    echo "Missing: wrk. On Debian: sudo apt-get install wrk"
    exit 1
fi
