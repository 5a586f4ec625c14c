# This source file is part of Axis, the document-interconnection broker.
# SPDX-License-Identifier: Apache-2.0
"""One TLS connection after a plan, byte for byte; says as one line of JSON what came back at each step."""
import base64
import json
import os
import socket
import ssl
import sys
import time

plan = json.load(open(sys.argv[1]))
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.load_verify_locations(plan["ca"])
if plan.get("cert"):
    context.load_cert_chain(plan["cert"], plan["key"])
if plan.get("tls12"):
    context.maximum_version = ssl.TLSVersion.TLSv1_2
session, connection, rest = None, None, b""


def say(**members):
    print(json.dumps(members), flush=True)


def connect():
    global connection, rest
    raw = socket.create_connection(("127.0.0.1", plan["port"]), timeout=30)
    raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection, rest = context.wrap_socket(raw, server_hostname="localhost", session=session), b""


def receive():
    global rest
    piece = connection.recv(65536)
    rest += piece
    return len(piece) > 0


def read_response():
    global rest
    while b"\r\n\r\n" not in rest:
        if not receive():
            return {"closed": True, "rest": rest.decode("latin-1")}
    head, _, rest = rest.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    status = int(lines[0].split(" ")[1])
    if status == 100:
        if plan.get("continues"):
            say(step="continue", status=100)
        return read_response()
    length = int(headers.get("content-length", "0"))
    while len(rest) < length:
        if not receive():
            return {"closed": True, "status": status, "headers": headers}
    body, rest = rest[:length], rest[length:]
    return {"status": status, "headers": headers, "body": body.decode("utf-8", "replace")}


for step in plan["steps"]:
    kind = step["do"]
    try:
        if connection is None and kind != "wait":
            connect()
        if kind == "send":
            data = open(step["file"], "rb").read() if "file" in step else base64.b64decode(step["bytes"])
            connection.sendall(data)
        elif kind == "post":
            body = open(step["file"], "rb").read()
            head = "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n%s\r\n" % (
                step["path"], len(body), "".join(line + "\r\n" for line in step.get("headers", [])))
            started = time.monotonic()
            connection.sendall(head.encode() + body)
            answer = read_response()
            say(step=step.get("name", ""), seconds=time.monotonic() - started, **answer)
        elif kind == "get":
            connection.sendall(("GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n" % (
                step["path"], "".join(line + "\r\n" for line in step.get("headers", [])))).encode())
            say(step=step.get("name", ""), reused=bool(connection.session_reused), **read_response())
        elif kind == "read":
            started = time.monotonic()
            say(step=step.get("name", ""), seconds=time.monotonic() - started, **read_response())
        elif kind == "closed":
            while receive():
                pass
            say(step=step.get("name", ""), closed=True, rest=rest.decode("latin-1"))
        elif kind == "halfclose":
            socket.socket.shutdown(connection, socket.SHUT_WR)
        elif kind == "resume":
            session = connection.session
            connection.close()
            connect()
        elif kind == "reconnect":
            connection.close()
            connect()
        elif kind == "wait":
            say(step="waiting")
            end = time.monotonic() + 60
            while not os.path.exists(step["file"]) and time.monotonic() < end:
                time.sleep(0.02)
    except (ssl.SSLError, OSError) as error:
        say(step=step.get("name", ""), closed=True, error=str(error))
        if isinstance(error, ssl.SSLError) or connection is None:
            connection = None
            if kind in ("get", "post", "resume") and plan.get("once"):
                break
