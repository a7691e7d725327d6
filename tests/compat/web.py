"""A web server over a folder: a source of URL imports and, since it takes uploads, an HTTP remote."""

from __future__ import annotations

import base64
import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit


ME = base64.b64encode(b"me:secret").decode()


class WebServer:
    """
    Listens on a free local port until closed. A file's ETag is its MD5; below /plain/ answers carry no ETag, /private/
    needs the user `me` with the password `secret`, /forbidden/ is refused to all, and /query/ needs `?key=1`.
    """

    def __init__(self, folder: Path):
        handler = type("FolderHandler", (Handler,), {"folder": folder})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder: Path

    def do_GET(self) -> None:
        if not self.refuse():
            self.send_file(with_body=True)

    def do_HEAD(self) -> None:
        if not self.refuse():
            self.send_file(with_body=False)

    def do_PUT(self) -> None:
        if self.refuse():
            return
        path = self.path_on_disk()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.read_body())
        self.reply(201)

    do_POST = do_PUT

    def refuse(self) -> bool:
        status = 0
        if self.path.startswith("/private/") and self.headers.get("Authorization") != f"Basic {ME}":
            status = 401
        if self.path.startswith("/forbidden/"):
            status = 403
        if self.path.startswith("/query/") and not self.path.endswith("?key=1"):
            status = 403
        if status:
            self.read_body()
            self.reply(status)
        return status != 0

    def send_file(self, with_body: bool) -> None:
        path = self.path_on_disk()
        if not path.is_file():
            return self.reply(404)
        data = path.read_bytes()
        self.reply(200, data, etag=not self.path.startswith("/plain/"), with_body=with_body)

    def reply(self, status: int, data: bytes = b"", etag: bool = False, with_body: bool = True) -> None:
        self.send_response(status)
        if etag:
            self.send_header("ETag", f'"{hashlib.md5(data).hexdigest()}"')
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if with_body and self.command != "HEAD":
            self.wfile.write(data)

    def path_on_disk(self) -> Path:
        return self.folder / unquote(urlsplit(self.path).path).lstrip("/")

    def read_body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        data = bytearray()
        while size := int(self.rfile.readline().split(b";")[0], 16):
            data += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return bytes(data)

    def log_message(self, *_args) -> None:
        pass
