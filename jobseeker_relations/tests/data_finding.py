import base64
import io
import json
import zipfile


class Finding:
    """Where a word lies: in the database, in files, in the copy that a person gets."""

    def _search_database(self, word):
        """{table.column: how often} of a word in every text of every table, jsonb and bytes of files included."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT c.table_name, c.column_name
              FROM information_schema.columns c
              JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
               AND c.data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'ARRAY', 'bytea', 'xml')
            """
        )
        found = {}
        for table, column in self.env.cr.fetchall():
            self.env.cr.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE %s', [f"%{word}%"])
            [count] = self.env.cr.fetchone()
            if count:
                found[f"{table}.{column}"] = count
        return found

    def _search_files(self, word):
        """The attachments whose content has a word, in the filestore or in the database."""
        files = self.env["ir.attachment"].sudo().with_context(skip_res_field_check=True, active_test=False)
        return files.search([("type", "=", "binary"), ("file_size", "<", 1_000_000)]).filtered(
            lambda file: word.lower().encode() in (file.raw or b"").lower()
        )

    def _get_paths_of_files(self, word):
        """Where on the disk the files lie that have a word."""
        files = self._search_files(word)
        return [files._full_path(name) for name in files.mapped("store_fname") if name]

    def _open(self, bundle):
        """(data.json, index.html, {path: content}) of a copy."""
        archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(bundle.datas)))
        texts = {name: archive.read(name) for name in archive.namelist()}
        page = texts.pop("index.html", b"").decode()
        return json.loads(texts.pop("data.json")), page, texts
