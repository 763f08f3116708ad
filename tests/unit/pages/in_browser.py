"""The pages in a browser without a window: in_browser.py <bin folder>

No errors on the console, nothing wider than a phone, and the register's search. Skipped where there is no
Chromium.
"""

import base64
import hashlib
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import make_pages

Phone = 390

Typing = """
(function(){
  var box=document.getElementById("search");
  box.value="quantity rule";
  box.dispatchEvent(new Event("input"));
})();
"""

# A frame as wide as a phone says how wide the page in it wants to be.
Measuring = """
window.parent.postMessage(String(document.documentElement.scrollWidth),"*");
"""
Frame = """<!doctype html><body><script>
window.addEventListener("message",function(it){{document.body.setAttribute("data-width",it.data)}});
</script><iframe src="{page}" style="width:{phone}px;height:800px;border:0"></iframe></body>"""


def browse(chromium, page, folder):
    """The document after its scripts ran, and what the console said."""
    done = subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
         f"--user-data-dir={folder}/profile", "--virtual-time-budget=3000", "--dump-dom",
         page.as_uri()], capture_output=True, text=True, timeout=240)
    return done.stdout, re.findall(r".*CONSOLE.*", done.stderr)


def with_script(page, script, copy):
    """A copy of the page that also runs the script, which its policy then allows."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    text = page.read_text(encoding="utf-8")
    if "script-src" in text:
        text = text.replace("; script-src ", f"; script-src 'sha256-{digest}' ")
    else:
        text = text.replace("style-src 'unsafe-inline'",
                            f"style-src 'unsafe-inline'; script-src 'sha256-{digest}'")
    copy.write_text(text.replace("</body>", f"<script>{script}</script></body>"), encoding="utf-8")
    return copy


def check_width(chromium, page, folder):
    with_script(page, Measuring, folder / "measured.html")
    frame = folder / "frame.html"
    frame.write_text(Frame.format(page="measured.html", phone=Phone), encoding="utf-8")
    document, _ = browse(chromium, frame, folder)
    width = re.search(r'data-width="(\d+)"', document)
    if not width:
        return [f"{page.name}: the width could not be measured"]
    return [] if int(width[1]) <= Phone else [f"{page.name}: {width[1]} wide on a phone of {Phone}"]


def check_search(chromium, index, folder):
    document, _ = browse(chromium, with_script(index, Typing, folder / "searched.html"), folder)
    rows = re.findall(r"<li( hidden=\"\")?><a href", document)
    shown = sum(1 for it in rows if not it)
    found = re.search(r'id="found"[^>]*>(\d+) of (\d+) entries', document)
    good = found and 0 < shown < len(rows) and (int(found[1]), int(found[2])) == (shown, len(rows))
    return [] if good else [f"the search shows {shown} of {len(rows)} entries: {found}"]


def main(programs):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        print("note: pages were not opened in a browser: there is no chromium here")
        return 0
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        pages, book = make_pages.make(programs, folder)
        shown = [it for it in pages if "reviewer" in it.name or "member" in it.name]
        for page in [*shown, book / "index.html", book / "eliglustat.html"]:
            _, said = browse(chromium, page, folder)
            wrong += [f"{page.name}: {line}" for line in said]
            wrong += check_width(chromium, page, folder)
        wrong += check_search(chromium, book / "index.html", folder)
        print(f"{len(shown) + 2} pages opened")
    for it in wrong:
        print(it)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
