#!/bin/sh
# The programs that the tests call. On Debian as root they are installed; elsewhere the missing ones are named.
missing=""
need() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }
# Any Chromium will do; the one that never has a window is lighter.
if [ "$(id -u)" = 0 ] || ! command -v chromium >/dev/null 2>&1; then
    need chromium-headless-shell chromium-headless-shell
fi
need pdftotext poppler-utils
need qpdf qpdf
need zbarimg zbar-tools
need redis-server redis-server
need node nodejs
need npm npm
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing$missing ..."
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -yqq --no-install-recommends $missing >/dev/null ||
            exit 1
    else
        echo "Missing:$missing. The tests that need them are skipped. On Debian: sudo apt-get install$missing"
    fi
fi

# Other people's programs that verify our credentials: as the lock names them, again only when it changes.
cd "$(dirname "$0")/node" || exit 1
if [ node_modules/.package-lock.json -nt package-lock.json ] || ! command -v npm >/dev/null 2>&1; then
    exit 0
fi
oldest=18
major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
if [ "$major" -lt "$oldest" ]; then
    echo "Node $major is too old for tests/node: it needs $oldest or newer. The tests that need it are skipped."
elif ! npm ci --silent --no-fund --no-audit; then
    echo "Not installed: the packages of tests/node (npm ci). The tests that need them are skipped."
fi
exit 0
