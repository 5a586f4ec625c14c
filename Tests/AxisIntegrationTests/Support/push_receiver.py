# This source file is part of Axis, the document-interconnection broker.
# SPDX-License-Identifier: Apache-2.0
"""A push endpoint for tests: says on standard output, as one line of JSON each, what it was sent."""
import hashlib
import json
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

directory, port = sys.argv[1], int(sys.argv[2])
counts, lock = {}, threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        words = self.path.strip("/").split("/")
        with lock:
            counts[self.path] = counts.get(self.path, 0) + 1
            count = counts[self.path]
        status, fields, answer = 200, [], b""
        if words[0] == "refused":
            status, fields = 422, [("Content-Type", "application/problem+json")]
            answer = json.dumps({"code": "refused", "status": 422, "title": "refused", "detail": "sai noi nhan"}).encode()
        elif words[0] == "proxy":
            status, fields, answer = 403, [("Content-Type", "text/html")], b"<h1>blocked</h1>"
        elif words[0] == "failing" and count <= int(words[1]):
            status = 500
        elif words[0] == "redirect":
            status, fields = 307, [("Location", "/ok")]
        elif words[0] == "slow":
            threading.Event().wait(float(words[1]))
        peer = self.connection.getpeercert() or {}
        names = [value for part in peer.get("subject", ()) for name, value in part if name == "commonName"]
        line = json.dumps({
            "path": self.path, "headers": {name.lower(): value for name, value in self.headers.items()},
            "size": len(body), "sha256": hashlib.sha256(body).hexdigest(), "peer": ",".join(names), "status": status,
        })
        with lock:
            print(line, flush=True)
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *arguments):
        pass

    def finish_request(self, request, address):
        request.do_handshake()
        super().finish_request(request, address)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(directory + "/server.pem", directory + "/server.key")
context.load_verify_locations(directory + "/ca.pem")
context.verify_mode = ssl.CERT_REQUIRED
server = Server(("127.0.0.1", port), Handler)
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print("listening", flush=True)
server.serve_forever()
