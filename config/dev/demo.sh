#!/usr/bin/env bash
# `make demo`, first part: one signed document on its whole way, told step by step.
# shellcheck source=config/dev/demo-lib.sh
source "$(dirname "$0")/demo-lib.sh"

# What became of the delivery of the document to a code: delivery CODE FIELD
delivery() {
    as G22 trace "$envelope" --output json | pick "next(x for x in d['deliveries'] if x['to'] == '$1').get('$2')"
}
delivery_is() { [[ "$(delivery "$1" state)" == "$2" ]]; }
attempted() { [[ "$(delivery "$1" lastError)" != None ]]; }

# Sends a PDF: send HOLDER FROM NUMBER SUBJECT TO…
send() {
    local holder="$1" from="$2" number="$3" subject="$4"
    shift 4
    as "$holder" send "$work/cong-van.pdf" --to "$@" --from "$from" --number "$number" --notation DEMO \
        --place "Hà Nội" --subject "$subject" --output json
}

# Claims, fetches and acknowledges what waits for a unit, into received/UNIT: take HOLDER UNIT
take() {
    local holder="$1" unit="$2" item id lease
    item="$(as "$holder" claim --unit "$unit" --kind document --limit 1 --wait 10 --seconds 60 --output json)"
    [[ "$(pick 'len(d["items"])' <<<"$item")" == 1 ]] || fail "nothing waits for $unit"
    id="$(pick 'd["items"][0]["deliveryId"]' <<<"$item")"
    lease="$(pick 'd["items"][0]["leaseToken"]' <<<"$item")"
    as "$holder" fetch "$id" -o "$work/received/$unit" --output json >"$work/fetched.json"
    as "$holder" ack "$id" --lease "$lease" --output json >"$work/acknowledged.json"
    [[ "$(pick 'd["state"]' <"$work/acknowledged.json")" == acknowledged ]] || fail "$unit could not acknowledge"
    cmp -s "$work/cong-van.pdf" "$(pick 'd["attachments"][0]' <"$work/fetched.json")" || fail "the PDF came changed"
}

make_pdf() {
    python3 - "$1" <<'PYTHON'
import sys

text = b"BT /F1 18 Tf 72 760 Td (Axis: a document for demonstration) Tj ET"
objects = [
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
]
pdf, offsets = bytearray(b"%PDF-1.4\n"), []
for number, body in enumerate(objects, 1):
    offsets.append(len(pdf))
    pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
start = len(pdf)
pdf += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
pdf += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
pdf += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
open(sys.argv[1], "wb").write(pdf)
PYTHON
}

# === The demonstration =================================================================================================

read -r port operations port_h24 port_demo02 < <(free_ports 4)
mkdir -p "$work/state" "$work/received"
make_pdf "$work/cong-van.pdf"

say "A throw-away authority issues certificates to Axis, to the Government Office (G22) and to Haiphong (H24)."
"$bin/axisctl" pki init-dev "$pki" --units "G22=Văn phòng Chính phủ" "H24=Thành phố Hải Phòng" \
    "H24.DEMO01=Phường Thử Nghiệm 1" "H24.DEMOHT=Hệ thống thử nghiệm của thành phố" >/dev/null
openssl verify -CAfile "$pki/ca.pem" "$pki/agency/G22.pem" >/dev/null
seen "$(find "$pki" -name '*.pem' | wc -l) certificates; openssl verifies that of G22 against the authority's"

say "The daemon starts on an empty data directory."
start_daemon
seen "it listens on https://127.0.0.1:$port and says on /readyz that it takes documents"

say "It knows the level-1 codes of the ministries and the 34 provinces from the beginning, in both forms."
axisctl unit list --state active --output json >"$work/units.json"
provinces="$(pick 'sum(u["kind"] in ("province", "city") for u in d)' <"$work/units.json")"
[[ "$provinces" == 34 ]] || fail "expected 34 provinces, found $provinces"
axisctl unit resolve 000.00.00.H24 | tee "$work/resolved" | quote
grep -q 'H24 ' "$work/resolved"
seen "$(pick 'len(d)' <"$work/units.json") units, 34 of them provinces"

say "An administrator registers units of Haiphong from a list, under made-up codes, and says who may speak for whom."
cat >"$work/units.csv" <<'CSV'
mã định danh,tên,loại,cấp trên,mã QCVN 102
H24.DEMO01,Phường Thử Nghiệm 1,phường,H24,000.00.01.H24
H24.DEMO02,Phường Thử Nghiệm 2,phường,H24,000.00.02.H24
H24.DEMO03,Xã Thử Nghiệm 3,xã,H24,000.00.03.H24
H24.DEMO04,Xã Thử Nghiệm 4,xã,H24,000.00.04.H24
H24.DEMOHT,Hệ thống thử nghiệm của thành phố,hệ thống,H24,
CSV
axisctl unit import "$work/units.csv" | quote
for code in G22 H24 H24.DEMO01 H24.DEMOHT; do
    axisctl cert add "$code" "$pki/agency/$code.pem" --use both --legal-basis "demonstration" >/dev/null
done
axisctl endpoint set H24 "https://127.0.0.1:$port_h24/axis" | quote
axisctl endpoint set H24.DEMO02 "https://127.0.0.1:$port_demo02/axis" | quote
seen "$(axisctl cert list --output json | pick 'len(d)') certificates are bound; H24.DEMO01 has no endpoint, so it pulls"

listen H24 "$port_h24"
say "G22 signs a document with a PDF and sends it to H24, H24.DEMO01 and H24.DEMO02; nobody listens for the last."
send G22 G22 101 "V/v trình diễn kết nối, liên thông văn bản 2026" H24 H24.DEMO01 H24.DEMO02 >"$work/receipt.json"
envelope="$(pick 'd["envelopeId"]' <"$work/receipt.json")"
[[ "$(pick 'len(d["recipients"])' <"$work/receipt.json")" == 3 ]] || fail "expected three deliveries"
[[ "$(pick 'd["signature"] + " " + d["legalValue"]' <"$work/receipt.json")" == "valid signed" ]] ||
    fail "the signature was not accepted as valid"
signed=("$work"/state/G22/outbox/*.edxml)
[[ "$(sha256sum <"${signed[0]}" | cut -d ' ' -f 1)" == "$(pick 'd["sha256"]' <"$work/receipt.json")" ]] ||
    fail "the receipt names other bytes"
seen "a receipt at once: envelope $envelope, signature valid, three deliveries, leaf $(pick 'd["leafIndex"]' <"$work/receipt.json") of the log"

say "H24 gets it by push."
until_true 20 "the delivery to H24 is acknowledged" delivery_is H24 acknowledged
pushed="$(delivery H24 deliveryId)"
cmp -s "${signed[0]}" "$work/received/H24/$pushed.edxml" || fail "H24 got other bytes"
until_true 10 "the PDF is saved" cmp -s "$work/cong-van.pdf" "$work/received/H24/$pushed/cong-van.pdf"
seen "the file that H24 holds is byte for byte what G22 signed, and the PDF in it is whole"

say "H24.DEMO02 is down, and the queue says why it waits and until when."
until_true 20 "a first attempt failed" attempted H24.DEMO02
axisctl queue show H24.DEMO02 | quote
axisctl queue show H24.DEMO02 --output json >"$work/queue.json"
[[ "$(pick 'd["waiting"] >= 1 and bool(d["why"])' <"$work/queue.json")" == True ]] || fail "the queue does not say why"
seen "the delivery is kept: $(delivery H24.DEMO02 state), $(delivery H24.DEMO02 attempts) attempt(s) so far"

listen H24.DEMO02 "$port_demo02"
say "H24.DEMO02 comes back. Axis will notice by itself; meanwhile H24.DEMO01 pulls: claim, fetch, acknowledge."
take H24.DEMO01 H24.DEMO01
cmp -s "${signed[0]}" "$(pick 'd["path"]' <"$work/fetched.json")" || fail "H24.DEMO01 got other bytes"
delivery_is H24.DEMO01 acknowledged || fail "the sender does not see that H24.DEMO01 has it"
seen "byte for byte the same again; G22 sees the delivery as acknowledged"

say "H24 answers with the statuses 01 (đã đến) and 03 (đã tiếp nhận), signed; they come back to G22."
for code in 01 03; do as H24 status "$pushed" "$code" --from H24 --output json >/dev/null; done
statuses() { as G22 trace "$envelope" --output json | pick '" ".join(sorted(s["code"] for s in d["statuses"]))'; }
both_came() { [[ "$(statuses)" == "01 03" ]]; }
until_true 20 "both statuses are in the trace" both_came
as G22 inbox --kind status | quote
[[ "$(as G22 inbox --kind status --output json | pick 'len(d["items"])')" == 2 ]] || fail "expected two status packages"
seen "both lie in the inbox of G22 and stand in the document's history"

say "A system of the city holds one certificate. Without a grant it may not speak for a commune:"
refused sender-mismatch send H24.DEMOHT H24.DEMO03 7 "V/v chưa được ủy quyền" H24.DEMO04
say "With a grant that names its legal basis, it sends and receives for two communes that hold no certificate at all."
for code in H24.DEMO03 H24.DEMO04; do
    axisctl grant add H24.DEMOHT --over "$code" --right send receive sign --legal-basis "demonstration" | quote
done
send H24.DEMOHT H24.DEMO03 8 "V/v từ xã 3 gửi xã 4" H24.DEMO04 >/dev/null
send H24.DEMOHT H24.DEMO04 9 "V/v từ xã 4 gửi xã 3" H24.DEMO03 >"$work/receipt-demo04.json"
take H24.DEMOHT H24.DEMO04
take H24.DEMOHT H24.DEMO03
seen "two documents sent and two received, under the names of H24.DEMO03 and H24.DEMO04, by one certificate"

say "A forged copy of the document, one byte changed, is refused:"
python3 - "${signed[0]}" "$work/forged.edxml" <<'PYTHON'
import sys

original = open(sys.argv[1], "rb").read()
forged = original.replace("liên thông văn bản 2026".encode(), "liên thông văn bản 2027".encode(), 1)
assert len(forged) == len(original) and sum(a != b for a, b in zip(forged, original)) == 1
open(sys.argv[2], "wb").write(forged)
PYTHON
refused signature-invalid as G22 send "$work/forged.edxml"

say "A document to a code that nobody holds is refused, and nothing of it is kept:"
refused recipient-unknown send G22 G22 102 "V/v mã không tồn tại" H24.DEMO99

say "H24.DEMO02 has the document too: Axis tried again by itself when its time had come."
until_true 75 "the delivery to H24.DEMO02 is acknowledged" delivery_is H24.DEMO02 acknowledged
cmp -s "${signed[0]}" "$work/received/H24.DEMO02/$(delivery H24.DEMO02 deliveryId).edxml" ||
    fail "H24.DEMO02 got other bytes"
seen "byte for byte the same, after $(delivery H24.DEMO02 attempts) attempts"

say "The whole way of the document, as its sender sees it:"
as G22 trace "$envelope" | quote

say "The daemon is stopped. What follows needs neither it nor a network."
stop_daemon
seen "it ended in good order"

say "The receipt proves what was accepted, checked by axis verify:"
"$bin/axis" verify "$work/receipt.json" --ca "$pki/ca.pem" --seal "$pki/sealing.pem" --envelope "${signed[0]}" | quote
"$bin/axis" verify "$work/receipt-demo04.json" --ca "$pki/ca.pem" --seal "$pki/sealing.pem" >"$work/verified-demo04"
seen "so does the receipt of H24.DEMO04: $(grep -o 'number [0-9]* in the log of [0-9]*' "$work/verified-demo04")"

say "And the seal on its checkpoint, checked by openssl alone:"
python3 - "$work" <<'PYTHON'
import base64, json, sys

receipt = json.load(open(sys.argv[1] + "/receipt.json"))
open(sys.argv[1] + "/checkpoint.txt", "wb").write(receipt["checkpoint"].encode())
open(sys.argv[1] + "/checkpoint.p7s", "wb").write(base64.b64decode(receipt["checkpointSignature"]))
PYTHON
openssl_verifies() {
    openssl cms -verify -binary -inform DER -in "$work/checkpoint.p7s" -content "$1" -CAfile "$pki/ca.pem" \
        -purpose any -out "$work/verified.txt" 2>"$work/openssl.log"
}
openssl_verifies "$work/checkpoint.txt" || fail "openssl: $(<"$work/openssl.log")"
cmp -s "$work/checkpoint.txt" "$work/verified.txt" || fail "openssl verified another text"
quote <"$work/verified.txt"
sed '2s/$/0/' "$work/checkpoint.txt" >"$work/altered.txt"
if openssl_verifies "$work/altered.txt"; then fail "openssl took an altered checkpoint"; fi
seen "openssl: $(openssl cms -verify -binary -inform DER -in "$work/checkpoint.p7s" -content "$work/checkpoint.txt" \
    -CAfile "$pki/ca.pem" -purpose any -out /dev/null 2>&1 | tail -n 1); an altered copy it refuses"

held
