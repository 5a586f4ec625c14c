#!/usr/bin/env bash
# Makes this machine ready to build and test Axis: checks for Swift, installs the Debian packages that are missing.
# Does nothing, quickly, when all is there.
set -euo pipefail

# What the rooms link with, what the package manager needs, and what the tests and the demonstration call.
packages=(
    libssl-dev libcurl4-openssl-dev libxml2-dev libxmlsec1-dev libsqlite3-dev libzip-dev zlib1g-dev pkg-config
    make git ca-certificates
    xmlsec1 openssl curl python3 faketime libhttpclient-java libgoogle-gson-java
)

fail() {
    printf 'setup: %s\n' "$@" >&2
    exit 1
}

check_swift() {
    local swift="${SWIFT:-swift}" text version
    command -v "$swift" >/dev/null ||
        fail "there is no 'swift' on the PATH. Axis needs Swift 6.2 or later: https://www.swift.org/install/linux/"
    text="$("$swift" --version 2>/dev/null)"
    version="$(sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' <<<"$text" | head -n 1)"
    [[ "$version" =~ ^([0-9]+)\.([0-9]+)$ ]] || fail "cannot read the version that 'swift --version' prints: $text"
    ((BASH_REMATCH[1] > 6 || (BASH_REMATCH[1] == 6 && BASH_REMATCH[2] >= 2))) ||
        fail "this is Swift $version; Axis needs 6.2 or later: https://www.swift.org/install/linux/"
}

missing_packages() {
    local installed package
    installed="$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${packages[@]}" 2>/dev/null || true)"
    for package in "${packages[@]}"; do
        grep -qx "$package installed" <<<"$installed" || printf '%s\n' "$package"
    done
}

# Prints the words that make a command run as root, or fails.
as_root() {
    ((EUID == 0)) && return 0
    command -v sudo >/dev/null || return 1
    # Without a terminal there is nobody to type a password.
    if [[ ! -t 0 ]]; then
        sudo -n true 2>/dev/null || return 1
        printf 'sudo -n'
    else
        printf 'sudo'
    fi
}

check_swift

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    fail "this is no Debian system; install the counterparts of these packages yourself: ${packages[*]}"
fi

mapfile -t missing < <(missing_packages)
((${#missing[@]} > 0)) || exit 0

echo "setup: installing ${missing[*]}"
by_hand="run as root: apt-get update && apt-get install -y ${missing[*]}"
root_words="$(as_root)" || fail "these packages are missing, and neither root nor sudo is at hand;" "$by_hand"
read -r -a root <<<"$root_words"
options=(-q -y -o DPkg::Lock::Timeout=300)
"${root[@]}" apt-get "${options[@]}" update ||
    echo "setup: apt-get update failed; trying with the package lists that are there" >&2
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" install --no-install-recommends "${missing[@]}" ||
    fail "apt-get could not install them; once the cause above is mended," "$by_hand"

mapfile -t missing < <(missing_packages)
((${#missing[@]} == 0)) || fail "still missing after the installation: ${missing[*]}"
