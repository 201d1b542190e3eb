"""What is kept as evidence is read by its bytes; neither the name nor the type that was sent is believed."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.evidence_file import EXTENSIONS, LARGEST, file_name, file_type, refusal

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 200
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PDF, None),
        (JPEG, None),
        (PNG, None),
        (b"", "empty"),
        (b"<html><script>alert(1)</script></html>", "type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "type"),
        (b"MZ\x90\0", "type"),
        (b"PK\x03\x04", "type"),
        (b"GIF89a" + b"\0" * 200, "type"),
        (b" " + PDF, "type"),
        (b"\xff\xd8\xff", "type"),
        (PDF + b"<< /S /JavaScript /JS (app.alert(1)) >>", "active"),
        (PDF + b"<< /S /Launch /F (cmd.exe) >>", "active"),
        (PDF + b"<< /Type /EmbeddedFile >>", "active"),
        (PDF + b"\0" * LARGEST, "large"),
    ],
)
def test_refusal(content, expected):
    assert refusal(content) == expected


@given(st.binary(max_size=300))
def test_nothing_else_is_kept(content):
    assert (refusal(content) is None) <= (file_type(content) in EXTENSIONS)


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("passport.pdf", "passport.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\ana\\pass.port.exe", "pass_port.pdf"),
        ("page.html", "page.pdf"),
        ("", "document.pdf"),
        (None, "document.pdf"),
        ("…/..", "document.pdf"),
        ("паспорт\0.jpg", "паспорт.pdf"),
    ],
)
def test_file_name(given_name, expected):
    assert file_name(given_name, PDF) == expected


@given(st.text(max_size=400) | st.none() | st.integers())
def test_a_name_is_a_name(given_name):
    name = file_name(given_name, JPEG)
    assert os.path.basename(name) == name
    assert name.endswith(".jpg")
    assert name.count(".") == 1
    assert 5 <= len(name) <= 84
