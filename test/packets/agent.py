"""
Builds networks of Linux's own parts and sends TCP connections through them.

One JSON document a line on standard input is one network (see kernel.ts, `Laboratory`); one JSON line on
standard output is what became of its connections. A network's hosts and routers are network
namespaces without a name: they are held by this process alone, and the kernel removes them, with all
that is in them, when it ends, however it ends. No packet leaves them: none has a link to the outside.

Needs root, and `ip` and `nft` on the path. Python's standard library alone.
"""

import ctypes
import errno
import json
import os
import resource
import select
import signal
import socket
import struct
import subprocess
import sys
import time

CLONE_NEWNET = 0x40000000
# linux/netfilter_ipv6/ip6_tables.h: where a redirected connection wanted to go.
IP6T_SO_ORIGINAL_DST = 80

libc = ctypes.CDLL(None, use_errno=True)


def called(status):
    if status < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def enter(namespace):
    called(libc.setns(namespace, CLONE_NEWNET))


def new_namespace():
    called(libc.unshare(CLONE_NEWNET))
    return os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)


# Seconds between two looks at what is open.
TICK = 0.05

# What every host is told first: nothing is configured by itself, and everything may be forwarded.
KNOBS = {
    "net/ipv4/ip_forward": "1",
    "net/ipv4/conf/all/rp_filter": "0",
    "net/ipv4/conf/default/rp_filter": "0",
    "net/ipv4/conf/all/send_redirects": "0",
    "net/ipv4/conf/default/send_redirects": "0",
    "net/ipv6/conf/default/accept_dad": "0",
    "net/ipv6/conf/default/accept_ra": "0",
    "net/ipv6/conf/default/autoconf": "0",
    "net/ipv6/conf/default/addr_gen_mode": "1",
    "net/ipv6/conf/all/forwarding": "1",
    # Many hosts make many resets at once; none may be held back.
    "net/ipv4/icmp_ratelimit": "0",
    "net/ipv4/tcp_syncookies": "0",
    "net/ipv4/tcp_max_syn_backlog": "65536",
    "net/core/somaxconn": "65536",
}


def turn(name, value):
    try:
        with open("/proc/sys/" + name, "w", encoding="ascii") as knob:
            knob.write(value)
    except FileNotFoundError:
        pass


def run(command, script):
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    if done.returncode != 0 or done.stderr:
        lines = script.splitlines()
        raise RuntimeError(f"{command}: {done.stderr.strip()}\n" + "\n".join(lines[:400]))
    return done.stdout


def family_of(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def plain(address):
    """An IPv6 address as the kernel tells it."""
    return socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, address))


def tcp(family):
    made = socket.socket(family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Closed, it resets: no port waits for late packets.
    made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    if family == socket.AF_INET6:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    return made


class Network:
    """One network, from its first namespace to the last connection's end."""

    def __init__(self, job, poll):
        self.job = job
        self.poll = poll
        self.namespaces = {}
        self.sockets = {}
        self.answers = [None] * len(job["calls"])
        self.open = 0
        self.deadline = time.monotonic() + job["patience"]

    def build(self):
        # A call in between must not leave this process in a namespace of the network's.
        try:
            for host in self.job["hosts"]:
                self.namespaces[host["name"]] = new_namespace()
                for name, value in KNOBS.items():
                    turn(name, value)
            for host in self.job["hosts"]:
                self.link([each for each in self.job["links"] if each["from"] == host["name"]])
            for host in self.job["hosts"]:
                enter(self.namespaces[host["name"]])
                lines = ["link set lo up", *host["ip"].splitlines()]
                run(["ip", "-batch", "-"], "\n".join(x for x in lines if x[:3] != "-6 "))
                # Lines for IPv6 alone: what a batch reads names no family.
                ipv6 = [x[3:] for x in lines if x[:3] == "-6 "]
                if ipv6:
                    run(["ip", "-6", "-batch", "-"], "\n".join(ipv6))
                if host["nft"]:
                    run(["nft", "-f", "-"], host["nft"])
            for server in self.job["servers"]:
                self.serve(server)
            for translator in self.job["translators"]:
                self.translate(translator)
            for number, call in enumerate(self.job["calls"]):
                self.call(number, call)
        finally:
            enter(home)

    def link(self, links):
        """All cables that begin at one host."""
        if not links:
            return
        enter(self.namespaces[links[0]["from"]])
        run(["ip", "-batch", "-"], "".join(map(self.cable, links)))

    def cable(self, link):
        far = f"/proc/{os.getpid()}/fd/{self.namespaces[link['to']]}"
        return f"link add {link['as']} type veth peer name {link['toAs']} netns {far}\n"

    def watch(self, made, events, handler):
        self.sockets[made.fileno()] = made
        handlers[made.fileno()] = handler
        self.poll.register(made, events)

    def drop(self, made):
        number = made.fileno()
        if number in self.sockets:
            del self.sockets[number]
            del handlers[number]
            self.poll.unregister(number)
            made.close()

    def serve(self, server):
        """Whoever connects is told who answers."""
        enter(self.namespaces[server["host"]])
        text = server["says"].encode()
        for family, wildcard in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
            listening = tcp(family)
            listening.bind((wildcard, server["port"]))
            listening.listen(65535)

            def accept(_events, listening=listening):
                while True:
                    try:
                        caller, _ = listening.accept()
                    except (BlockingIOError, ConnectionAbortedError):
                        return
                    try:
                        caller.send(text)
                    except OSError:
                        pass
                    # It stays open until the caller resets it.
                    caller.setblocking(False)
                    self.watch(caller, select.EPOLLRDHUP, lambda _e, caller=caller: self.drop(caller))

            self.watch(listening, select.EPOLLIN, accept)

    def translate(self, translator):
        """NAT64: what wants to go to a translated address goes on over IPv4."""
        namespace = self.namespaces[translator["host"]]
        enter(namespace)
        ports = {(plain(each["from"]), each["port"]): each["natPort"] for each in translator["ports"]}
        listening = tcp(socket.AF_INET6)
        listening.bind(("::", translator["port"]))
        listening.listen(65535)

        def accept(_events):
            while True:
                try:
                    caller, peer = listening.accept()
                except (BlockingIOError, ConnectionAbortedError):
                    return
                wanted = caller.getsockopt(socket.IPPROTO_IPV6, IP6T_SO_ORIGINAL_DST, 28)
                address = socket.inet_ntop(socket.AF_INET, wanted[20:24])
                port = struct.unpack("!H", wanted[2:4])[0]
                enter(namespace)
                onward = tcp(socket.AF_INET)
                enter(home)
                try:
                    source = ports.get((peer[0], peer[1]), 0)
                    onward.bind((translator["address"], source))
                    onward.connect((address, port))
                except BlockingIOError:
                    pass
                except OSError:
                    onward.close()
                    caller.close()
                    continue
                caller.setblocking(False)

                def hear(_events, caller=caller, onward=onward):
                    try:
                        heard = onward.recv(64)
                        if heard:
                            caller.send(heard)
                    except OSError:
                        pass
                    self.drop(onward)

                self.watch(onward, select.EPOLLIN | select.EPOLLERR | select.EPOLLHUP, hear)
                self.watch(caller, select.EPOLLRDHUP, lambda _e, caller=caller: self.drop(caller))

        self.watch(listening, select.EPOLLIN, accept)

    def call(self, number, call):
        enter(self.namespaces[call["host"]])
        calling = tcp(family_of(call["to"]))
        try:
            calling.bind((call["from"], call["port"]))
            calling.connect((call["to"], call["toPort"]))
        except BlockingIOError:
            pass
        except OSError as error:
            calling.close()
            if error.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
                return
            raise
        self.open += 1

        def hear(events):
            try:
                heard = calling.recv(64)
                if heard:
                    self.answers[number] = heard.decode()
            except BlockingIOError:
                # A router said that there is no route: TCP would try again, and the answer stay the same.
                if not events & select.EPOLLERR:
                    return
            except OSError:
                pass
            self.open -= 1
            self.deadline = max(self.deadline, time.monotonic() + self.job["patience"])
            self.drop(calling)

        self.watch(calling, select.EPOLLIN | select.EPOLLERR | select.EPOLLHUP, hear)

    def doubtful(self):
        """Connections that got to where AWS's documents say nothing: source, port, destination."""
        found = []
        for place in self.job["doubts"]:
            enter(self.namespaces[place["host"]])
            listed = run(["nft", "-j", "list", "set", "inet", "lab", place["set"]], "")
            enter(home)
            for each in json.loads(listed)["nftables"]:
                for element in each.get("set", {}).get("elem", []):
                    found.append(element["concat"])
        return found

    def end(self):
        doubtful = self.doubtful()
        self.close()
        return {"id": self.job["id"], "answers": self.answers, "doubtful": doubtful}

    def close(self):
        for made in list(self.sockets.values()):
            self.drop(made)
        for namespace in self.namespaces.values():
            os.close(namespace)
        self.namespaces = {}


def main():
    poll = select.epoll()
    poll.register(sys.stdin.fileno(), select.EPOLLIN)
    os.set_blocking(sys.stdin.fileno(), False)
    waiting, running, text, ended = [], [], b"", False
    last = time.monotonic()
    while not ended or waiting or running:
        # A few at once: while one waits for what never comes, the next one is built.
        while waiting and len(running) < 6:
            job = json.loads(waiting.pop(0))
            network = Network(job, poll)
            try:
                network.build()
                network.deadline = time.monotonic() + job["patience"]
                running.append(network)
            except Exception as error:  # its reader tells of it, with the network
                network.close()
                say({"id": job["id"], "error": str(error)})
        seen = poll.poll(TICK if running else 60)
        while seen:
            for number, events in seen:
                if number == sys.stdin.fileno():
                    more = os.read(number, 1 << 20)
                    if not more:
                        ended = True
                        poll.unregister(number)
                    *lines, text = (text + more).split(b"\n")
                    waiting += [line for line in lines if line]
                elif number in handlers:
                    handlers[number](events)
            seen = poll.poll(0)
        # Time in which nobody looked does not count: this process was building, or did not get a core.
        now = time.monotonic()
        lost, last = max(0.0, now - last - 2 * TICK), now
        for network in running:
            network.deadline += lost
        for network in [each for each in running if each.open == 0 or each.deadline < now]:
            running.remove(network)
            say(network.end())
            last = time.monotonic()


def say(answer):
    try:
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever asked has ended, and with this process all namespaces do.
        os._exit(1)


signal.signal(signal.SIGINT, signal.SIG_DFL)
limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
handlers = {}
# Nothing that is made here may touch the machine's own network.
called(libc.unshare(CLONE_NEWNET))
home = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
main()
