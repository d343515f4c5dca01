"""A tiny stand-in for a service: ready over HTTP, shows its environment, ends as FAKE_ENDS says."""

import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"{}" if self.path == "/health/ready" else json.dumps(dict(os.environ)).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    if status := os.environ.get("FAKE_ENDS"):
        print("its last words", flush=True)
        sys.exit(int(status))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    HTTPServer(("127.0.0.1", int(os.environ["LIENTHONG_HTTP_PORT"])), Handler).serve_forever()


main()
