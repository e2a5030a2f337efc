"""Sentence alignment and word marking beside other tools, in one run.

    python benchmarks/diff.py [--gold FOLDER]

Cost: CPU milliseconds (best of three) and the peak of allocated memory on made-up texts of
40, 400 and 4,000 sentences of which a tenth is edited, then on texts of odd shape. Quality:
F1 of changed links on gold sets, where a folder with `gold_*.jsonl.gz` is given. A tool
that would need more than a minute is left out at that size. `fast_diff_match_patch` is
compared where it is installed.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import random
import time
import tracemalloc
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

from rapidfuzz import fuzz, process

from archive.diff.align import align
from archive.diff.words import inline

Links = set[tuple[int, int]]
Aligner = Callable[[list[str], list[str]], Links]

_ALIKE = 55
_SIZES = (40, 400, 4000)
_MOST = {"difflib over sentences": 4000, "difflib over words": 400, "rapidfuzz over words": 400}
_RUNS = 3


def ours(old: list[str], new: list[str]) -> Links:
    return set(align(old, new))


def difflib_sentences(old: list[str], new: list[str]) -> Links:
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {(a + n, b + n) for a, b, size in blocks for n in range(size)}


def difflib_words(old: list[str], new: list[str]) -> Links:
    """Sentences that share most of their words in a diff over all words."""
    before = [(i, word) for i, text in enumerate(old) for word in text.split()]
    after = [(j, word) for j, text in enumerate(new) for word in text.split()]
    words = [word for _, word in before], [word for _, word in after]
    shared: dict[tuple[int, int], int] = {}
    for a, b, size in SequenceMatcher(None, *words, autojunk=False).get_matching_blocks():
        for n in range(size):
            link = before[a + n][0], after[b + n][0]
            shared[link] = shared.get(link, 0) + 1
    return {
        (i, j)
        for (i, j), count in shared.items()
        if 2 * count >= min(len(old[i].split()), len(new[j].split()))
    }


def rapidfuzz_words(old: list[str], new: list[str]) -> Links:
    """The likest new sentence of each old one."""
    rows = [text.split() for text in new]
    found = set()
    for i, text in enumerate(old):
        best = process.extractOne(text.split(), rows, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if best:
            found.add((i, best[2]))
    return found


ALIGNERS: dict[str, Aligner] = {
    "palimpsest": ours,
    "difflib over sentences": difflib_sentences,
    "difflib over words": difflib_words,
    "rapidfuzz over words": rapidfuzz_words,
}


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


def measured(call: Callable[[], object]) -> tuple[float, float]:
    """CPU milliseconds, the best of some runs, and megabytes at the peak."""
    best = min(_spent(call) for _ in range(_RUNS))
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return 1000 * best, peak / 1e6


def _spent(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def cost() -> None:
    rng = random.Random(1)
    words = [f"w{n}" for n in range(6000)] + [f"often{n}" for n in range(60)] * 40
    for size in _SIZES:
        old = [sentence(rng, words) for _ in range(size)]
        new = edited(old, rng, words)
        for name, aligner in ALIGNERS.items():
            if size <= _MOST.get(name, size):
                spent, peak = measured(lambda aligner=aligner, a=old, b=new: aligner(a, b))
                print(f"{size:5d} sentences  {name:24s} {spent:9.1f} ms {peak:7.1f} MB")
    for name, new in odd(old, rng, words):
        spent, peak = measured(lambda b=new: ours(old, b))
        print(f" 4000 {name:10s}  palimpsest               {spent:9.1f} ms {peak:7.1f} MB")


def odd(old: list[str], rng: random.Random, words: list[str]) -> Iterator[tuple[str, list[str]]]:
    yield "unrelated", [sentence(rng, words) for _ in old]
    yield "shuffled", rng.sample(old, len(old))
    yield "reversed", old[::-1]
    yield "repeated", ["The same sentence again."] * len(old)


def quality(folder: Path) -> None:
    for path in sorted(folder.glob("gold_*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            documents = [json.loads(line) for line in lines]
        for name, aligner in ALIGNERS.items():
            print(f"{path.name:24s} {name:24s} changed-link F1 {f1(documents, aligner):.4f}")


def f1(documents: list[dict], aligner: Aligner) -> float:
    hit = wrong = 0
    for document in documents:
        old, new = (version["sentences"] for version in document["versions"][:2])
        wanted = {tuple(link) for link in document["truth"]["links"]}
        found, wanted = (
            {(i, j) for i, j in links if old[i] != new[j]} for links in (aligner(old, new), wanted)
        )
        hit += len(found & wanted)
        wrong += len(found ^ wanted)
    return 2 * hit / max(1, 2 * hit + wrong)


def marking() -> None:
    rng = random.Random(2)
    words = [f"w{n}" for n in range(400)]
    pairs = [(a, edited([a], rng, words)) for a in (sentence(rng, words) for _ in range(400))]
    pairs = [(old, " ".join(new)) for old, new in pairs]
    spent, _ = measured(lambda: [inline(old, new) for old, new in pairs])
    print(f"  400 sentences marked, palimpsest              {spent:9.1f} ms")
    if importlib.util.find_spec("fast_diff_match_patch"):
        from fast_diff_match_patch import diff  # noqa: PLC0415  # only where it is installed

        spent, _ = measured(lambda: [diff(old, new) for old, new in pairs])
        print(f"  400 sentences marked, fast-diff-match-patch   {spent:9.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path)
    args = parser.parse_args()
    cost()
    marking()
    if args.gold:
        quality(args.gold)


if __name__ == "__main__":
    main()
