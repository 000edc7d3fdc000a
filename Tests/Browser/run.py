#!/usr/bin/env python3
"""The browser test: a person signs in, writes, edits, deletes, undoes, and looks at every page, in Chromium.

    run.py [PART...]     parts: access writing keyboard plain hostile looks (all of them without a name)

It needs Debian's chromium and chromium-driver (scripts/setup test). Selenium and axe-core come from PyPI, in a virtual
environment of its own in ${XDG_CACHE_HOME:-~/.cache}/starpunk. Pictures of the pages go to artefacts/browser.
"""

import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "PythonSupport"))
from packages import use_packages  # noqa: E402

def main():
    import access
    import hostile
    import keyboard
    import looks
    import plain
    import writing
    from browser import Browser
    from site_under_test import Site

    parts = {module.__name__: module for module in (access, writing, keyboard, plain, hostile, looks)}
    wanted = sys.argv[1:] or list(parts)
    passed = failed = 0
    for name in wanted:
        site = Site()
        browser = Browser(site, scripts=name != "plain")
        try:
            for check in parts[name].CHECKS:
                start = time.monotonic()
                try:
                    check(browser)
                    passed += 1
                    print(f"ok    {name}: {check.__doc__} ({time.monotonic() - start:.1f} s)", flush=True)
                except Exception:
                    failed += 1
                    print(f"FAIL  {name}: {check.__doc__}\n{traceback.format_exc()}", flush=True)
                    try:
                        print(f"      at {browser.path}", flush=True)
                        browser.screenshot(f"failed-{name}-{check.__name__}")
                    except Exception as error:
                        print(f"      no picture: {error}", flush=True)
        finally:
            browser.close()
            site.close()
    print(f"browser: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    use_packages("browser-1", ["selenium==4.51.0"], without_what_they_need=["axe-playwright-python==0.1.8"])
    sys.exit(main())
