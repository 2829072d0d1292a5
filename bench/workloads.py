"""What is measured. Each workload takes a server and returns a Sample, or says that the answers were wrong."""
import json
import os
import re
import socket
import subprocess
import time
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))
MIB = 1 << 20
SMALL = 1000       # files of 4 KiB to GET
OVERWRITTEN = 1024  # files of 4 KiB to PUT over
BLOCK = bytes(range(256)) * 4096  # 1 MiB


class WrongAnswer(Exception):
    """The server answered something else than the workload asks for: its figure would mean nothing."""


@dataclass
class Sample:
    value: float       # units a second
    cpu: float         # CPU seconds of the server, for one unit
    p99: float = 0.0  # milliseconds


class Workload:
    """name: for --workload; title and unit: for the table; durable: is it of interest with --sync always?"""
    durable = False

    def __init__(self, name, title, unit):
        self.name, self.title, self.unit = name, title, unit

    def prepare(self, server, tag):
        """Makes what one measurement needs; not measured."""

    def measure(self, server, tag, seconds):
        raise NotImplementedError


class Wrk(Workload):
    """A closed loop of small requests over kept-alive connections, by wrk."""
    connections = 1
    units_each = 1

    def words(self, tag):
        """The words for load.lua."""
        raise NotImplementedError

    def check(self, server, tag):
        """One request by hand: raises WrongAnswer unless it is answered in full."""

    def measure(self, server, tag, seconds):
        self.prepare(server, tag)
        self.check(server, tag)
        cpu = server.cpu()
        command = ["wrk", "-t1", f"-c{self.connections}", f"-d{seconds}s", "--timeout", "60s", "-s", os.path.join(HERE, "load.lua"),
                   f"http://127.0.0.1:{server.port}/", "--", *self.words(tag)]
        answer = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 90)
        if answer.returncode != 0:
            raise WrongAnswer(f"wrk failed: {(answer.stderr or answer.stdout).strip().splitlines()[:1]}")
        result = json.loads(answer.stdout.strip().splitlines()[-1])
        cpu = server.cpu() - cpu
        if result["errors"] or not result["requests"]:
            raise WrongAnswer(f"{result['errors']} errors in {result['requests']} requests")
        units = result["requests"] * self.units_each
        self.check_after(server, tag, result["requests"])
        return Sample(units / result["seconds"], cpu / units, result["p99"])

    def check_after(self, server, tag, requests):
        """Looks at what the requests left behind."""


class SmallGet(Wrk):
    connections = 32

    def __init__(self):
        super().__init__("get-small", "GET of 4 KiB, 32 connections", "requests/s")

    def words(self, tag):
        return ["get", "/small", str(SMALL)]

    def check(self, server, tag):
        status, body = server.ask("GET", "/small/7")
        expect(status == 200 and body == BLOCK[:4096], f"GET: {status}, {len(body)} bytes")


class NewPut(Wrk):
    connections = 16
    durable = True

    def __init__(self):
        super().__init__("put-new", "PUT of new files of 4 KiB, 16 connections", "requests/s")

    def words(self, tag):
        return ["new", f"/new-{tag}"]

    def prepare(self, server, tag):
        status, _ = server.ask("MKCOL", f"/new-{tag}/")
        expect(status == 201, f"MKCOL: {status}")

    def check(self, server, tag):
        status, _ = server.ask("PUT", f"/new-{tag}/probe", BLOCK[:4096])
        expect(status == 201, f"PUT of a new file: {status}")

    def check_after(self, server, tag, requests):
        with os.scandir(os.path.join(server.data, f"new-{tag}")) as entries:
            whole = sum(1 for entry in entries if not entry.name.startswith(".") and entry.stat().st_size == 4096)
        expect(whole >= requests, f"{requests} PUT answered, {whole} whole files found")


class OverwritePut(Wrk):
    connections = 16
    durable = True

    def __init__(self):
        super().__init__("put-over", "PUT over files of 4 KiB, 16 connections", "requests/s")

    def words(self, tag):
        return ["over", "/over", str(OVERWRITTEN)]

    def check(self, server, tag):
        status, _ = server.ask("PUT", "/over/7", BLOCK[:4096])
        expect(status in (200, 204), f"PUT over a file: {status}")


class Listing(Wrk):
    def __init__(self, files, named, connections):
        kind = "named" if named else "allprop"
        super().__init__(f"propfind-{files}-{kind}",
                         f"PROPFIND depth 1, {files:,} files, {kind}, {connections} connection{'s' * (connections > 1)}", "entries/s")
        self.files, self.connections, self.units_each = files, connections, files + 1
        self.body = os.path.join(HERE, f"propfind-{kind}.xml")

    def words(self, tag):
        return ["propfind", f"/d{self.files}", self.body]

    def check(self, server, tag):
        with open(self.body, "rb") as question:
            status, body = server.ask("PROPFIND", f"/d{self.files}/", question.read(), {"Depth": "1", "Content-Type": "application/xml"})
        found = len(re.findall(rb"<[A-Za-z0-9]*:?response[ >]", body))
        expect(status == 207 and found == self.files + 1, f"PROPFIND: {status}, {found} entries")
        sizes = len(re.findall(rb"getcontentlength>\d+<", body))
        expect(sizes >= self.files, f"PROPFIND: {sizes} lengths for {self.files} files")


class BigGet(Workload):
    def __init__(self, mib):
        super().__init__("get-big", f"GET of {size(mib)}, one stream", "MiB/s")
        self.mib = mib

    def measure(self, server, tag, seconds):
        buffer = memoryview(bytearray(MIB))
        cpu = server.cpu()
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", server.port), timeout=120) as stream:
            stream.sendall(f"GET /big HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n\r\n".encode())
            head, rest = read_head(stream)
            expect(head.startswith("HTTP/1.1 200 "), "GET: " + head.splitlines()[0])
            received = len(rest)
            while count := stream.recv_into(buffer):
                received += count
        took = time.monotonic() - began
        expect(received == self.mib * MIB, f"GET: {received} bytes")
        return Sample(self.mib / took, (server.cpu() - cpu) / self.mib)


class BigPut(Workload):
    durable = True

    def __init__(self, mib):
        super().__init__("put-big", f"PUT of {size(mib)}, one stream", "MiB/s")
        self.mib = mib

    def measure(self, server, tag, seconds):
        os.sync()
        cpu = server.cpu()
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", server.port), timeout=120) as stream:
            stream.sendall((f"PUT /big-{tag} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n"
                            f"Content-Length: {self.mib * MIB}\r\n\r\n").encode())
            for _ in range(self.mib):
                stream.sendall(BLOCK)
            head, _ = read_head(stream)
        took = time.monotonic() - began
        expect(head.startswith("HTTP/1.1 201 "), "PUT: " + head.splitlines()[0])
        cpu = server.cpu() - cpu
        path = os.path.join(server.data, f"big-{tag}")
        expect(os.stat(path).st_size == self.mib * MIB, f"PUT: {os.stat(path).st_size} bytes stored")
        os.unlink(path)
        return Sample(self.mib / took, cpu / self.mib)


def every(quick):
    mib = 256 if quick else 1024
    listings = [Listing(files, named, connections) for files, connections in ((1000, 4), (10000, 2)) for named in (True, False)]
    return [SmallGet(), BigGet(mib), NewPut(), OverwritePut(), BigPut(mib), *listings]


def populate(server, big, listings):
    """Fills the server's data folder with what the workloads read; "big" is linked, not copied."""
    os.makedirs(server.data)
    # ext4: lay the folders below this one far apart, so that one workload's deletions do not slow another's creations.
    subprocess.run(["chattr", "+T", server.data], stderr=subprocess.DEVNULL, check=False)
    folder(server, "small", SMALL, BLOCK[:4096])
    folder(server, "over", OVERWRITTEN, BLOCK[:4096])
    for files in listings:
        folder(server, f"d{files}", files, BLOCK[:100])
    os.link(big, os.path.join(server.data, "big"))
    server.give(server.data)


def folder(server, name, files, content):
    path = os.path.join(server.data, name)
    os.mkdir(path)
    for number in range(files):
        member = os.path.join(path, str(number))
        descriptor = os.open(member, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        os.write(descriptor, content)
        if server.owner is not None:
            os.fchown(descriptor, server.owner.pw_uid, server.owner.pw_gid)
        os.close(descriptor)
    server.give(path)


def read_head(stream):
    """The head of a response as text, and the bytes of its body that came along."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = stream.recv(65536)
        expect(piece, f"connection closed after {len(data)} bytes of the head")
        data += piece
    head, _, rest = data.partition(b"\r\n\r\n")
    return head.decode("latin-1"), rest


def expect(condition, otherwise):
    if not condition:
        raise WrongAnswer(otherwise)


def size(mib):
    return f"{mib // 1024} GiB" if mib >= 1024 else f"{mib} MiB"
