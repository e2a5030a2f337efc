"""Alignment of sentences beside other tools: cost and quality, in one run.

    python -m benchmarks.diff [--gold FOLDER] [--aligner NAME]...

Ours against difflib, rapidfuzz, fast-diff-match-patch, deltas and web-monitoring-diff.
Each tool is a process of its own for each text. Cost: milliseconds of processor time (best
of three) and the megabytes that the process held at most, on made-up texts of 40, 400 and
4,000 sentences of which a tenth is edited, then ours on texts of odd shape. A tool that is
not done after 40 seconds, or fails, is stopped. Quality: F1 of links between sentences that
differ, where a folder with `gold_*.jsonl.gz` is given.

The last three live in an environment of their own (`--peers`), made at the first run: they
are no dependencies of this project. *Quirk:* web-monitoring-diff needs lxml built against
the libxml2 of html5-parser, which the wheel of lxml is not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.peers import environment

ROOT = Path(__file__).parent.parent
OURS = ("palimpsest", "difflib over sentences", "difflib over words", "rapidfuzz over words")
THEIRS = ("fast-diff-match-patch", "deltas", "web-monitoring-diff")
PEERS = (
    "fast-diff-match-patch==2.1.0",
    "deltas==0.7.0",
    "web-monitoring-diff==0.2.0",
    "setuptools<81",
    "--no-binary=lxml",
)
_SIZES = (40, 400, 4000)
_PATIENCE = 40.0
_RUNS = 3

Answer = tuple[list[list[int]], float, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--aligner", action="append", choices=(*OURS, *THEIRS), help="only these")
    parser.add_argument("--peers", type=Path, default=ROOT / ".venv-peers" / "diff")
    asked = parser.parse_args()
    names = asked.aligner or (*OURS, *THEIRS)
    peers = environment(asked.peers, PEERS) if {*names} & {*THEIRS} else ""
    tools = {name: sys.executable if name in OURS else peers for name in names}
    cost(tools)
    if asked.gold:
        quality(tools, asked.gold)


def answers(name: str, python: str, tasks: list[dict[str, Any]]) -> list[Answer]:
    """What one tool makes of some tasks, up to the first that it is not done with in time."""
    command = [python, "-P", str(ROOT / "benchmarks" / "aligners.py"), name]
    path = {**os.environ, "PYTHONPATH": str(ROOT) if name in OURS else ""}
    found = []
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=path
    ) as process:
        assert process.stdin
        assert process.stdout
        for task in tasks:
            process.stdin.write(json.dumps(task) + "\n")
            process.stdin.flush()
            is_done = select.select([process.stdout], [], [], _PATIENCE)[0]
            line = process.stdout.readline() if is_done else ""
            if not line:
                process.kill()
                break
            found.append(tuple(json.loads(line)))
    return found


def sentence(rng: random.Random, words: list[str]) -> str:
    return f"{' '.join(rng.choices(words, k=rng.randint(6, 28)))}."


def edited(old: list[str], rng: random.Random, words: list[str]) -> list[str]:
    """A tenth of the sentences edited, a few gone, a few new, one block moved."""
    new = []
    for text in old:
        chance = rng.random()
        if chance < 0.03:
            continue
        if chance < 0.06:
            new.append(sentence(rng, words))
        if chance > 0.9:
            parts = text.split()
            parts[rng.randrange(len(parts))] = rng.choice(words)
            new.append(" ".join(parts))
        else:
            new.append(text)
    third = len(new) // 3
    return new[:third] + new[third + 5 :] + new[third : third + 5]


def cost(tools: dict[str, str]) -> None:
    rng = random.Random(1)
    words = [f"w{n}" for n in range(6000)] + [f"often{n}" for n in range(60)] * 40
    print(f"{'sentences':<16}{'tool':<26}{'ms':>9}{'MB':>8}")
    for count in _SIZES:
        old = [sentence(rng, words) for _ in range(count)]
        task = {"old": old, "new": edited(old, rng, words), "runs": 1 if count > 400 else _RUNS}
        for name, python in tools.items():
            told(str(count), name, answers(name, python, [task]))
    for shape, new in odd(old, rng, words):
        task = {"old": old, "new": new, "runs": 1}
        told(f"{len(old)} {shape}", OURS[0], answers(OURS[0], sys.executable, [task]))


def told(case: str, name: str, found: list[Answer]) -> None:
    for _, seconds, held in found:
        print(f"{case:<16}{name:<26}{1000 * seconds:>9.1f}{held:>8.1f}", flush=True)
    if not found:
        print(f"{case:<16}{name:<26}{'not done':>9}", flush=True)


def odd(old: list[str], rng: random.Random, words: list[str]) -> Iterator[tuple[str, list[str]]]:
    yield "unrelated", [sentence(rng, words) for _ in old]
    yield "shuffled", rng.sample(old, len(old))
    yield "reversed", old[::-1]
    yield "repeated", ["The same sentence again."] * len(old)


def quality(tools: dict[str, str], folder: Path) -> None:
    print(f"{'gold':<16}{'tool':<26}{'F1':>9}{'ms a text':>11}")
    for path in sorted(folder.glob("gold_*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            documents = [json.loads(line) for line in lines]
        tasks = [
            {"old": old["sentences"], "new": new["sentences"], "runs": 1}
            for old, new in (document["versions"][:2] for document in documents)
        ]
        for name, python in tools.items():
            found = answers(name, python, tasks)
            ms = 1000 * sum(seconds for _, seconds, _ in found) / max(1, len(found))
            score = f1(documents, tasks, found)
            print(f"{path.name[:-9]:<16}{name:<26}{score:>9.4f}{ms:>11.1f}", flush=True)


def f1(documents: list[dict], tasks: list[dict[str, Any]], found: list[Answer]) -> float:
    """F1 of the links between sentences that differ; what is not answered is missed."""
    hit = wrong = 0
    links = [answer[0] for answer in found] + [[]] * (len(tasks) - len(found))
    for document, task, given in zip(documents, tasks, links, strict=True):
        said, wanted = (
            {(i, j) for i, j in some if task["old"][i] != task["new"][j]}
            for some in (given, document["truth"]["links"])
        )
        hit += len(said & wanted)
        wrong += len(said ^ wanted)
    return 2 * hit / max(1, 2 * hit + wrong)


if __name__ == "__main__":
    main()
