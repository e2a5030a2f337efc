"""The quality gate: figures of the scorers, held against floors that only rise.

    python tests/quality.py measure SHARED > figures.json
    python tests/quality.py live crawl.log edits.log > live.json
    python tests/quality.py check figures.json live.json
    python tests/quality.py raise figures.json [--lower NAME …]

`measure` runs the scorers under SHARED/tools over SHARED/data, `live` reads what the scorers
said of a crawl of a live blog and of a round of edits on it. `check` fails when a figure
is worse than its floor in `quality.json`. `raise` writes figures that are better; a floor
is lowered only when its name is given with --lower, and the commit should say why.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("quality.json")
# A figure measured on a busy machine or another processor may differ in its last digits.
SLACK = 0.0005
Figures = dict[str, float]

PAGE_FIGURES = (
    "body_f1",
    "article_f1",
    "brief_headline_f1",
    "brief_text_f1",
    "related_recall",
    "related_precision",
    "comment_precision",
    "comment_recall",
    "comment_exact",
    "comment_author",
    "comment_date",
    "parent_shown",
    "reply_parent",
    "title",
    "author",
    "published",
)
EXTRACTION_FIGURES = (
    ("body", "F1"),
    ("comments", "F1"),
    ("comments", "micro_F1"),
    ("author", "exact_set"),
    ("date", "exact_day"),
)
EXTRACTION_LIMITS = (("comments_false_pages", "share>10_tokens"), ("comments", "body_leak"))


def is_limit(name: str) -> bool:
    """Whether less is better of this figure."""
    return name.endswith("!")


def measure(shared: Path) -> Figures:
    """All figures, by name; a name that ends in `!` is a limit: less is better."""
    with tempfile.TemporaryDirectory(prefix="palimpsest-quality-") as folder:
        work = Path(folder)
        return {
            **wordpress(shared, work),
            **extraction(shared, work),
            **blog(shared, work),
            **alignment(shared),
            **significance(shared),
        }


def wordpress(shared: Path, work: Path) -> Figures:
    """Pages of many themes whose truth is known exactly."""
    pack = shared / "data/wordpress"
    pages = normalize(sorted(pack.glob("*/**/pages.warc.gz")), work / "wordpress.jsonl")
    predictions = work / "wordpress.predictions"
    predictions.write_text(
        run(shared / "tools/predictions.py", "wordpress", pack, pages), encoding="utf-8"
    )
    scorer = shared / "tools/score_wordpress.py"
    scored = json.loads(run(scorer, "--pack", pack, "--pred", predictions))
    total, kinds = scored["total"], scored["page_kind"]
    return {
        "wordpress perfect": total["perfect_pages"] / total["pages"],
        "wordpress kinds": kinds.get("right", 0) / sum(kinds.values()),
        **{f"wordpress {name}": total[name] or 0.0 for name in PAGE_FIGURES},
    }


def extraction(shared: Path, work: Path) -> Figures:
    """Real pages with gold that people made, and their threads."""
    data = shared / "data/extraction"
    pages = normalize(sorted(data.glob("*.warc.gz")), work / "extraction.jsonl")
    predictions, table = work / "extraction.predictions", work / "extraction.json"
    predictions.write_text(
        run(shared / "tools/predictions.py", "extraction", data, pages), encoding="utf-8"
    )
    truth = data / "truth.jsonl.gz"
    run(shared / "tools/score_extraction.py", truth, predictions, "--json", table)
    scored = json.loads(table.read_text(encoding="utf-8"))["blog subset"]
    return {
        **{f"blogs {part} {name}": scored[part][name] for part, name in EXTRACTION_FIGURES},
        **{f"blogs {part} {name}!": scored[part][name] for part, name in EXTRACTION_LIMITS},
        **threads(shared, pages, work),
    }


def threads(shared: Path, pages: Path, work: Path) -> Figures:
    """Threads of real pages, comment by comment."""
    labels = work / "threads.jsonl"
    packed = shared / "data/extraction/threads.jsonl.gz"
    labels.write_bytes(
        subprocess.run(["gunzip", "-c", packed], capture_output=True, check=True).stdout
    )
    said = run(shared / "tools/score_threads.py", labels, pages).splitlines()[-1]
    return {f"threads {name}": float(value) for name, value in re.findall(r"(\w+) ([\d.]+)", said)}


def blog(shared: Path, work: Path) -> Figures:
    """The client's own page in its forms, and two of other eras."""
    seed = shared / "data/seed"
    lines: list[str] = []
    for expected in sorted(seed.glob("*.expected.json")):
        name = expected.name.removesuffix(".expected.json")
        page = seed / f"{name}.html"
        url = json.loads(expected.read_text(encoding="utf-8"))["url"]
        source = page if page.exists() else seed / "seed.txt"
        lines.append(run("-m", "archive", "normalize", source, "--url", url))
    pages = work / "blog.jsonl"
    pages.write_text("".join(lines), encoding="utf-8")
    said = run(shared / "tools/score_blog.py", seed, pages).splitlines()[-1]
    return {"blog facts": float(said.rpartition("=")[2])}


def alignment(shared: Path) -> Figures:
    """Sentences of two versions, paired."""
    gold = shared / "data/diff"
    scorer = shared / "tools/score_alignment.py"
    said = run(scorer, "archive.diff.align:align", "--gold", gold)
    figures: Figures = {}
    for line in said.splitlines():
        name, _, rest = line.partition(":")
        for what, value in re.findall(r"(changed|move) F1 ([\d.]+)", rest):
            figures[f"{name} {what}"] = float(value)
        figures[f"{name} splits"] = float(re.search(r"= ([\d.]+)", rest)[1])
    return figures


def significance(shared: Path) -> Figures:
    """What an edit of one sentence is said to be."""
    said = run(shared / "tools/score_significance.py", "--gold", shared / "data/diff")
    number = r"([\d.]+)"
    found = {
        "minor precision": rf"precision {number}",
        "minor recall": rf"recall {number}",
        "marked words": rf"token F1 {number}",
        "content called minor!": rf"called minor {number}/\d+\n",
        "numbers called minor!": rf"number edits: called minor {number}",
        "numbers without class!": rf"without class number {number}",
        "inline not rebuilt!": rf"do not rebuild {number}",
    }
    return {name: float(re.search(pattern, said)[1]) for name, pattern in found.items()}


def live(crawl: str, edits: str) -> Figures:
    """What the scorers said of a crawled blog, and of the edits found on it."""
    found = re.findall(r"(found|perfect) (\d+)/(\d+)", crawl)
    told = re.search(r"found (\d+)/(\d+), twice (\d+), false (\d+)", edits)
    return {
        **{f"live {name}": int(part) / int(whole) for name, part, whole in found},
        "live not public!": float(re.search(r"not public (\d+)", crawl)[1]),
        "live edits": int(told[1]) / int(told[2]),
        "live edits twice!": float(told[3]),
        "live edits false!": float(told[4]),
    }


def normalize(files: Iterable[Path], out: Path) -> Path:
    """The pages of WARC files, as the command line prints them."""
    with out.open("w", encoding="utf-8") as stream:
        subprocess.run(
            [sys.executable, "-m", "archive", "normalize", *files], stdout=stream, check=True
        )
    return out


def run(*command: Any) -> str:
    """What a Python program prints; a failure ends the gate."""
    done = subprocess.run(
        [sys.executable, *map(str, command)], stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def worse(figures: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """A line for each figure that is missing or on the wrong side of its floor."""
    lines = []
    for name, floor in floors.items():
        got = figures.get(name)
        if got is None:
            lines.append(f"{name}: not measured, floor {floor}")
        elif got > floor + SLACK if is_limit(name) else got < floor - SLACK:
            lines.append(f"{name}: {got:.4f}, floor {floor}")
    return lines


def raised(
    figures: Mapping[str, float], floors: Mapping[str, float], lower: Iterable[str] = ()
) -> Figures:
    """The floors with better figures taken over, and those named in `lower` as they are now."""
    allowed = set(lower)
    best = dict(floors)
    for name, figure in figures.items():
        pick = min if is_limit(name) else max
        kept = figure if name in allowed else pick(figure, best.get(name, figure))
        best[name] = round(kept, 4)
    return dict(sorted(best.items()))


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 1 when a figure is worse than its floor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("measure", "live", "check", "raise"))
    parser.add_argument("paths", type=Path, nargs="+", help="a folder with data, logs, or figures")
    parser.add_argument("--lower", nargs="+", default=(), metavar="NAME")
    parser.add_argument("--without", default=None, help="floors that begin so are not asked")
    parser.add_argument("--floors", type=Path, default=FLOORS)
    given = parser.parse_args(arguments)
    if given.what == "measure":
        return tell(measure(given.paths[0].resolve()))
    texts = [path.read_text(encoding="utf-8") for path in given.paths]
    if given.what == "live":
        return tell(live(*texts))
    figures = {name: value for text in texts for name, value in json.loads(text).items()}
    floors = json.loads(given.floors.read_text(encoding="utf-8"))
    if given.what == "raise":
        text = json.dumps(raised(figures, floors, given.lower), indent=1)
        given.floors.write_text(text + "\n", encoding="utf-8")
        return 0
    asked = {
        n: f for n, f in floors.items() if not given.without or not n.startswith(given.without)
    }
    return judged(figures, asked)


def tell(figures: Figures) -> int:
    """Print the figures."""
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    return 0


def judged(figures: Figures, floors: Figures) -> int:
    """Print what is below its floor; 1 when anything is."""
    lines = worse(figures, floors)
    sys.stdout.write("".join(f"below its floor: {line}\n" for line in lines))
    sys.stdout.write(f"{len(floors) - len(lines)} of {len(floors)} figures hold their floor\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
