"""What somebody sends as evidence: read by its first bytes, never by the name or type that the sender gives it."""

import os

from .page_text import line

#: Bytes of one file, and files of one check: a phone's photo of each page of a passport fits.
LARGEST, MOST_FILES = 10 * 1024 * 1024, 10
EXTENSIONS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
#: What a PDF can do besides being read; a copy of a document does none of it.
ACTIVE = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/XFA", b"/RichMedia")


def file_type(content: bytes) -> str | None:
    """Return the type of a file that can be a copy of a document: PDF, JPEG or PNG; None: it is something else."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\xff\xd8\xff") and len(content) > 100:
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) > 50:
        return "image/png"
    return None


def refusal(content: bytes) -> str | None:
    """Return why a file is no evidence: ``empty``, ``large``, ``type`` or ``active``; None: it can be kept."""
    if not content:
        return "empty"
    if len(content) > LARGEST:
        return "large"
    kind = file_type(content)
    if not kind:
        return "type"
    if kind == "application/pdf" and any(mark in content for mark in ACTIVE):
        return "active"
    return None


def file_name(given: object, content: bytes) -> str:
    """Return a name with the extension that the content has: no path, no second extension that opens elsewhere."""
    name = line(given, 200).replace("\\", "/").rsplit("/", 1)[-1]
    stem = os.path.splitext(name)[0].replace(".", "_").strip(" _-") or "document"
    return stem[:80] + EXTENSIONS.get(file_type(content), ".bin")
