# What the demonstrations share: telling, checking, and a daemon of their own. Sourced with the directory of the commands
# as first argument.
#
# Every sentence that is told stands on something that was just seen; the first thing that is not so ends the
# demonstration with a status that is not 0. Everything is made up but the level-1 codes and the names of communes: a
# throw-away authority, codes with DEMO in them, free ports on loopback, a temporary folder that is removed at the end.
# KEEP=1 keeps that folder.
# shellcheck shell=bash
set -Eeuo pipefail
shopt -s inherit_errexit

bin="${1:?usage: $(basename "$0") DIRECTORY-OF-THE-COMMANDS}"
for command in axisd axisctl axis; do
    [[ -x "$bin/$command" ]] || { echo "demo: there is no $bin/$command; run: make demo" >&2; exit 1; }
done
bin="$(cd "$bin" && pwd)"

# The daemon refuses variables that it does not know, and this demonstration must not depend on the caller's.
unset "${!AXIS_@}"
export LC_ALL=C.UTF-8

work="$(mktemp -d "${TMPDIR:-/tmp}/axis-demo.XXXXXX")"
pki="$work/pki"
data="$work/data"
began=$SECONDS
step=0

# --- Telling -----------------------------------------------------------------------------------------------------------

say() {
    step=$((step + 1))
    printf '\n%2d. %s\n' "$step" "$*"
}
seen() { printf '    ✓ %s\n' "$*"; }
quote() { sed 's/^/    │ /'; }

fail() {
    trap - ERR
    printf '\n    ✗ %s\n' "$*" >&2
    if [[ -s "$work/axisd.log" ]]; then
        printf '\n    The last words of axisd:\n' >&2
        tail -n 15 "$work/axisd.log" | quote >&2
    fi
    exit 1
}

clean_up() {
    local status=$?
    trap - ERR EXIT
    # What this script started and still runs, by process id.
    jobs -pr >"$work/running" || true
    local pid pids
    mapfile -t pids <"$work/running"
    for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do
        for ((i = 0; i < 100; i++)); do kill -0 "$pid" 2>/dev/null || continue 2; sleep 0.1; done
        kill -KILL "$pid" 2>/dev/null || true
    done
    if [[ -n "${KEEP:-}" ]]; then echo "demo: kept $work"; else rm -rf -- "$work"; fi
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT TERM
# A subshell's failure is told by the shell around it.
trap '((BASH_SUBSHELL == 0)) || exit 1; fail "line $LINENO: $BASH_COMMAND"' ERR

# --- Doing -------------------------------------------------------------------------------------------------------------

# Waits until a command succeeds: until SECONDS WHAT COMMAND…
until_true() {
    local seconds="$1" what="$2" end=$((SECONDS + $1))
    shift 2
    until "$@"; do
        ((SECONDS < end)) || fail "after $seconds s still not so: $what"
        sleep 0.2
    done
}

# The value of a Python expression over the JSON on standard input, as `d`.
pick() { python3 -c 'import json, sys; print(eval(sys.argv[1], {"d": json.load(sys.stdin)}))' "$1"; }

# As administrator; as the holder of a unit's certificate: as CODE COMMAND…
axisctl() { "$bin/axisctl" "$@" --socket "$data/run/axisd.sock"; }
as() {
    local holder="$1"
    shift
    AXIS_SERVER="https://127.0.0.1:$port" AXIS_CA="$pki/ca.pem" AXIS_STATE_DIR="$work/state/$holder" \
        AXIS_CERT="$pki/agency/$holder.pem" AXIS_KEY="$pki/agency/$holder.key" "$bin/axis" "$@"
}

# Expects a command to be refused with a code: refused CODE COMMAND…
refused() {
    local code="$1" status=0
    shift
    "$@" >"$work/refused.out" 2>"$work/refused.err" || status=$?
    ((status == 1)) || fail "expected a refusal ($code), but the exit status was $status: $(<"$work/refused.err")"
    grep -qF "($code" "$work/refused.err" || fail "expected $code, but was told: $(<"$work/refused.err")"
    quote <"$work/refused.err"
}

# A push receiver with the development server's certificate, which is good for 127.0.0.1: listen CODE PORT
listen() {
    "$bin/axis" listen --host 127.0.0.1 --port "$2" -o "$work/received/$1" --cert "$pki/server.pem" \
        --key "$pki/server.key" --client-ca "$pki/ca.pem" --client-cert "$pki/axis-client.pem" >"$work/listen-$1.log" 2>&1 &
    until_true 20 "the receiver of $1 listens" grep -q '^Listening' "$work/listen-$1.log"
}

free_ports() {
    python3 - "$1" <<'PYTHON'
import random, socket, sys

# Below the range that the system takes for its own connections.
found = []
while len(found) < int(sys.argv[1]):
    port = random.randrange(20000, 30000)
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            continue
    if port not in found:
        found.append(port)
print(*found)
PYTHON
}

ready() { curl --silent --fail --max-time 2 --output /dev/null "http://127.0.0.1:$operations/readyz"; }
ready_or_dead() { ready || ! kill -0 "$daemon" 2>/dev/null; }

# Starts the daemon on an empty data directory and waits until it takes documents.
start_daemon() {
    env AXIS_AXIS_DATA="$data" AXIS_AGENCY_HOST=127.0.0.1 AXIS_AGENCY_PORT="$port" AXIS_OPERATIONS_PORT="$operations" \
        AXIS_AGENCY_CERTIFICATE="$pki/server.pem" AXIS_AGENCY_KEY="$pki/server.key" \
        AXIS_SEALING_CERTIFICATE="$pki/sealing.pem" AXIS_SEALING_KEY="$pki/sealing.key" \
        AXIS_PUSH_CERTIFICATE="$pki/axis-client.pem" AXIS_PUSH_KEY="$pki/axis-client.key" \
        AXIS_TRUST_TLS="$pki/ca.pem,$pki/ca.crl" AXIS_TRUST_SIGN="$pki/ca.pem,$pki/ca.crl" \
        AXIS_TRUST_ENDPOINTS="$pki/ca.pem" AXIS_STORE_MINIMUM_FREE_PERCENT=1 \
        "$bin/axisd" >"$work/axisd.log" 2>&1 &
    daemon=$!
    until_true 30 "axisd is ready" ready_or_dead
    ready || fail "axisd ended"
}

# Asks the daemon to stop and sees to it that it ends well.
stop_daemon() {
    local status=0
    kill -TERM "$daemon"
    ended() { ! kill -0 "$daemon" 2>/dev/null; }
    until_true 30 "axisd has ended" ended
    wait "$daemon" || status=$?
    ((status == 0)) || fail "axisd ended with status $status"
}

held() { printf '\nAll %d steps held, in %d s.\n' "$step" $((SECONDS - began)); }
