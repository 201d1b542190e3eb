"""What keeps people from using a page, as axe-core finds it: contrast, labels, order of headings, language …"""

import os
from pathlib import Path

#: What stops somebody; the others are advice.
STOPPING = ("serious", "critical")


def check(page, within=None):
    """Fail, naming each element, where somebody could not use this page.

    :param within: a selector, for pages whose frame is not ours
    """
    page.evaluate(Path(os.environ["AXE"]).read_text())
    found = page.evaluate("within => axe.run(within || document, {resultTypes: ['violations']})", within)
    stopping = [fault for fault in found["violations"] if fault["impact"] in STOPPING]
    assert not stopping, "\n".join(
        f"{fault['id']}: {fault['help']}: {[node['html'][:200] for node in fault['nodes']]}" for fault in stopping
    )
