"""Measures one cell of the matrix under Python: the counterpart of run-cell.ts, with the same request and report.

    python3 run-cell.py '{"workload": "shared/workloads/sum-of-squares.ts", "executor": "pool", "threads": 2,
        "effort": {"warmUpMs": 500, "minSamples": 5, "maxSamples": 20, "sampleMs": 500}}'
    python3 run-cell.py identify

The work has the shape of the article's script: a ThreadPoolExecutor as the event loop's default executor, and calls of
to_thread in a TaskGroup (Python 3.11; gather before that). Standard library only, Python 3.9 or later.
"""

import asyncio
import hashlib
import http.server
import json
import math
import os
import platform
import signal
import subprocess
import sys
import sysconfig
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

try:
    import resource
except ImportError:  # not on Windows
    resource = None


def main(argument):
    if argument == "identify":
        print(json.dumps({**identity(), "path": sys.executable}))
    elif argument == "serve":
        serve()
    else:
        request = json.loads(argument)
        report = open_report(request.get("report"))
        report({"kind": "started", **identity()})
        try:
            report(asyncio.run(measure_cell(request, report)))
        except Unsupported as reason:
            report({"kind": "unsupported", "reason": str(reason)})
        except Exception as error:
            report({"kind": "failed", "error": f"{type(error).__name__}: {error}"})


def identity():
    """Version and engine; a build without GIL has a "t" after its version, as in its file name."""
    version = "%d.%d.%d" % sys.version_info[:3]
    free_threading = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    gil = "on" if getattr(sys, "_is_gil_enabled", lambda: True)() else "off"
    build = " free-threading build" if free_threading else ""
    return {
        "version": version + ("t" if free_threading else ""),
        "engine": f"{platform.python_implementation()} {version}{build}, GIL {gil}",
    }


class Unsupported(Exception):
    """The cell asks for what this program does not have."""


async def measure_cell(request, report):
    """Set-up, cold, warm-up, warm, tear-down. Each sample is reported as soon as it is there. Returns the last line."""

    def step(name):
        report({"kind": "step", "name": name})

    step("load")
    name = os.path.splitext(os.path.basename(request["workload"]))[0]
    if name not in workloads or os.path.dirname(os.path.realpath(request["workload"])) != own_workloads:
        raise Unsupported(f"python has programs for {' and '.join(workloads)} only")
    if request["executor"] not in executors:
        raise Unsupported(f"python has the executors {' and '.join(executors)} only")
    workload = workloads[name](request)
    effort = request["effort"]
    checksums = set()

    async def sample(phase, runs=1):
        """One run, or the mean of several short ones, timed together."""
        results = []
        cpu, wall = time.process_time(), time.perf_counter()
        if phase == "cold":
            executor = executors[request["executor"]](request["threads"])
            asyncio.get_running_loop().set_default_executor(executor)
        for _ in range(runs):
            results.append(await workload.run())
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        if phase == "cold":
            step("check")
        for result in results:
            workload.check(result)
            checksums.add(checksum(result))
        return {
            "kind": "sample",
            "phase": phase,
            "wallMs": wall * 1000 / runs,
            "cpuMs": cpu * 1000 / runs,
            "peakRssMb": peak_rss_mb(),
            "metrics": {},
        }

    turn = Turn(effort.get("turnMs"))
    step("setup")
    await workload.set_up()
    try:
        turn.end()
        step("cold run")
        report(await sample("cold"))
        turn.end()

        step("warm-up")
        left_ms = effort["warmUpMs"]
        times = []
        while not times or (
            left_ms > 0 and (len(times) < 6 or turns(times) < 4 or min(times[-6:]) < SHORT_MS)
        ):
            began = time.perf_counter()
            warm_up = await sample("warm-up", 1 if len(times) < 6 else runs_together(min(times[-6:])))
            left_ms -= (time.perf_counter() - began) * 1000
            times.append(warm_up["wallMs"])
            report(warm_up)
            turn.end_if_due()

        step("warm runs")
        count, spent = 0, 0
        run_ms = min(times[-6:])
        runs = runs_together(run_ms)
        least = max(1, min(effort["minSamples"], math.ceil(SLOW_MS / max(run_ms, 1e-6))))
        while count < effort["maxSamples"] and (count < least or spent < effort["sampleMs"]):
            warm = await sample("warm", runs)
            count, spent = count + 1, spent + warm["wallMs"] * runs
            report(warm)
            turn.end_if_due()

        step("teardown")
    finally:
        workload.tear_down()
    return {"kind": "done", "checksum": checksums.pop() if len(checksums) == 1 else None}


class Turn:
    """Hands over to the processes that it is compared with, and stands still until it is told to go on: as hand-over.ts has it."""

    def __init__(self, turn_ms):
        self.turn_ms = turn_ms
        self.began = time.perf_counter()

    def end_if_due(self):
        if self.turn_ms is not None and (time.perf_counter() - self.began) * 1000 >= self.turn_ms:
            self.end()

    def end(self):
        if self.turn_ms is None:
            return
        os.write(1, b"\x16worker-matrix hands over\x16")
        stopped = time.perf_counter()
        os.kill(os.getpid(), signal.SIGSTOP)
        # Should the signal have met another thread first, this one comes to a stop in here.
        while time.perf_counter() - stopped < 0.001:
            pass
        self.began = time.perf_counter()


# Runs shorter than this are timed together; what is so slow that it takes longer than the other gets fewer samples: as measure.ts has it.
SHORT_MS = 1
SLOW_MS = 15_000


def runs_together(run_ms):
    return max(1, math.ceil(SHORT_MS / run_ms)) if run_ms > 0 else 1000


def sum_of_squares(n):
    total = 0
    for i in range(n):
        total += i * i
    return total


def closed_form(n):
    return n * (n - 1) * (2 * n - 1) // 6


class SumOfSquares:
    def __init__(self, request):
        self.tasks, self.size = request.get("tasks", 10), request.get("size", 5_000_000)

    async def set_up(self):
        pass

    async def run(self):
        return sum(await together(*[asyncio.to_thread(sum_of_squares, self.size) for _ in range(self.tasks)]))

    def check(self, total):
        expect_equal(total, self.tasks * closed_form(self.size), "the sum")

    def tear_down(self):
        pass


class IoAndCpu:
    """Fetches a page while CPU tasks run in the same group, then computes over it in a thread."""

    def __init__(self, request):
        self.tasks, self.size = request.get("tasks", 2), request.get("size", 20_000_000)

    async def set_up(self):
        """The server is a process of its own, so that whatever this one does, answers are not late."""
        command = [sys.executable, "-B", os.path.abspath(__file__), "serve"]
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.server.stdout.readline())

    async def run(self):
        async def over_page():
            return await asyncio.to_thread(sum_of_lines, await fetch(self.port))

        sums = [asyncio.to_thread(sum_of_squares, self.size) for _ in range(self.tasks)]
        page, *beside = await together(over_page(), *sums)
        return {"overPage": page, "beside": beside}

    def check(self, result):
        expect_equal(result["overPage"], closed_form(page_numbers), "the sum over the page")
        expect_equal(result["beside"], [closed_form(self.size)] * self.tasks, "the sums beside it")

    def tear_down(self):
        self.server.stdin.close()
        self.server.wait()


page_numbers = 50_000
page_latency = 0.020


def sum_of_lines(page):
    total = 0
    for line in page.split("\n"):
        total += int(line) ** 2
    return total


async def fetch(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(b"GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        head, _, body = (await reader.read(-1)).partition(b"\r\n\r\n")
        status = head.partition(b"\r\n")[0].decode()
        if " 200 " not in status:
            raise RuntimeError(f"the server answered {status}")
        return body.decode()
    finally:
        writer.close()


def serve():
    """Serves the page, on a port that it prints, until its standard input is closed."""
    page = "\n".join(map(str, range(page_numbers))).encode()

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            time.sleep(page_latency)
            self.send_response(200)
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()


async def together(*coroutines):
    """Runs all in one group, and waits for all; their results in order."""
    if not hasattr(asyncio, "TaskGroup"):
        return await asyncio.gather(*coroutines)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(coroutine) for coroutine in coroutines]
    return [task.result() for task in tasks]


class InlineExecutor(ThreadPoolExecutor):
    """Runs each call at once, on the thread that submits it. (An event loop takes a ThreadPoolExecutor only.)"""

    def __init__(self, _threads):
        super().__init__(1)

    def submit(self, function, /, *args, **kwargs):
        future = Future()
        try:
            future.set_result(function(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


executors = {"inline": InlineExecutor, "pool": ThreadPoolExecutor}
workloads = {"sum-of-squares": SumOfSquares, "io-and-cpu": IoAndCpu}
own_workloads = os.path.realpath(os.path.join(os.path.dirname(os.path.realpath(__file__)), "../../shared/workloads"))


def expect_equal(actual, expected, what):
    if actual != expected:
        raise ValueError(f"wrong result: {what} is {actual}, expected {expected}")


def checksum(value):
    """The hash that checksum.ts makes of the same value; an int is a bigint there."""
    hash = hashlib.sha256()

    def add(value):
        if isinstance(value, dict):
            hash.update(b"{")
            for key in sorted(value):
                hash.update(f"{json.dumps(key)}=".encode())
                add(value[key])
            hash.update(b"}")
        elif isinstance(value, list):
            hash.update(b"Array(")
            for item in value:
                add(item)
            hash.update(b")")
        else:
            hash.update(f"bigint:{value};".encode())

    add(value)
    return f"sha256-{hash.hexdigest()[:12]}"


def turns(times):
    """How often a series changes its direction."""
    steps = [(b > a) - (b < a) for a, b in zip(times, times[1:])]
    return sum(a != b for a, b in zip(steps, steps[1:]))


def peak_rss_mb():
    """The largest resident set so far, in MiB. Linux's getrusage would include that of the process that started this one."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) / 2**10
    except (OSError, StopIteration):
        pass
    if resource is None:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def open_report(path):
    """Each line written is JSON, and in the file when the call returns."""

    def report(line):
        with open(1 if path is None else path, "a", encoding="utf8", closefd=path is not None) as file:
            file.write(json.dumps(line) + "\n")

    return report


if __name__ == "__main__":
    main(sys.argv[1])
