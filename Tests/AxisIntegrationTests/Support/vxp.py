# This source file is part of Axis, the document-interconnection broker.
# SPDX-License-Identifier: Apache-2.0
"""Calls one method of the VXP interface as the official SDK does, and writes the answer's body to standard output.

python3 vxp.py PORT SYSTEMID SECRET METHOD PARAMETERS-JSON [FILE]
"""
import hashlib
import hmac
import http.client
import json
import sys

port, system, secret, method, parameters = sys.argv[1:6]
headers = {"systemid": system, "servicetype": "eDoc", "timestamp": "23112026T185217+0831"}
headers.update(json.loads(parameters))
body = b"{}"
if len(sys.argv) > 6:
    with open(sys.argv[6], "rb") as file:
        body = file.read()
    if method == "sendEdoc":
        # As the SDK prints it: each byte without its leading zero; and a line end of its own behind the file.
        headers["hash-file"] = "".join("%x" % byte for byte in hashlib.sha256(body).digest())
        body += b"\r\n"
named = {"XroadVnpt-" + name: value for name, value in headers.items()}
signed = json.dumps(named, separators=(",", ":"), ensure_ascii=False)
wire = dict(named)
wire["XroadVnpt-sign-header-key"] = ";".join(headers)
wire["XroadVnpt-sign-header"] = signed
wire["XroadVnpt-hash-header"] = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()
wire["Content-Type"] = "application/octet-stream"
connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
connection.request("GET" if method == "downloadEdoc" else "POST", "/XrdAdapter/adapter/" + method,
                   body=None if method == "downloadEdoc" else body, headers=wire)
answer = connection.getresponse()
if answer.status != 200:
    sys.exit("HTTP status %d" % answer.status)
sys.stdout.buffer.write(answer.read())
