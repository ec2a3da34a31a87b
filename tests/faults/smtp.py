"""A mail server that keeps what it takes and can hold its answer back, as one does whose client is then killed."""

import socketserver
import threading
from email import message_from_bytes


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.answer("220 ready")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"DATA":
                self.answer("354 go on")
                self.server.keep(self.letter())
                self.answer("250 kept")
            elif verb == b"QUIT":
                self.answer("221 bye")
                return
            else:
                self.answer("250 ok")

    def letter(self) -> bytes:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        return b"".join(lines)

    def answer(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """`held` is set when letter number `hold` has been kept and its sender waits in vain until `release` is set."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *, hold: int):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.ids: list[str] = []
        self.hold = hold
        self.held = threading.Event()
        self.release = threading.Event()
        self.lock = threading.Lock()

    def keep(self, letter: bytes) -> None:
        with self.lock:
            self.ids.append(message_from_bytes(letter)["Message-ID"])
            held = len(self.ids) == self.hold
        if held:
            self.held.set()
            self.release.wait(30)

    def handle_error(self, request, client_address):
        """A client that was killed is what we are here for."""
