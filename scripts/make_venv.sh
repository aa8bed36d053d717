#!/bin/sh
# Creates the virtual environment in $1 with the newest Python found, from 3.11 on.
set -eu
if ! mkdir -p "$1" 2>/dev/null || [ ! -w "$1" ]; then
    echo "In den Ordner $(pwd) lässt sich nichts schreiben." >&2
    echo "Bitte geben Sie sich dort Schreibrechte, oder kopieren Sie Lotse in einen eigenen Ordner." >&2
    exit 1
fi
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        if ! "$candidate" -c 'import venv, ensurepip' 2>/dev/null; then
            echo "Zu $candidate fehlt das Modul venv." >&2
            echo "  Debian, Ubuntu:  apt install python3-venv" >&2
            exit 1
        fi
        echo "Virtuelle Umgebung wird angelegt ($("$candidate" --version)) …"
        exec "$candidate" -m venv "$1"
    fi
done
echo "Lotse braucht Python 3.11 oder neuer. Gefunden: $(python3 --version 2>&1 || echo 'keines')." >&2
exit 1
