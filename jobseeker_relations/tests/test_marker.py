import os

from odoo.tests import tagged

from .data_case import DataCase
from .data_planting import MARKER


@tagged("post_install", "-at_install")
class TestMarker(DataCase):
    """A word is planted in every place that personal data can go: the copy has them all, erasure leaves none."""

    def test_the_copy_has_every_word(self):
        self.company.jobseeker_country_id = self.env.ref("base.uk")  # whose law leaves out confidential references
        person = self._plant()
        request = self._confirmed("access", person)
        request.action_make_bundle()
        data, page, files = self._open(request.bundle_id)
        everything = str(data) + " ".join(files) + " ".join(map(str, files.values()))
        missing = {
            where
            for word, where in self.words.items()
            if word.lower() not in everything.lower() and (self._search_database(word) or self._search_files(word))
        }
        exempt = {where for where in self.words.values() if where.startswith("secret ")}
        self.assertEqual(missing, {"address of somebody else", "second address of somebody else"} | exempt)
        self.assertIn("Ann", page)
        self.assertEqual(data["schema_version"], "1.0")
        self.assertFalse([row for section in data["sections"] for row in section["rows"] if "link_key" in row])

    def test_erasure_leaves_no_word(self):
        person = self._plant()
        request = self._confirmed("erasure", person)
        self.assertTrue(self._search_database(MARKER))
        self.assertTrue(self._search_files(MARKER))
        paths = self._get_paths_of_files(MARKER)
        self.assertTrue(all(os.path.exists(path) for path in paths))
        request._erase_person()
        with self.mock_mail_gateway(mail_unlink_sent=True):
            request.sudo().last_letter_id.send()  # the queue: it has the address until then
        self.env.flush_all()
        self.env["ir.attachment"]._gc_file_store_unsafe()  # what Odoo's vacuum does each day
        self.assertFalse([path for path in paths if os.path.exists(path)])
        self.assertEqual(self._search_database(MARKER), {})
        self.assertFalse(self._search_files(MARKER))
        self.assertFalse(person.exists())
        self.assertEqual((request.state, request.outcome), ("closed", "granted"))
        self.assertIn("Erased:", request.receipt)
