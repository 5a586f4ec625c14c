// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Servers of Python's standard library on 127.0.0.1: one with TLS, one plain, one on a Unix socket.
///
/// They end with this process and remove the directory: each watches its standard input.
final class TestServer: Sendable {
    static let shared = Result { try TestServer() }

    static let isAvailable = ["python3", "openssl"].allSatisfy { command in
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains { directory in
            FileManager.default.isExecutableFile(atPath: "\(directory)/\(command)")
        }
    }

    let certificates: TestCertificates
    let securePort: Int
    let plainPort: Int
    let unixSocket: String
    private let lifeline: Pipe

    var secure: String { "https://127.0.0.1:\(securePort)" }
    var plain: String { "http://127.0.0.1:\(plainPort)" }

    private init() throws {
        certificates = try TestCertificates()
        unixSocket = certificates.directory + "/http.sock"
        lifeline = Pipe()
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.script, certificates.directory]
        process.standardInput = lifeline
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var line = ""
        while !line.hasSuffix("\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw CocoaError(.executableLoad) }
            line += String(decoding: data, as: UTF8.self)
        }
        let ports = line.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard ports.count == 2 else { throw CocoaError(.executableLoad) }
        securePort = ports[0]
        plainPort = ports[1]
    }

    private static let script = #"""
        import hashlib, os, shutil, socket, socketserver, ssl, sys, threading, time
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

        directory = sys.argv[1]
        forever = threading.Event()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            def log_message(self, *arguments): pass
            def answer(self, status, body=b"", fields=()):
                self.send_response(status)
                for name, value in fields: self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD": self.wfile.write(body)
            def handle_any(self):
                length = int(self.headers.get("Content-Length", "0"))
                digest, body, left = hashlib.sha256(), b"", length
                while left:
                    piece = self.rfile.read(min(left, 1 << 20))
                    if not piece: return
                    digest.update(piece)
                    left -= len(piece)
                    if length <= 1 << 20: body += piece
                path, _, query = self.path.partition("?")
                if path == "/echo":
                    self.answer(200, body, [("X-Method", self.command), ("X-Probe", self.headers.get("X-Probe", "-")),
                        ("X-Expect", self.headers.get("Expect", "-")), ("X-Type", self.headers.get("Content-Type", "-"))])
                elif path == "/digest": self.answer(200, digest.hexdigest().encode())
                elif path == "/status": self.answer(int(query), b"status " + query.encode())
                elif path == "/redirect": self.answer(302, b"", [("Location", "/echo")])
                elif path == "/large": self.answer(200, b"x" * int(query))
                elif path == "/chunked":
                    self.send_response(200)
                    self.send_header("Transfer-Encoding", "chunked")
                    self.end_headers()
                    piece = b"10000\r\n" + b"y" * 65536 + b"\r\n"
                    for _ in range(int(query)): self.wfile.write(piece)
                    self.wfile.write(b"0\r\n\r\n")
                elif path == "/fields": self.answer(200, b"", [("X-Long", "v" * 1000)] * int(query))
                elif path == "/never": forever.wait(600)
                elif path == "/cut":
                    self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
                    self.close_connection = True
                elif path == "/port": self.answer(200, str(self.client_address[1]).encode())
                elif path == "/goodbye":
                    # Promises to keep the connection and does not: the next request finds it dead.
                    self.answer(200, b"")
                    self.close_connection = True
                elif path == "/peer":
                    peer = self.connection.getpeercert()
                    names = [value for part in peer["subject"] for _, value in part] if peer else ["nobody"]
                    self.answer(200, ",".join(names).encode())
                else: self.answer(404)
            do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = handle_any

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 512
            def handle_error(self, *arguments): pass
            def finish_request(self, request, address):
                if isinstance(request, ssl.SSLSocket): request.do_handshake()
                super().finish_request(request, address)

        class UnixHandler(Handler):
            disable_nagle_algorithm = False

        class UnixServer(Server):
            address_family = socket.AF_UNIX
            def server_bind(self):
                socketserver.TCPServer.server_bind(self)
                self.server_name, self.server_port = "localhost", 0
            def get_request(self):
                return self.socket.accept()[0], ("unix", 0)

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(directory + "/server.pem", directory + "/server.key")
        context.load_verify_locations(directory + "/ca.pem")
        context.verify_mode = ssl.CERT_OPTIONAL
        secure = Server(("127.0.0.1", 0), Handler)
        secure.socket = context.wrap_socket(secure.socket, server_side=True, do_handshake_on_connect=False)
        plain = Server(("127.0.0.1", 0), Handler)
        local = UnixServer(directory + "/http.sock", UnixHandler)
        for server in (secure, plain, local): threading.Thread(target=server.serve_forever, daemon=True).start()
        print(secure.server_port, plain.server_port, flush=True)
        sys.stdin.read()
        shutil.rmtree(directory, ignore_errors=True)
        os._exit(0)
        """#
}
