"""What an exception says to somebody who can put its cause right."""

import html


def say_fault(error: BaseException) -> str:
    """Return the words of the first cause, one line without a traceback: QWeb's messages carry both, and file paths.

    A cause that was raised for users speaks for itself; any other is named by its type, too.
    """
    seen = {id(error)}
    while (cause := error.__cause__ or error.__context__) is not None and id(cause) not in seen:
        seen.add(id(cause))
        error = cause
    lines = [line.strip() for line in html.unescape(str(error)).splitlines() if line.strip()]
    message = lines[0] if lines else ""
    if type(error).__module__ == "odoo.exceptions" and message:
        return message
    return f"{type(error).__name__}: {message}" if message else type(error).__name__
