"""What an exception says to somebody who can put its cause right."""

import html


def say_fault(error: BaseException) -> str:
    """Return one line: the words of the exception, or of the first of its causes that is said in one line.

    QWeb's messages span many lines with tracebacks and file paths; what they wrap is short. What was raised for users
    speaks for itself; any other exception is named by its type, too.
    """
    chain = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None and cause not in chain:
        chain.append(cause)
    lines = [_get_lines(link) for link in chain]
    index = next((index for index, said in enumerate(lines) if len(said) == 1), len(chain) - 1)
    message, kind = "".join(lines[index][:1]), type(chain[index])
    if kind.__module__ == "odoo.exceptions" and message:
        return message
    return f"{kind.__name__}: {message}" if message else kind.__name__


def _get_lines(error):
    return [line.strip() for line in html.unescape(str(error)).splitlines() if line.strip()]
