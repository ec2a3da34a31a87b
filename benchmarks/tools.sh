#!/bin/sh
# What asks for pages, and what others draw certificates with. On Debian as root it is installed; elsewhere it is named.
missing=""
need() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }
need wrk wrk
need php php-cli
need pdftotext poppler-utils
[ -e "${LMS_BENCH_TCPDF:-/usr/share/php/tcpdf}/tcpdf.php" ] || missing="$missing php-tcpdf"
[ -e /usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf ] || missing="$missing fonts-dejavu-core"
# WeasyPrint's text engine; the package itself goes into an environment of its own.
ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0 || missing="$missing libpango-1.0-0 libpangoft2-1.0-0"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$missing ..."
    # shellcheck disable=SC2086 - a list of names
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -yqq --no-install-recommends $missing >/dev/null
else
    echo "Missing:$missing. On Debian: sudo apt-get install$missing"
    exit 1
fi
