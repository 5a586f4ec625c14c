#!/usr/bin/env bash
# `make run`: the daemon on its embedded defaults, with development certificates, in the foreground.
# What it makes is in var/dev; removing that folder starts afresh.
set -euo pipefail

bin="$(cd "${1:?usage: run.sh DIRECTORY-OF-THE-COMMANDS}" && pwd)"
cd "$(dirname "$0")/../.."
here="$PWD"
pki="$here/var/dev/pki"
data="$here/var/dev/data"
socket="$data/run/axisd.sock"
operations="http://127.0.0.1:${AXIS_OPERATIONS_PORT:-9480}"
server="https://localhost:${AXIS_AGENCY_PORT:-8443}"
# Level-1 units, which are bound to their certificates here, and two made-up ones for the quick starts.
units=("G22=Văn phòng Chính phủ" "H24=Thành phố Hải Phòng")
demo_units=("H24.DEMO01=Phường Thử Nghiệm 1" "H24.DEMO02=Phường Thử Nghiệm 2")

install -d -m 0700 var/dev
[[ -e "$pki/ca.pem" ]] || "$bin/axisctl" pki init-dev "$pki" --units "${units[@]}" "${demo_units[@]}"

# Loopback only: a development certificate protects nothing. What is set already wins.
: "${AXIS_AGENCY_HOST:=127.0.0.1}"
export AXIS_AGENCY_HOST AXIS_AXIS_DATA="$data"
export AXIS_AGENCY_CERTIFICATE="$pki/server.pem" AXIS_AGENCY_KEY="$pki/server.key"
export AXIS_SEALING_CERTIFICATE="$pki/sealing.pem" AXIS_SEALING_KEY="$pki/sealing.key"
export AXIS_PUSH_CERTIFICATE="$pki/axis-client.pem" AXIS_PUSH_KEY="$pki/axis-client.key"
export AXIS_TRUST_TLS="$pki/ca.pem,$pki/ca.crl" AXIS_TRUST_SIGN="$pki/ca.pem,$pki/ca.crl"
export AXIS_TRUST_ENDPOINTS="$pki/ca.pem"

"$bin/axisd" &
daemon=$!
trap 'kill -TERM "$daemon" 2>/dev/null || true' INT TERM EXIT

ready=
for ((i = 0; i < 300; i++)); do
    curl --silent --fail --max-time 2 --output /dev/null "$operations/readyz" && ready=yes && break
    kill -0 "$daemon" 2>/dev/null || break
    sleep 0.1
done
if [[ -z "$ready" ]]; then
    echo "run: axisd did not become ready; its words are above." >&2
    exit 1
fi

# Level-1 codes are there from the beginning; certificates are bound once.
for unit in "${units[@]}"; do
    code="${unit%%=*}"
    bound="$("$bin/axisctl" cert list "$code" --socket "$socket" --output json)"
    [[ "$bound" == *'"fingerprint"'* ]] ||
        "$bin/axisctl" cert add "$code" "$pki/agency/$code.pem" --use both --socket "$socket" \
            --legal-basis "development" >/dev/null
done

cat <<TEXT

Axis is running. Agencies connect to $server, operators to $operations; Ctrl-C stops it.
Its data is in var/dev/data, its development certificates are in var/dev/pki.

In another terminal, as an administrator:

  export PATH="$bin:\$PATH"
  axisctl unit show H24 --socket "$socket"
  axisctl queue list --socket "$socket"

as the Government Office (G22), sending a document to Haiphong (H24):

  export AXIS_SERVER=$server AXIS_CA="$pki/ca.pem"
  export AXIS_CERT="$pki/agency/G22.pem" AXIS_KEY="$pki/agency/G22.key"
  axis send document.pdf --from G22 --to H24 --number 1 --notation VPCP-TEST --subject "Thử nghiệm"
  axis sent

and as Haiphong, receiving it:

  export AXIS_CERT="$pki/agency/H24.pem" AXIS_KEY="$pki/agency/H24.key"
  axis inbox

Next: docs/quickstart-agency.md and docs/quickstart-administrator.md.

TEXT

status=0
wait "$daemon" || status=$?
# A signal ends the first wait; the second is for the daemon's own end.
while kill -0 "$daemon" 2>/dev/null; do
    status=0
    wait "$daemon" || status=$?
done
trap - EXIT
exit "$status"
