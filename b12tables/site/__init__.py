"""The documentation site: our own theme, generated pages joined with hand-written ones, and a check of it.

In: a `Model`, its findings and certificate, a folder of hand-written pages. Out: plain files.

    build          all of it together, written into a folder
    pages          the generated pages
    pictures       the pictures on them
    book           what the pages need to know of a model; links and anchors
    view           what pages say, as plain data: links, words for two readers, evidence
    templating     pages as Jinja templates, in templates/
    wording        what templates and scripts say, in the language of the tables
    print_edition  what a ward wants on paper, in one file
    paper          the same as a PDF, where Chromium prints it
    beside         what no page leads to: the page for an address that is none, the feed of changes
    menu           three doors, and what stands behind each
    html           a text of the tables as HTML: escaped, its unseen signs shown
    form_data      the model as data for the form in the browser
    telling_data   how answers are told, as data for the form
    values_data    values and tests as data for the form
    search_index   what the finished pages say, for the search
    link_check     whether a finished site holds together
    serve          a finished site, shown on this machine and following every save
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from b12tables.late_face import late_face

if TYPE_CHECKING:
    from b12tables.site.build import SiteError, build_site
    from b12tables.site.link_check import check_site
    from b12tables.site.pages.changes import Since, not_readable, not_released
    from b12tables.site.pages.guidelines import SecondGuideline
    from b12tables.site.serve import LiveSite

__all__ = [
    "LiveSite",
    "SecondGuideline",
    "Since",
    "SiteError",
    "build_site",
    "check_site",
    "not_readable",
    "not_released",
]

_FILES = {
    "LiveSite": "serve",
    "SecondGuideline": "pages.guidelines",
    "Since": "pages.changes",
    "SiteError": "build",
    "build_site": "build",
    "check_site": "link_check",
    "not_readable": "pages.changes",
    "not_released": "pages.changes",
}

# most commands need one of them
__getattr__ = late_face(__name__, _FILES)
