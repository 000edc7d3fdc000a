#!/usr/bin/env python3
"""The site through other programs' eyes: a crawler, an HTML5 parser that forgives nothing, a microformats parser, feed readers.

    run.py [PART...]     parts: crawl entries feeds files hidden (all of them without a name)

The built program serves a new site with posts of every kind. The parsers come from PyPI, in a virtual environment of their
own in ${XDG_CACHE_HOME:-~/.cache}/starpunk.
"""

import sys
import traceback
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "Browser"), str(TESTS / "PythonSupport")]
from packages import use_packages  # noqa: E402

def main():
    import crawl
    import entries
    import feeds
    import files
    import hidden
    from published_site import PublishedSite

    parts = {module.__name__: module for module in (crawl, entries, feeds, files, hidden)}
    passed = failed = 0
    site = PublishedSite()
    try:
        for name in sys.argv[1:] or list(parts):
            for check in parts[name].CHECKS:
                try:
                    check(site)
                    passed += 1
                    print(f"ok    {name}: {check.__doc__}", flush=True)
                except Exception:
                    failed += 1
                    print(f"FAIL  {name}: {check.__doc__}\n{traceback.format_exc()}", flush=True)
    finally:
        site.close()
    print(f"readers: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    use_packages("readers-1", ["feedparser==6.0.14", "html5lib==1.1", "mf2py==2.0.2"])
    sys.exit(main())
