"""Each rule of lint.py is broken once, on purpose, and must be the only one that complains."""

import pathlib
import tempfile
import unittest

import lint

HEADER = "#pragma once\n\n// What it is for.\n\n"


class Breaches(unittest.TestCase):
    def breaches(self, files):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in files.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text)
            return list(lint.breaches(root))

    def only(self, expected, files):
        found = self.breaches(files)
        self.assertEqual(len(found), 1, found)
        self.assertIn(expected, found[0])

    def none(self, files):
        self.assertEqual(self.breaches(files), [])

    def test_layers(self):
        self.none({"compiler/parse/a.cpp": '#include "compiler/syntax/tree.h"\n'})
        self.only("a.cpp:2: `compiler/parse` may not use `compiler/typed`",
                  {"compiler/parse/a.cpp": '\n#include "compiler/typed/program.h"\n'})
        self.only("`runtime` may not use `compiler/support`",
                  {"runtime/a.h": HEADER + '#include "compiler/support/id.h"\n'})
        self.only("`runtime` may not use `runtime/ingest`",
                  {"runtime/a.cpp": '#include "runtime/ingest/reader.h"\n'})
        self.only("`compiler/typed` may not use `tests/support`",
                  {"compiler/typed/a.cpp": '#include "tests/support/a.h"\n'})
        self.none({"compiler/driver/a.cpp": '#include "compiler/jit/engine.h"\n'})

    def test_a_folder_outside_the_table(self):
        self.only("folder `compiler/utils` is not in the layer table", {"compiler/utils/a.cpp": ""})

    def test_foreign_headers_stay_home(self):
        self.none({"compiler/jit/a.cpp": "#include <llvm/IR/Module.h>\n"})
        self.only("`llvm/IR/Module.h`", {"compiler/lower/a.cpp": "#include <llvm/IR/Module.h>\n"})
        self.only("`antlr4-runtime.h`", {"compiler/check/a.cpp": "#include <antlr4-runtime.h>\n"})
        self.only("`PrecisParser.h`", {"compiler/driver/a.cpp": '#include "PrecisParser.h"\n'})
        self.only("`nlohmann/json.hpp`",
                  {"compiler/diagnostics/diagnostic.cpp": "#include <nlohmann/json.hpp>\n"})
        self.none({"compiler/diagnostics/render_json.cpp": "#include <nlohmann/json.hpp>\n"})
        self.only("`CLI/CLI.hpp`", {"runtime/a.cpp": "#include <CLI/CLI.hpp>\n"})

    def test_run_time_types(self):
        self.only("a.cpp:1: run-time type", {"compiler/check/a.cpp": "dynamic_cast<A*>(b);\n"})
        self.none({"compiler/check/a.cpp": "// no dynamic_cast here\n"})

    def test_catch_all_arms(self):
        arm = "auto f = support::match(\n    x,  // a (\n    [](int) { return 1; },\n    %s { return 2; });\n"
        self.none({"compiler/ir/a.cpp": arm % "[&](const Call& c)"})
        self.only("a.cpp:4: a catch-all", {"compiler/ir/a.cpp": arm % "[&](const auto& c)"})
        self.only("a.cpp:4: a catch-all", {"compiler/ir/a.cpp": arm % "[](auto)"})
        self.only("a.cpp:4: a catch-all",
                  {"compiler/ir/a.cpp": arm % "[]<class T>(const T& it)"})
        self.none({"compiler/ir/a.cpp": arm % "[](A a) { find_if(a, [](auto b) { return b; });"
                   + "}"})

    def test_headers(self):
        self.none({"compiler/ir/a.h": HEADER})
        self.only("begins with `#pragma once`", {"compiler/ir/a.h": "// What for.\n// More.\n"})
        self.only("opens with what it is for", {"compiler/ir/a.h": "#pragma once\n\nint a;\n"})

    def test_sizes(self):
        self.none({"compiler/ir/a.cpp": "\n" * 800})
        self.only("801 lines; the limit is 800", {"compiler/ir/a.cpp": "\n" * 801})
        self.none({"tests/golden/dates/a.diag": "\n" * 80})
        self.only("81 lines; the limit is 80", {"tests/golden/dates/a.diag": "\n" * 81})

    def test_documents(self):
        self.none({"a.md": "`docs/` and `docs/*.md` and `docs/<name>.md` and [b](docs/b.md#top)",
                   "docs/b.md": "`../elsewhere/x.md`\n```\n`docs/none.md`\n```\n"})
        self.only("a.md:2: `docs/gone.md` does not exist", {"a.md": "\n`docs/gone.md:12`"})
        self.only("leads nowhere", {"a.md": "[x](docs/gone.md)"})

    def test_error_pages(self):
        catalog = {"compiler/diagnostics/catalog.def": 'DIAGNOSTIC(E0101, Error, A, "a")\n'}
        self.only("E0101 has no page", catalog)
        self.none({**catalog, "docs/errors/E0101.md": ""})
        self.only("E0801 has no page", {"runtime/ingest/rejections.def": 'REJECTION(E0801, A, "a")\n'})
        self.only("no diagnostic has this code",
                  {**catalog, "docs/errors/E0101.md": "", "docs/errors/E0102.md": ""})

    def test_machine_paths(self):
        for folder in ["work", "home", "root"]:
            self.only("is a path of one machine", {"docs/a.md": f"see /{folder}/x/y\n"})
        self.none({"docs/a.md": "http://example.org/home/x and docs/work/x"})


if __name__ == "__main__":
    unittest.main()
