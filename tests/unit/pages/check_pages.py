"""What every page promises, checked on pages that `precis` makes: check_pages.py <bin folder>

Structure (tags, headings, landmarks, ids, labels, table headers), that nothing is loaded, that the one
script is the one its policy names, and contrast computed from the style sheet, light and dark.
"""

import base64
import hashlib
import html.parser
import pathlib
import re
import sys
import tempfile

import make_pages

VOID = {"meta", "br", "input", "link", "img", "hr"}
# What ends a paragraph in a browser, and so may not stand in one.
BLOCKS = {"ul", "ol", "div", "table", "dl", "p", "section", "article", "details", "h1", "h2", "h3", "h4"}
LOADS = re.compile(r"<(?:link|img|iframe|object|embed|base)\b| src=|url\(|@import")
SVG = {"svg", "line", "circle", "path", "rect"}


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.wrong, self.open, self.ids, self.links, self.levels = [], [], [], [], []
        self.landmarks, self.named_by, self.text_of_head = [], [], []
        self.text = text
        self.feed(text)
        self.close()
        if self.open:
            self.wrong.append(f"<{self.open[-1]}> is not closed")

    def handle_starttag(self, tag, attributes):
        it = dict(attributes)
        if tag in VOID and tag != "input":
            return
        if tag in BLOCKS and "p" in self.open:
            self.wrong.append(f"<{tag}> in a paragraph")
        parent = self.open[-1] if self.open else None
        if parent in {"ul", "ol"} and tag != "li":
            self.wrong.append(f"<{tag}> in <{parent}>")
        if "id" in it:
            self.ids.append(it["id"])
        if tag == "a":
            self.links.append(it.get("href", ""))
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag in {"header", "main", "footer", "nav"}:
            self.landmarks.append(tag)
        if tag == "nav" and "aria-label" not in it:
            self.wrong.append("a <nav> without a label")
        if "aria-labelledby" in it:
            self.named_by.append(it["aria-labelledby"])
        if tag == "th" and it.get("scope") not in {"col", "row"}:
            self.wrong.append("a <th> without scope")
        if tag == "input":
            if "label" not in self.open:
                self.wrong.append("an <input> without a label")
            return
        if tag == "svg" and it.get("aria-hidden") != "true" and "aria-label" not in it:
            self.wrong.append("an <svg> that says nothing and is not hidden")
        if any(name.startswith("on") for name in it):
            self.wrong.append(f"<{tag}> has a script in an attribute")
        self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> closes <{self.open[-1] if self.open else 'nothing'}>")
            return
        self.open.pop()

    def handle_startendtag(self, tag, attributes):
        if tag not in SVG:
            self.wrong.append(f"<{tag}/>")


def check_structure(path, ids_of):
    text = path.read_text(encoding="utf-8")
    page = Page(text)
    wrong = list(page.wrong)
    if not text.startswith('<!doctype html>\n<html lang="en">'):
        wrong.append("no doctype or language")
    if not re.search(r"<title>[^<]+</title>", text):
        wrong.append("no title")
    if LOADS.search(text):
        wrong.append(f"loads {LOADS.search(text)[0]}")
    if page.levels.count(1) != 1:
        wrong.append(f"{page.levels.count(1)} headings of level 1")
    for above, below in zip(page.levels, page.levels[1:]):
        if below > above + 1:
            wrong.append(f"a heading of level {below} below one of level {above}")
    outer = [it for it in page.landmarks if it != "nav"]
    if outer not in (["header", "main", "footer"], ["header", "main"]):
        wrong.append(f"landmarks {outer}")
    doubled = {it for it in page.ids if page.ids.count(it) > 1}
    if doubled:
        wrong.append(f"ids that are not unique: {sorted(doubled)[:5]}")
    for name in page.named_by:
        if name not in page.ids:
            wrong.append(f"named by `{name}`, which is not there")
    ids_of[path.name] = set(page.ids)
    for target in page.links:
        if re.match(r"https?://", target):
            continue
        file, _, anchor = target.partition("#")
        wanted = ids_of.get(file or path.name)
        if wanted is None and file and not (path.parent / file).exists():
            wrong.append(f"a link to {target}")
        if wanted is not None and anchor and anchor not in wanted:
            wrong.append(f"a link to {target}")
    return wrong + check_script(text)


def check_script(text):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    if not policy or "default-src 'none'" not in policy[1]:
        return ["no content security policy"]
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    if not scripts:
        return ["allows a script and has none"] if "script-src" in policy[1] else []
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    return [] if f"'sha256-{digest}'" in policy[1] and len(scripts) == 1 else [
        f"the script is not the one that the policy names: sha256-{digest}"]


# ---- contrast

def luminance(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def schemes(style):
    """For light and dark: for each accent of a page the colours by name."""
    at = style.index("@media screen and (prefers-color-scheme:dark)")
    colours = r"(:root|body\.(\w+))\{([^}]*)"
    light = style[:at]
    dark = style[at:style.index("\n*{", at)]
    base = {}
    for name, text in (("light", light), ("dark", dark)):
        accents = {}
        for _, accent, body in re.findall(colours, text):
            found = dict(re.findall(r"--([\w-]+):(#[0-9a-fA-F]{6})", body))
            if accent:
                accents[accent] = found
            else:
                base = {**base, **found}
        for accent, found in {"outside": {}, **accents}.items():
            yield f"{name} {accent}", {**base, **found}


def check_contrast(text):
    wrong = []
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    count = 0
    for scheme, colours in schemes(style):
        pairs = [(ink, paper) for ink in ("ink", "soft", "accent", "true", "false", "open", "quiet")
                 for paper in ("paper", "card", "wash", "quiet-wash")]
        pairs += [(it, it + "-wash") for it in ("true", "false", "open", "quiet")]
        pairs += [("on-accent", "accent")]
        for ink, paper in pairs:
            count += 1
            ratio = contrast(colours[ink], colours[paper])
            if ratio < 4.5:
                wrong.append(f"{scheme}: {ink} on {paper} is {ratio:.2f} to 1")
        # What is drawn has to stand out from what it is drawn on.
        if contrast(colours["rail"], colours["card"]) < 3:
            wrong.append(f"{scheme}: the rail is {contrast(colours['rail'], colours['card']):.2f} to 1")
    if count < 300:
        wrong.append(f"only {count} pairs of colours")
    return wrong


def check_letter(path):
    body = path.read_text(encoding="utf-8").split("<body", 1)[1]
    hidden = [r"\b[0-9a-f]{32}\b", r"\bmember\.\w", r"\brequest\.\w", "RxNorm", "policies/"]
    return [f"a letter with `{it}`" for it in hidden if re.search(it, body)]


def main(programs):
    wrong = []
    # The checks themselves.
    assert Page("<p><ul><li></li></ul></p>").wrong and Page("<b>").wrong
    assert round(contrast("#000000", "#ffffff")) == 21
    with tempfile.TemporaryDirectory() as folder:
        pages, book = make_pages.make(programs, pathlib.Path(folder))
        leaves = sorted(book.iterdir(), key=lambda it: it.name == "index.html")
        ids_of = {it.name: set(Page(it.read_text(encoding="utf-8")).ids) for it in leaves}
        for path in pages + leaves:
            wrong += [f"{path.name}: {it}" for it in check_structure(path, ids_of)]
            if path.name.endswith("-member.html"):
                wrong += [f"{path.name}: {it}" for it in check_letter(path)]
        wrong += check_contrast(pages[0].read_text(encoding="utf-8"))
        print(f"{len(pages)} explanations and {len(leaves)} pages of a book")
    for it in wrong:
        print(it)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
