"""The pages that the checks look at: explanations for each audience, and a book."""

import pathlib
import subprocess

HERE = pathlib.Path(__file__).parent
PRODUCTS = "policies/products.precis"
# Member, policy, files: decided in phases over a large table; asks for facts; a plan that rejects twice.
EXPLAINED = [
    ("P1", "eliglustat", [PRODUCTS, "policies/genetics/eliglustat.precis"]),
    ("P3", "siponimod", [PRODUCTS, "policies/neurology/siponimod.precis"]),
    ("P4", "opioids", [PRODUCTS, "policies/pain/opioids.precis"]),
    ("P2", "example_health", ["policies"]),
]
AUDIENCES = ["reviewer", "member", "prescriber", "auditor"]
BOOK = [PRODUCTS, "policies/cardiology", "policies/genetics/eliglustat.precis"]


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def make(programs, folder):
    """Gives the explanation pages and the folder of the book."""
    precis = str(pathlib.Path(programs) / "precis")
    pages = []
    for member, policy, files in EXPLAINED:
        # The plan alone takes as long to compile as the others together.
        for audience in AUDIENCES if policy != "example_health" else ["reviewer", "member"]:
            page = folder / f"{policy}-{audience}.html"
            run(precis, "explain", *files, "--records", str(HERE / "members.ndjson"), "--member",
                member, "--policy", policy, "--for", audience, "--format", "html", "-o", str(page))
            pages.append(page)
    book = folder / "book"
    run(precis, "doc", *BOOK, "-o", str(book))
    return pages, book
