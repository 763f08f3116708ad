"""What a page quotes stands in the file that it names: quotes.py <page.md> ...

The block after `<!-- from <file> -->` has lines that follow each other in that file, indentation and
empty lines apart. In the reference every block of Precis is such a quote.
"""

import pathlib
import re
import sys

UNQUOTED = re.compile(r"(?<! -->\n)^```precis$", re.MULTILINE)
QUOTE = re.compile(r"^<!-- from (\S+) -->\n```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def lines(text):
    return "\n".join(["", *(line.strip() for line in text.splitlines() if line.strip()), ""])


def main(pages):
    found = wrong = 0
    for page in pages:
        text = pathlib.Path(page).read_text()
        for _ in UNQUOTED.findall(text) if "reference/" in page else []:
            wrong += 1
            print(f"{page}: an example that no golden holds")
        for source, block in QUOTE.findall(text):
            found += 1
            if lines(block) not in lines(pathlib.Path(source).read_text()):
                wrong += 1
                print(f"{page}: this is not what {source} says:\n{block}")
    print(f"{found} quotes, {wrong} wrong")
    return 1 if wrong or not found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
