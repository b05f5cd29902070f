"""make bench: how fast seg is beside its peers, on this machine, in one run.

Ours and the peer's run in turn, A B A B; the table gives medians and the ratio
(peer / ours: above 1 is faster than the peer) of 3 to 9 turns, as many as fit
into 20 seconds.  Programs are timed as whole processes; where the peer is a
library, the work alone is timed (fit.c, peer.py).  A peer that is not installed
is reported as missing.  Needs nothing but Python's standard library;
`bench.py --peers` installs the Python peers into build/peers.

    bench.py [--quick] [--only WORD] [--write RESULTS.md]
"""
import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.environ.get("BUILD", os.path.join(ROOT, "build"))
BIN = os.path.join(BUILD, "bin")
FIT = os.path.join(BUILD, "bench", "fit")
MAKE_ROWS = os.path.join(BUILD, "bench", "make-rows")
SETS = os.path.join(ROOT, "..", "shared", "data", "sets")
PEERS = os.path.join(BUILD, "peers")
PYTHON = os.path.join(PEERS, "bin", "python")
TIME = shutil.which("time")
PEER = [PYTHON, os.path.join(HERE, "peer.py")]
ENOUGH = 20  # seconds for one line of the table
MODULES = ["numpy", "pandas", "scikit-learn", "dbscan", "faiss-cpu", "mlpack",
           "scikit-learn-intelex"]


def install_peers():
    if not os.path.exists(PYTHON):
        subprocess.run([sys.executable, "-m", "venv", PEERS], check=True)
    for module in MODULES:
        subprocess.run([PYTHON, "-m", "pip", "install", "-q", module], check=False)


def version(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    text = (done.stdout or done.stderr).strip()
    return text.splitlines()[0] if text else None


def module_version(module):
    code = f"import importlib.metadata as m; print(m.version({module!r}))"
    return version([PYTHON, "-c", code])


def whole(command, stdin=None):
    """Runs a whole process: its wall seconds and peak memory in MiB.

    The memory is that of the largest single process, by time(1): of a child of
    our own the kernel would count what Python held when it forked."""
    source = open(stdin, "rb") if stdin else subprocess.DEVNULL
    with tempfile.NamedTemporaryFile("r") as peak:
        timed = [TIME, "-f", "%M", "-o", peak.name, *command] if TIME else command
        start = time.perf_counter()
        done = subprocess.run(timed, stdin=source, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
        seconds = time.perf_counter() - start
        memory = int(peak.read().split()[-1]) / 1024 if TIME else None
    if stdin:
        source.close()
    if done.returncode != 0:
        raise RuntimeError(f"failed: {command}")
    return seconds, memory, None


def read_through(path):
    """So that a table is read from memory, not from the disk, however large."""
    with open(path, "rb") as file:
        while file.read(1 << 20):
            pass


def inner(command):
    """Runs a program that prints the seconds of its work and a value."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"failed: {command}: {done.stderr.strip().splitlines()[-1:]}")
    words = done.stdout.split()
    return float(words[0]), None, words[1]


class Bench:
    def __init__(self, runs, only):
        self.runs, self.only, self.rows = runs, only, []

    def wanted(self, work):
        return self.only is None or self.only in work

    def compare(self, work, ours, peer, peer_name, goal, runs=None):
        """Both are calls that run once; the peer may be None (missing)."""
        if not self.wanted(work):
            return
        a, b, memory, their_memory, value = [], [], [], [], [None, None]
        least, begin = runs or self.runs, time.perf_counter()
        for turn in range(3 * least + 1):
            if turn > least and time.perf_counter() - begin > ENOUGH:
                break  # short works run more often, for they vary most
            got = ours()
            other = peer() if peer else None
            if turn == 0 and least > 1:
                continue  # the first pair warms the caches
            a.append(got[0])
            memory.append(got[1])
            value[0] = got[2]
            if other:
                b.append(other[0])
                their_memory.append(other[1])
                value[1] = other[2]
            if least == 1:
                break
        mine = statistics.median(a)
        row = {"work": work, "ours": mine, "peer": peer_name, "goal": goal,
               "theirs": statistics.median(b) if b else None, "values": value,
               "memory": max(m for m in memory) if memory[0] else None,
               "their_memory": max(their_memory) if b and their_memory[0] else None}
        self.rows.append(row)
        print(self.line(row), flush=True)

    @staticmethod
    def line(row):
        theirs = f"{row['theirs']:.3f} s" if row["theirs"] else "missing" if row["peer"] else ""
        ratio = f"{row['theirs'] / row['ours']:.1f}" if row["theirs"] else ""
        memory = f"{row['memory']:.1f} MiB" if row["memory"] else ""
        if row.get("their_memory"):
            theirs += f", {row['their_memory']:.0f} MiB"
        values = " / ".join(v for v in row["values"] if v)
        return (f"| {row['work']} | {row['ours']:.3f} s | {memory} | {row['peer']} | {theirs} "
                f"| {ratio} | {row['goal']} | {values} |")


HEADER = ("| work | ours | peak memory | peer | theirs | times faster | goal | values |\n"
          "|---|---|---|---|---|---|---|---|")


class Files:
    def __init__(self, folder):
        self.folder = folder

    def path(self, name):
        return os.path.join(self.folder, name)

    def make(self, name, command):
        path = self.path(name)
        if not os.path.exists(path):
            subprocess.run(["bash", "-c", f"set -o pipefail; {command} > '{path}.part'"],
                           check=True)
            os.rename(path + ".part", path)
        return path

    def raw(self, rows):
        return self.make(f"raw-{rows}.csv", f"'{MAKE_ROWS}' {rows}")

    def features(self, rows):
        return self.make(f"features-{rows}.csv", f"'{BIN}/seg-features' '{self.raw(rows)}'")

    def scaled(self, rows):
        return self.make(f"scaled-{rows}.csv", f"'{BIN}/seg-scale' '{self.features(rows)}'")

    def applied(self, rows, scaler):
        """As scaled, by a scaler of other rows."""
        return self.make(f"applied-{rows}.csv",
                         f"'{BIN}/seg-scale' --apply '{scaler}' '{self.features(rows)}'")

    def numbers(self, rows):
        """The four z_* columns alone, for the libraries."""
        return self.make(f"numbers-{rows}.csv",
                         f"cut -d, -f7- '{self.scaled(rows)}'")

    def wide(self, rows, columns):
        return self.make(f"wide-{rows}.csv", f"'{MAKE_ROWS}' {rows} {columns}")

    def segments(self, rows):
        """The four z_* columns and the segment."""
        return self.make(f"segments-{rows}.csv", f"cut -d, -f7- '{self.labelled(rows)}'")

    def mixed(self, rows):
        """The four z_* columns and a label that has nothing to do with them."""
        return self.make(f"mixed-{rows}.csv", f"awk '{{ print $0 \",\" (NR == 1 ? \"cluster\" "
                         f": NR % 6) }}' '{self.numbers(rows)}'")

    def labelled(self, rows):
        return self.make(f"labelled-{rows}.csv",
                         f"'{BIN}/seg-kmeans' -k 6 '{self.scaled(rows)}'")


def eps_of(path):
    done = subprocess.run([FIT, "density", path, "4"], capture_output=True, text=True, check=True)
    return done.stderr.split()[1]


def run_all(bench, files, python, tools, quick):
    def seg(name, *arguments):
        return [os.path.join(BIN, name), *arguments]

    def ours_fit(work, path, k, seed="42"):
        return lambda: inner([FIT, work, path, str(k), seed])

    def peer_fit(work, path, k, seed="42", module="scikit-learn"):
        if not python.get(module):
            return None
        return lambda: inner([*PEER, work, path, str(k), seed])

    def other_libraries(work, name, path, k, which):
        """The same work by libraries that have no goal of their own."""
        for module in which:
            bench.compare(f"{name}, {module}", ours_fit(work, path, k),
                          peer_fit(f"{work}:{module}", path, k, module=module), module, "", runs=1)

    def peer_r(work, path, k, seed="42"):
        if not tools.get("R" if work == "kmeans" else "R dbscan"):
            return None
        script = os.path.join(HERE, "peer.R")
        return lambda: inner(["Rscript", script, work, path, str(k), seed])

    sklearn = "scikit-learn"
    for rows, goal in ((200, "40"), (10**4, "30, memory 1/20")):
        work = f"seg-pipeline -k 6, {rows} rows"
        if bench.wanted(work):
            path, out = files.raw(rows), files.path("out")
            command = ["seg-pipeline", "-q", "-k", "6", "-o", out, path]
            bench.compare(work, lambda: whole(seg(*command, "--no-stability")),
                          (lambda: whole([*PEER, "pipeline", path, "6"])) if python.get(sklearn)
                          else None, "script with pandas, scikit-learn", goal)
            bench.compare(work + ", with stability, which the script has not",
                          lambda: whole(seg(*command)), None, "", "")
    for name, rows, columns, k, goal in (("10^6 x 4, k = 6", 10**6, 4, 6, "5"),
                                         ("10^6 x 16, k = 32", 10**6, 16, 32, "2")):
        work = f"k-means, same start, 20 iterations, {name}"
        if bench.wanted(work):
            path = files.numbers(rows) if columns == 4 else files.wide(rows, columns)
            bench.compare(work, ours_fit("lloyd", path, k), peer_fit("lloyd", path, k), sklearn, goal)
            other_libraries("lloyd", work, path, k, ("faiss-cpu", "mlpack", "scikit-learn-intelex"))
    work = "k-means, 10 starts, 10^6 x 4, k = 6"
    if bench.wanted(work):
        path = files.numbers(10**6)
        bench.compare(work, ours_fit("kmeans", path, 6), peer_fit("kmeans", path, 6), sklearn, "6")
        bench.compare(work + ", R", ours_fit("kmeans", path, 6), peer_r("kmeans", path, 6),
                      "R stats::kmeans", "", runs=1)
        other_libraries("kmeans", work, path, 6, ("faiss-cpu", "scikit-learn-intelex"))
    for name, k, best in (("D31", 31, 3393.2566), ("s-set4", 15, 15703730485901.9),
                          ("birch-rg3", 100, 598330)):
        path, work = os.path.join(SETS, name + ".csv"), f"k-means, the optimum: {name}, k = {k}"
        if bench.wanted(work) and os.path.exists(path):
            bench.compare(work, ours_fit("kmeans", path, k), peer_fit("kmeans", path, k), sklearn,
                          f"1, worst of 20 seeds at most 1.001 of {best}", runs=1 if quick else 3)
            worst = max(float(ours_fit("kmeans", path, k, str(seed))()[2])
                        for seed in range(1, 21))
            bench.rows[-1]["values"] = [f"worst of 20 seeds: {worst / best:.6f}", None]
            print(f"    worst of 20 seeds / best known: {worst / best:.6f}", flush=True)
    # Of segments, pairs that cannot matter are left out; of labels that mean nothing, none can.
    for name, labels in (("six segments", files.segments), ("six labels at random", files.mixed)):
        work = f"silhouette, exact, 10^4 x 4, {name}"
        if bench.wanted(work):
            path = labels(10**4)
            bench.compare(work, ours_fit("silhouette", path, 6), peer_fit("silhouette", path, 6),
                          sklearn, "50")
    work = "seg-kselect 2:10, 10^4 x 4"
    if bench.wanted(work):
        path, scaled = files.numbers(10**4), files.scaled(10**4)
        bench.compare(work, lambda: whole(seg("seg-kselect"), scaled),
                      peer_fit("kselect", path, 6), "the loop in scikit-learn", "100",
                      runs=1 if quick else 3)
    for rows in (10**5, 10**6):
        work = f"eps and DBSCAN, {rows} x 4"
        if bench.wanted(work):
            path = files.numbers(rows)
            eps = eps_of(path)
            bench.compare(work, ours_fit("density", path, 4),
                          peer_fit("wang", path, 4, eps, "dbscan"),
                          "Wang, Gu and Shun (DBSCAN alone)", "1")
            bench.compare(work + ", R", ours_fit("density", path, 4),
                          peer_r("density", path, 4, eps), "R dbscan (DBSCAN alone)", "", runs=1)
            if rows == 10**5:
                bench.compare(work + ", scikit-learn", ours_fit("density", path, 4),
                              peer_fit("dbscan", path, 4, eps), "scikit-learn (DBSCAN alone)", "")
    rows = 2 * 10**6
    if bench.wanted("seg-features"):
        path = files.raw(rows)
        ours = lambda: whole(seg("seg-features", path))
        for tool, command, goal in (
                ("mlr", ["mlr", "--csv", "put",
                         "$ratio = ${Spending Score (1-100)} / (${Annual Income (k$)} + 1e-9)", path],
                 "8"),
                ("gawk", ["gawk", "-F,", "{ s += $4 } END { print s }", path], "3"),
                ("mawk", ["mawk", "-F,", "{ s += $4 } END { print s }", path], ""),
                ("xan", ["xan", "map",
                         "col('Spending Score (1-100)') / (col('Annual Income (k$)') + 1e-9) as ratio",
                         path], ""),
                ("qsv", ["qsv", "select", "4,5", path], "")):
            name = {"mlr": "the ratio", "xan": "the ratio", "qsv": "two columns"}.get(tool, "one sum")
            name = f"{tool}, {name}"
            bench.compare(f"seg-features, {rows} rows, against {tool}", ours,
                          (lambda c=command: whole(c)) if tools.get(tool) else None, name, goal)
    rows = 10**6
    if bench.wanted("seg-scale"):
        path = files.features(rows)
        bench.compare(f"seg-scale, {rows} rows x 4", lambda: whole(seg("seg-scale", path)),
                      (lambda: whole([*PEER, "scale", path])) if python.get("pandas") else None,
                      "pandas, StandardScaler, to_csv", "8")
    if bench.wanted("whole pipe"):
        path, out = files.raw(rows), files.path("out")
        for name, more in (("", ["--no-stability"]), (", with stability", [])):
            bench.compare(f"whole pipe, seg-pipeline -k 6, {rows} rows{name}",
                          lambda: whole(seg("seg-pipeline", "-q", "-k", "6", "-o", out, path, *more)),
                          None, "", "", runs=1)
    sizes = (10**5, 10**6) if quick else (10**6, 10**7)
    models = {}
    for name in ("scale", "kmeans", "drift"):
        models[name] = files.path(name + ".json")
    if bench.wanted("growth: models"):
        whole(seg("seg-scale", "--model", models["scale"], files.features(sizes[0])))
        whole(seg("seg-kmeans", "-k", "6", "--model", models["kmeans"], files.scaled(sizes[0])))
        whole(seg("seg-drift", "-q", "--model", models["drift"], files.labelled(sizes[0])))
    stages = (("seg-features", files.raw, []),
              ("seg-scale", files.features, []),
              ("seg-scale --apply", files.features, ["--apply", models["scale"]]),
              ("seg-kmeans -k 6", files.scaled, ["-k", "6"]),
              ("seg-kmeans --apply", lambda n: files.applied(n, models["scale"]),
               ["--apply", models["kmeans"]]),
              ("seg-dbscan", files.scaled, []),
              ("seg-profile", files.labelled, []),
              ("seg-metrics", files.labelled, ["-q"]),
              ("seg-rules", files.labelled, ["-q"]),
              ("seg-drift --apply", files.labelled, ["-q", "--apply", models["drift"]]))
    for name, table, options in stages:
        work = f"growth: {name}, {sizes[1]} against {sizes[0]} rows"
        if not bench.wanted(work):
            continue
        program = seg(name.split()[0], *options)
        times, memory = ([], []), None
        for turn in range(bench.runs):
            if turn > 0 and times[1][0] * turn > ENOUGH:
                break
            for size, found in zip(sizes, times):
                path = table(size)
                read_through(path)
                seconds, memory, _ = whole([*program, path])
                found.append(seconds)
        small, large = (statistics.median(found) for found in times)
        row = {"work": work, "ours": large, "memory": memory, "peer": "",
               "theirs": None, "goal": "at most 11 times",
               "values": [f"{small:.3f} s, {large / small:.1f} times", None]}
        bench.rows.append(row)
        print(bench.line(row), flush=True)


def describe(python, tools):
    cpu = "unknown processor"
    try:
        with open("/proc/cpuinfo") as lines:
            cpu = next(l.split(":", 1)[1].strip() for l in lines if l.startswith("model name"))
    except (OSError, StopIteration):
        pass
    lines = [f"{os.cpu_count()} processors ({cpu}), {platform.system()} {platform.machine()}, "
             f"{os.cpu_count()} threads for both sides."]
    found = {**{m: python.get(m) for m in MODULES}, **tools}
    lines.append("Peers: " + "; ".join(f"{n} {v if v else 'missing'}" for n, v in found.items()) + ".")
    return lines


def main():
    parser = argparse.ArgumentParser(description="How fast seg is beside its peers.")
    parser.add_argument("--quick", action="store_true", help="fewer runs, smaller growth")
    parser.add_argument("--only", help="only works whose name holds this")
    parser.add_argument("--write", help="write the table to this file")
    parser.add_argument("--peers", action="store_true", help="install the Python peers")
    options = parser.parse_args()
    if options.peers:
        install_peers()
    python = {m: module_version(m) for m in MODULES}
    tools = {name: version(command) if shutil.which(name) else None
             for name, command in (("mlr", ["mlr", "--version"]), ("gawk", ["gawk", "--version"]),
                                   ("mawk", ["mawk", "-W", "version"]), ("R", ["R", "--version"]),
                             ("xan", ["xan", "--version"]), ("qsv", ["qsv", "--version"]))}
    package = ["Rscript", "-e", "cat(as.character(packageVersion('dbscan')))"]
    tools["R dbscan"] = version(package) if tools["R"] else None
    lines = describe(python, tools)
    print("\n".join(lines) + "\n\n" + HEADER, flush=True)
    bench = Bench(1 if options.quick else 3, options.only)
    with tempfile.TemporaryDirectory(prefix="seg-bench-") as folder:
        run_all(bench, Files(folder), python, tools, options.quick)
    if options.write:
        with open(options.write, "w") as out:
            out.write("# Measured speed\n\nWritten by `make bench`; see bench.py for what each line runs.\n\n")
            out.write("\n".join(lines) + "\n\n" + HEADER + "\n")
            out.write("\n".join(bench.line(row) for row in bench.rows) + "\n")


main()
