"""How Sphinx builds these pages; the texts themselves are Markdown, some of it written from the rulesets."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]  # the generator, and the library of this checkout

from generate import write_pages  # noqa: E402

from ntm_rules.law import read_catalogue  # noqa: E402
from ntm_rules.shipped import rulesets_dir  # noqa: E402

write_pages(HERE / "_generated", read_catalogue(rulesets_dir()))

project = "ntm-rules"
author = "The ntm-rules authors"
copyright = author
language = "vi"

extensions = ["myst_parser"]
myst_enable_extensions = ["attrs_block", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "ntm-rules: bộ tiêu chí nông thôn mới"
html_show_sourcelink = False
html_static_path = ["_static"]
html_css_files = ["tables.css"]
