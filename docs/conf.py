"""How Sphinx builds these pages; the texts themselves are Markdown."""

project = "ntm-rules"
author = "The ntm-rules authors"
copyright = author
language = "vi"

extensions = ["myst_parser"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "ntm-rules: bộ tiêu chí nông thôn mới"
html_show_sourcelink = False
