#!/usr/bin/env bash
# `make demo`, second part: Haiphong's list before the deadline, told step by step, from 33/34 to 34/34.
# shellcheck source=config/dev/demo-lib.sh
source "$(dirname "$0")/demo-lib.sh"

reference="$(cd "$(dirname "$0")/../reference" && pwd)"
campaign=cd-101

# Makes every province's list out of the 3,321 units that ship with Axis, under visibly synthetic codes: lists/CODE.csv
make_lists() {
    python3 - "$reference/communes-2025.csv" "$work/lists" <<'PYTHON'
import csv, os, sys
from collections import defaultdict

units = defaultdict(list)
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    units[row["province"]].append(row)
os.makedirs(sys.argv[2])
for province, rows in units.items():
    with open(f"{sys.argv[2]}/{province}.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["code", "name", "kind", "admin_code", "parent"])
        for number, row in enumerate(rows, 1):
            table.writerow([f"{province}.DEMO{number:03d}", row["name"], row["kind"], row["admin_code"], province])
print(*sorted(units))
PYTHON
}

# Plants five faults into Haiphong's list, as tired people do at night.
plant_faults() {
    python3 - "$work/lists/H24.csv" "$work/faulty.csv" <<'PYTHON'
import csv, sys

rows = list(csv.reader(open(sys.argv[1], encoding="utf-8")))
rows[2][0] = rows[1][0]  # line 3: the code of the line before
rows[3][1] = rows[3][1][:-1] + "x"  # line 4: a misspelt name
rows[4][2] = "commune" if rows[4][2] == "ward" else "ward"  # line 5: another kind
rows[5][4] = "H31"  # line 6: another province's
del rows[-1]  # and one unit is missing
csv.writer(open(sys.argv[2], "w", encoding="utf-8", newline="")).writerows(rows)
PYTHON
}

# Hands in a province's list and accepts it: publish PROVINCE
publish() {
    as "$1" submit "$work/lists/$1.csv" --campaign "$campaign" --output json >"$work/receipt-$1.json"
    axisctl submission accept "$(pick 'd["submissionId"]' <"$work/receipt-$1.json")" --effective "$effective" \
        --legal-basis "demonstration" >/dev/null
}

# A column's total on the board, e.g. 33/34: total INDICATOR
total() {
    axisctl campaign board "$campaign" --output json |
        pick "next((t['text'] for t in d['totals'] if t['indicator'] == '$1'), 'unmeasured')"
}

# Haiphong's value on the board, e.g. 114/114: value INDICATOR
value() {
    axisctl campaign board "$campaign" --output json | pick "next(
        '%s/%s' % (v.get('done'), v.get('of')) for r in d['rows'] if r['unit'] == 'H24'
        for v in r['values'] if v['indicator'] == '$1')"
}

# The latest report of the drill, e.g. 113/114.
drilled() { axisctl drill report "$drill" --output json | pick 'd["text"]'; }
drill_is() { [[ "$(drilled)" == "$1" ]]; }

# === The demonstration =================================================================================================

read -r port operations port_h24 < <(free_ports 3)
mkdir -p "$work/state" "$work/received"

say "34 provinces, and a list of commune-level units from each: 3,321 real units under made-up codes."
read -r -a provinces < <(make_lists)
((${#provinces[@]} == 34)) || fail "expected 34 provinces, found ${#provinces[@]}"
"$bin/axisctl" pki init-dev "$pki" --units "${provinces[@]}" >/dev/null
start_daemon
for province in "${provinces[@]}"; do
    axisctl cert add "$province" "$pki/agency/$province.pem" --use both --legal-basis "demonstration" >/dev/null
done
seen "the daemon runs and knows the certificates of ${#provinces[@]} provinces"

say "The Government Office asks all of them for their codes, with a deadline an hour from now."
effective="$(TZ=UTC-7 date '+%Y-%m-%dT%H:%M:%S+07:00')"
deadline="$(TZ=UTC-7 date --date '1 hour' '+%Y-%m-%dT%H:%M:%S+07:00')"
axisctl campaign create "$campaign" --title "Mã định danh cấp xã" --legal-basis "demonstration" \
    --deadline "$deadline" --scope provinces | quote

say "33 provinces hand in their lists in time; each is accepted whole."
for province in "${provinces[@]}"; do
    [[ "$province" == H24 ]] || publish "$province"
done
[[ "$(total codes-published)" == 33/34 ]] || fail "the board says $(total codes-published)"
seen "the board: lists accepted $(total list-accepted), codes published $(total codes-published); Haiphong is missing"

say "Haiphong's first list has five faults. It is refused whole, and every fault is named with what to mend:"
plant_faults
status=0
as H24 submit "$work/faulty.csv" --campaign "$campaign" >"$work/faults.out" 2>"$work/faults.err" || status=$?
((status == 1)) || fail "the faulty list was not refused: exit status $status"
cat "$work/faults.out" "$work/faults.err" | tee "$work/faults" | quote
for fault in "line 3, code" "line 4, name" "line 5, kind" "line 6, parent" "is missing; add its row"; do
    grep -qF "$fault" "$work/faults" || fail "this fault is not named: $fault"
done
seen "five of five named; nothing of the list was kept: $(total list-handed-in) lists handed in"

say "The mended list comes in time. Its receipt proves when, and needs nobody's word:"
as H24 submit "$work/lists/H24.csv" --campaign "$campaign" --output json >"$work/receipt-H24.json"
[[ "$(pick 'd["timeliness"]' <"$work/receipt-H24.json")" == on-time ]] || fail "the list counts as late"
"$bin/axis" verify "$work/receipt-H24.json" --ca "$pki/ca.pem" --seal "$pki/sealing.pem" \
    --list "$work/lists/H24.csv" | quote
submission="$(pick 'd["submissionId"]' <"$work/receipt-H24.json")"
axisctl submission accept "$submission" --effective "$effective" --legal-basis "demonstration" | quote
live="$(axisctl unit list --parent H24 --state active --output json | pick 'len(d)')"
((live == 114)) || fail "expected 114 live codes, found $live"
[[ "$(total codes-published)" == 34/34 ]] || fail "the board says $(total codes-published)"
seen "$live codes are live; the board: codes published $(total codes-published)"

say "Haiphong's system receives for all 114 through one endpoint. One commune has lost its power."
axisctl endpoint set H24 "https://127.0.0.1:$port_h24/axis" --branch | quote
listen H24 "$port_h24"
dark="$(tail -n 1 "$work/lists/H24.csv" | cut -d , -f 1)"
axisctl unit suspend "$dark" --reason "demonstration: no electricity" --legal-basis "demonstration" >/dev/null

say "The drill: a signed test document to each of the 114."
axisctl drill start --campaign "$campaign" --units 'H24.*' --retry-after 3 --attempts 10 --output json >"$work/drill.json"
drill="$(pick 'd["id"]' <"$work/drill.json")"
until_true 60 "113 units have acknowledged" drill_is 113/114
axisctl drill report "$drill" | quote
seen "$(drilled) acknowledged; the report names $dark and says why"

say "The power is back. Axis tries again by itself."
axisctl unit resume "$dark" --legal-basis "demonstration" >/dev/null
until_true 60 "all 114 units have acknowledged" drill_is 114/114
[[ "$(value units-tested)" == 114/114 ]] || fail "the board says $(value units-tested) of Haiphong's units are tested"
[[ "$(find "$work/received/H24" -name '*.edxml' | wc -l)" == 114 ]] || fail "Haiphong does not hold 114 test documents"
seen "$(drilled): every unit of Haiphong is reached; its system holds 114 documents marked [DIỄN TẬP]"

say "The board at the end, as the Government Office reports it:"
axisctl campaign board "$campaign" --output json | pick '"\n".join("%-24s %s" % (t["indicator"], t["text"]) for t in d["totals"])' | quote
published="$(total codes-published)"
stop_daemon
seen "codes published: from 33/34 to $published"

held
