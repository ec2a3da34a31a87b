#!/bin/sh
# The programs that the tests call. On Debian as root they are installed; elsewhere the missing ones are named.
missing=""
need() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }
need chromium chromium
need pdftotext poppler-utils
need qpdf qpdf
need zbarimg zbar-tools
need redis-server redis-server
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$missing ..."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -yqq --no-install-recommends $missing >/dev/null
else
    echo "Missing:$missing. The tests that need them are skipped. On Debian: sudo apt-get install$missing"
fi
