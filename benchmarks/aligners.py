"""Aligners of sentences, ours and others', each in a process of its own.

    python benchmarks/aligners.py ALIGNER

Answers tasks on standard input, one JSON a line (`old`, `new`, `runs`), with one JSON a
line: links, seconds of processor time (best of the runs), and the megabytes that the
process held at most. Tools that mark words link two sentences that share half of the shorter one.
This file is run by the environment of the peers too: at its head it imports nothing but
the standard library.
"""

from __future__ import annotations

import html
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher

Links = set[tuple[int, int]]
Aligner = Callable[[list[str], list[str]], Links]

# Of 35, 45 and 55 the one that is best for rapidfuzz on both golds.
_ALIKE = 35


def ours(old: list[str], new: list[str]) -> Links:
    from archive.diff.align import align  # noqa: PLC0415  # not where peers live

    return set(align(old, new))


def difflib_sentences(old: list[str], new: list[str]) -> Links:
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {(a + n, b + n) for a, b, size in blocks for n in range(size)}


def difflib_words(old: list[str], new: list[str]) -> Links:
    before, after = owned(old, str.split), owned(new, str.split)
    words = [word for _, word in before], [word for _, word in after]
    blocks = SequenceMatcher(None, *words, autojunk=False).get_matching_blocks()
    same = ((a + n, b + n) for a, b, size in blocks for n in range(size))
    return sharing(((before[a][0], after[b][0]) for a, b in same), before, after)


def rapidfuzz_words(old: list[str], new: list[str]) -> Links:
    """The likest new sentence of each old one."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # not where peers live

    rows = [text.split() for text in new]
    found = set()
    for i, text in enumerate(old):
        best = process.extractOne(text.split(), rows, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if best:
            found.add((i, best[2]))
    return found


def match_patch(old: list[str], new: list[str]) -> Links:
    from fast_diff_match_patch import diff  # noqa: PLC0415  # only where peers live

    pieces = diff("\n".join(old), "\n".join(new), timelimit=0, cleanup="No", counts_only=False)
    return of_characters(pieces, old, new)


def web_monitoring(old: list[str], new: list[str]) -> Links:
    """Its difference of visible text, which gives up after two seconds."""
    from web_monitoring_diff import html_text_diff  # noqa: PLC0415  # only where peers live

    lines = ("\n".join(map(html.escape, texts)) for texts in (old, new))
    pages = (f"<!doctype html><body>{text}</body>" for text in lines)
    pieces = html_text_diff(*pages)["diff"]
    return of_characters([("-=+"[op + 1], text) for op, text in pieces], old, new)


def deltas(old: list[str], new: list[str]) -> Links:
    from deltas import segment_matcher, text_split  # noqa: PLC0415  # only where peers live

    before, after = (
        owned([f"{text}\n\n" for text in texts], text_split.tokenize) for texts in (old, new)
    )
    found = segment_matcher.diff([word for _, word in before], [word for _, word in after])
    same = (
        (before[op.a1 + n][0], after[op.b1 + n][0])
        for op in found
        if op.name == "equal"
        for n in range(op.a2 - op.a1)
    )
    return sharing(same, before, after)


def owned(texts: list[str], split: Callable[[str], Iterable]) -> list[tuple[int, object]]:
    """The parts of all texts, each with the number of its text."""
    return [(number, part) for number, text in enumerate(texts) for part in split(text)]


def of_characters(pieces: Iterable[tuple[str, str]], old: list[str], new: list[str]) -> Links:
    """Links from a difference of two texts, a line for each sentence."""
    before, after = owned([f"{text}\n" for text in old], list), owned([f"{t}\n" for t in new], list)

    def same() -> Iterator[tuple[int, int]]:
        at_old = at_new = 0
        for op, text in pieces:
            if op == "=":
                places = zip(
                    before[at_old : at_old + len(text)],
                    after[at_new : at_new + len(text)],
                    strict=False,
                )
                yield from ((i, j) for (i, _), (j, _) in places)
            at_old += len(text) if op != "+" else 0
            at_new += len(text) if op != "-" else 0

    return sharing(same(), before, after)


def sharing(
    same: Iterable[tuple[int, int]],
    before: list[tuple[int, object]],
    after: list[tuple[int, object]],
) -> Links:
    """Sentences that share half of the parts of the shorter one."""
    shared = Counter(same)
    old, new = Counter(i for i, _ in before), Counter(j for j, _ in after)
    return {(i, j) for (i, j), count in shared.items() if 2 * count >= min(old[i], new[j])}


ALIGNERS: dict[str, Aligner] = {
    "palimpsest": ours,
    "difflib over sentences": difflib_sentences,
    "difflib over words": difflib_words,
    "rapidfuzz over words": rapidfuzz_words,
    "fast-diff-match-patch": match_patch,
    "deltas": deltas,
    "web-monitoring-diff": web_monitoring,
}


def spent(align: Aligner, old: list[str], new: list[str]) -> tuple[Links, float]:
    start = time.process_time()
    links = align(old, new)
    return links, time.process_time() - start


def held() -> float:
    """The most megabytes that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def serve(align: Aligner) -> None:
    """Answer tasks until there are no more; what is imported is charged to nobody."""
    align(["One.", "Two here."], ["One.", "Two there."])
    for line in sys.stdin:
        task = json.loads(line)
        runs = [spent(align, task["old"], task["new"]) for _ in range(task["runs"])]
        seconds = min(run[1] for run in runs)
        print(json.dumps([sorted(runs[0][0]), seconds, held()]), flush=True)


if __name__ == "__main__":
    serve(ALIGNERS[sys.argv[1]])
