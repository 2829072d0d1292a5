"""The servers under test: how each is started, asked, weighed and ended. Only 127.0.0.1, only processes started here."""
import glob
import http.client
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
TICKS = os.sysconf("SC_CLK_TCK")
PROBE = b'<?xml version="1.0"?><D:propfind xmlns:D="DAV:"><D:prop><D:resourcetype/></D:prop></D:propfind>'


class Unavailable(Exception):
    """This server cannot take part; the message says why."""


class Server:
    """One server over a data folder of its own. Start it, measure it, stop it."""

    owner = None  # the user that the data belongs to, when it is not us

    def __init__(self, name, scratch):
        self.name = name
        self.data = os.path.join(scratch, name, "data")
        self.run = os.path.join(scratch, name, "run")
        self.port = free_port()
        self.process = None

    def command(self):
        raise NotImplementedError

    def environment(self):
        return dict(os.environ)

    def version(self):
        raise NotImplementedError

    def start(self):
        """Starts the process and waits for its first 207. Returns the seconds that this took."""
        os.makedirs(self.run, exist_ok=True)
        self.give(self.run)
        command = self.command()
        began = time.monotonic()
        with open(os.path.join(self.run, "output"), "ab") as output:
            self.process = subprocess.Popen(command, cwd=self.run, env=self.environment(), start_new_session=True,
                                            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        while time.monotonic() - began < 60:
            if self.process.poll() is not None:
                raise Unavailable(f"{self.name} ended at its start: {self.last_words()}")
            try:
                if self.ask("PROPFIND", "/", PROBE, {"Depth": "0", "Content-Type": "application/xml"})[0] == 207:
                    return time.monotonic() - began
            except OSError:
                pass
            time.sleep(0.002)
        self.stop()
        raise Unavailable(f"{self.name} gave no 207 within 60 s: {self.last_words()}")

    def last_words(self):
        with open(os.path.join(self.run, "output"), errors="replace") as output:
            return " / ".join(output.read().strip().splitlines()[-3:])

    def stop(self):
        """Ends the process, by its id, and what it started, by the id of its own session."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def give(self, path):
        if self.owner is not None:
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)

    def ask(self, method, path, body=None, headers=None):
        """One request on a connection of its own: status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.read()
        except http.client.HTTPException as broken:
            raise OSError(f"{method} {path}: {broken!r}") from broken
        finally:
            connection.close()

    def family(self):
        """Ids of the process and its descendants."""
        children = {}
        for stat in glob.glob("/proc/[0-9]*/stat"):
            try:
                with open(stat, encoding="ascii", errors="replace") as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(stat.split("/")[2]))
        found, todo = [], [self.process.pid]
        while todo:
            pid = todo.pop()
            found.append(pid)
            todo += children.get(pid, [])
        return found

    def cpu(self):
        """CPU seconds that the process and its descendants have used."""
        total = 0
        for pid in self.family():
            try:
                with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
                    total += sum(map(int, file.read().rpartition(")")[2].split()[11:15]))
            except OSError:
                pass
        return total / TICKS

    def memory(self, field):
        """MiB: VmRSS (now) or VmHWM (peak), summed. Pages that processes share count once for each of them."""
        total = 0
        for pid in self.family():
            try:
                with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
                    line = re.search(field + r":\s+(\d+)", file.read())
                total += int(line[1]) if line else 0
            except OSError:
                pass
        return total / 1024

    def forget_peak(self):
        """From here on, VmHWM is the peak since now. Needs root; without it the peak is that since the start."""
        for pid in self.family():
            try:
                with open(f"/proc/{pid}/clear_refs", "w", encoding="ascii") as file:
                    file.write("5")
            except OSError:
                pass


class Headroom(Server):
    def __init__(self, name, scratch, sync, java, more=()):
        super().__init__(name, scratch)
        self.sync = sync
        self.more = list(more)
        self.java = java
        self.launcher = os.path.join(ROOT, "headroom")

    def environment(self):
        env = dict(os.environ)
        if self.java:
            env["JAVA_HOME"] = os.path.dirname(os.path.dirname(os.path.realpath(self.java)))
        return env

    def command(self):
        return [self.launcher, "serve", self.data, "--port", str(self.port), "--sync", self.sync, "--admin-port", "0", *self.more]

    def version(self):
        """Builds the jar if need be."""
        answer = subprocess.run([self.launcher, "--version"], env=self.environment(), stdout=subprocess.PIPE, text=True)
        if answer.returncode != 0:
            raise Unavailable("headroom --version failed")
        return answer.stdout.strip().splitlines()[0]

    def start(self):
        took = super().start()
        if self.java and os.path.realpath(f"/proc/{self.process.pid}/exe") != os.path.realpath(self.java):
            raise Unavailable(f"the launcher did not take {self.java}: is it Java 17 or later?")
        return took


class Apache(Server):
    def __init__(self, name, scratch):
        super().__init__(name, scratch)
        self.program = find_program("apache2", "apache2")
        if os.geteuid() == 0:
            self.owner = pwd.getpwnam("www-data")

    def command(self):
        user = "User www-data\nGroup www-data" if self.owner else ""
        config = fill(self, "apache.conf", modules=module_folder("apache2-bin", "mod_dav.so"), user=user)
        return [self.program, "-f", config, "-DFOREGROUND"]

    def version(self):
        return first_line([self.program, "-v"]).removeprefix("Server version: ")


class Nginx(Server):
    def __init__(self, name, scratch):
        super().__init__(name, scratch)
        self.program = find_program("nginx", "nginx-extras")

    def command(self):
        user = "user root;" if os.geteuid() == 0 else ""
        modules = module_folder("libnginx-mod-http-dav-ext", "ngx_http_dav_ext_module.so")
        return [self.program, "-e", os.path.join(self.run, "error.log"), "-c", fill(self, "nginx.conf", modules=modules, user=user)]

    def version(self):
        return first_line([self.program, "-v"]).removeprefix("nginx version: ")


def fill(server, template, **words):
    """Writes a configuration into the server's run folder and returns its path."""
    with open(os.path.join(HERE, template), encoding="utf-8") as file:
        text = file.read()
    for word, value in dict(words, port=server.port, data=server.data, run=server.run).items():
        text = text.replace(f"@{word}@", str(value))
    path = os.path.join(server.run, template)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def find_program(name, package):
    path = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if path is None:
        raise Unavailable(f"{name} is not installed: apt-get install {package}")
    return path


def module_folder(package, module):
    """The folder in which a Debian package keeps a module."""
    listing = subprocess.run(["dpkg", "-L", package], capture_output=True, text=True).stdout
    for line in listing.splitlines():
        if line.endswith("/" + module):
            return os.path.dirname(line)
    raise Unavailable(f"{module} is not installed: apt-get install {package}")


def first_line(command):
    answer = subprocess.run(command, capture_output=True, text=True)
    return (answer.stdout + answer.stderr).strip().splitlines()[0]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
