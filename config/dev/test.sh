#!/usr/bin/env bash
# Runs all tests and ends with one line that counts them, taken from the runner's own report.
#
# The rooms' tests run first, all at once; then those that start real daemons, which need the machine for themselves.
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
results=.build/test-results
mkdir -p "$results" && rm -f "$results"/*.xml
swift=${SWIFT:-swift}

# Runs a command that must end within some seconds: bounded SECONDS COMMAND… One that stands still has failed, like any
# other, and is not made again: what a second run would hide may be a wake-up that the product loses.
bounded() {
    local seconds="$1" status=0
    shift
    timeout --kill-after=30 "$seconds" "$@" || status=$?
    [ "$status" -ne 124 ] && [ "$status" -ne 137 ] || echo "The tests did not end within $seconds s." >&2
    return "$status"
}

if [ $# -gt 0 ]; then
    "$swift" test --xunit-output "$results/chosen.xml" "$@"
    status=$?
else
    "$swift" build --build-tests || exit 1
    bounded 480 "$swift" test --skip-build --skip AxisIntegrationTests --xunit-output "$results/rooms.xml"
    status=$?
    bounded 900 \
        "$swift" test --skip-build --filter AxisIntegrationTests --xunit-output "$results/integration.xml" || status=1
fi

python3 - "$results" <<'PYTHON' || status=1
import glob, sys, xml.etree.ElementTree as tree

cases = [case for path in glob.glob(sys.argv[1] + "/*.xml") for case in tree.parse(path).getroot().iter("testcase")]
skipped = sum(case.find("skipped") is not None for case in cases)
failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
if not cases:
    sys.exit("The test run ended without a report.")
print(f"{len(cases) - failed - skipped} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
PYTHON
exit "$status"
