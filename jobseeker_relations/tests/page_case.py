import re

from odoo.tests import HttpCase


class PageCase(HttpCase):
    """A page behind the link of a letter: opened without an account, and posted as its form does."""

    #: What the link of a letter is for, and how many days it opens something.
    purpose, days = "", 30

    @classmethod
    def _path(cls, record, purpose=None, days=None):
        link = record._get_link(purpose or cls.purpose, cls.days if days is None else days)
        return "/" + link.split("/", 3)[3]

    def _get(self, path=None):
        self.env.flush_all()
        return self.url_open(path or self.path)

    def _read_token(self, page):
        return re.search(r'csrf_token: "([^"]+)"', page.text)[1]

    def _post(self, path=None, follow=True, **values):
        """With the token of the page."""
        data = {"csrf_token": self._read_token(self._get(path)), **values}
        answer = self.url_open(path or self.path, data=data, allow_redirects=follow)
        self.env.invalidate_all()
        return answer
