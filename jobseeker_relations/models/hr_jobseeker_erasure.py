import json
import logging
from collections import Counter
from dataclasses import dataclass, field

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import SQL, mute_logger

from ..rules.redaction import SHORTEST, redact
from .hr_jobseeker_legal_hold import say_hold
from .personal_data import CATEGORIES

_logger = logging.getLogger(__name__)

#: In the context of a lawful erasure. An object and no flag: no client can put it into a context.
ERASING = object()
#: Nobody hears of what goes: no tracking, no cancellation, no log.
SILENT = {
    "tracking_disable": True,
    "mail_notrack": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_activity_quick_update": True,
    "dont_notify": True,
    "no_mail_to_attendees": True,
    "active_test": False,
    "skip_res_field_check": True,
    "jobseeker_erasing": ERASING,
}
#: Texts of a message and of a meeting that stay because they are about others, too.
MESSAGE_TEXTS = (
    "subject", "body", "email_from", "reply_to", "outgoing_email_to", "incoming_email_to", "incoming_email_cc"
)  # fmt: skip
MAIL_TEXTS = ("body_html", "email_to", "email_cc")
#: Rows that say nothing of a contact, and would keep it from going: whose meetings a colleague wants to see.
TICKS = frozenset({"calendar.filters"})
EVENT_TEXTS = ("name", "description", "location", "notes")


@dataclass
class Erased:
    """What an erasure did to one group of people: counts by model, and what stays for which holds."""

    people: int
    counts: Counter = field(default_factory=Counter)
    holds: tuple = ()
    kept: Counter = field(default_factory=Counter)
    #: sentences of contacts that something else uses
    uses: tuple = ()
    #: how many texts stay that are about others, too, with the words taken out that stand for them
    shared: int = 0

    @property
    def is_whole(self):
        return not self.holds and not self.uses


class HrJobseeker(models.Model):
    """Erasure: everything on the map of personal data goes, in one transaction, but what a duty keeps.

    Two things stay for good: a key by which nobody writes to them again (``_keep_suppression``), and a row of coarse
    statistics. Files leave the disk with Odoo's next vacuum, within a day.
    """

    _inherit = "hr.jobseeker"

    erasure_owed = fields.Boolean(
        readonly=True, copy=False, help="They asked for erasure, and a duty kept a part: it goes when the duty ends."
    )

    erasure_owed_at = fields.Datetime(readonly=True, copy=False, help="Since when it is owed.")

    _erasure_owed_idx = models.Index("(id) WHERE erasure_owed")

    def _keep_suppression(self):
        """Keep, before these people are erased, what it takes never to write to them again: a keyed hash.

        Blacklists of Odoo stay by themselves.
        """
        self.env["hr.jobseeker.suppression"]._keep(self, "any")

    def _get_recipients(self):
        """{person: contacts to whom we have told something of them}, hirers mostly (GDPR art. 19).

        A hook: referrals are a part of their own, and until then there is nobody.
        """
        return {person: self.env["res.partner"] for person in self}

    def _plan_erasure(self, but=None):
        """What erasing one person would do, without doing it: an ``Erased``.

        :param but: requests about data that are being carried out
        """
        self.ensure_one()
        holds = tuple(self._get_legal_holds(but)[self])
        keeps = _get_keeps(holds)
        Map = self.env["hr.jobseeker.personal.data"]
        trace = Map._get_trace(self)
        plan = Erased(1, holds=holds, uses=tuple(use for uses in trace.uses.values() for use in uses))
        for place in Map._get_places():
            rows = Map._find(place, trace)
            staying = Map._get_staying(place, rows, keeps, trace)
            plan.counts[place.model] += len(rows - staying)
            plan.kept[place.model] += len(staying)
        return plan

    def _erase(self, cause, but=None, only=None):
        """Erase these people, or what of them no duty keeps.

        Whether a duty keeps it all, so that nothing goes, is for the caller to ask before.

        :param cause: request or retention, for the statistics
        :param but: requests about data that are being carried out, and so keep nothing
        :param only: categories that go, where it is not all
        :return: list of ``Erased``, one for each group of people of whom the same stays
        """
        # sudo: the system erases; who may order it was checked, and no copy depends on their rights
        people = self.sudo().with_context(**SILENT)
        people.lock_for_update()
        holds = people._get_legal_holds(but)
        if not only:
            people._remember_rule_holds(holds)
        rest = frozenset(code for code, _name in CATEGORIES) - only if only else frozenset()
        groups = {}
        for person in people:
            keeps = _get_keeps(holds[person]) | rest
            groups[keeps] = groups.get(keeps, people.browse()) | person
        return [
            group._erase_alike(
                keeps, tuple(dict.fromkeys(h for person in group for h in holds[person])), cause, not only
            )
            for keeps, group in groups.items()
        ]

    def _erase_alike(self, keeps, holds, cause, whole=True):
        """:param whole: they go, but for what is held; False: a kind of data goes, and they stay as they are"""
        Map = self.env["hr.jobseeker.personal.data"].with_context(**SILENT)
        self.env.flush_all()
        trace = Map._get_trace(self)
        uses = tuple(dict.fromkeys(use for uses in trace.uses.values() for use in uses))
        done = Erased(len(self), holds=holds, uses=uses)
        places = Map._get_places()
        found = {place: Map._find(place, trace) for place in places}  # all of them before the first goes
        if not keeps:
            self._keep_suppression()
            self.env["hr.jobseeker.statistics"]._keep(self, cause)
        elif holds and whole:
            self._freeze_what_stays()
        if not keeps:
            Map._erase_dialogs(trace)
        for place in places:
            rows = found[place].exists()
            staying = Map._get_staying(place, rows, keeps, trace)
            done.kept[place.model] += len(staying)
            done.counts[place.model] += Map._erase_rows(place, rows - staying, trace)
        if not keeps:
            Map._erase_pushes(trace)
        done.shared = trace.shared_texts
        self.env.flush_all()
        self.env.invalidate_all()
        return done

    def _freeze_what_stays(self):
        """What a duty keeps is kept for that duty and used for nothing else; it goes by itself when the duty ends."""
        for person in self.filtered(lambda person: person.state != "closed"):
            person.write({"state": "closed"})
        self.write({"do_not_contact": True, "erasure_owed": True, "erasure_owed_at": fields.Datetime.now()})
        self.filtered(lambda person: not person.restricted_at).restricted_at = fields.Datetime.now()


def _get_keeps(holds):
    """The categories that these holds keep; who the person is stays as long as anything does."""
    keeps = frozenset().union(*(hold.keeps for hold in holds)) if holds else frozenset()
    return keeps | {"identity", "rights"} if keeps else keeps


class HrJobseekerPersonalData(models.AbstractModel):
    """How the rows of each place go."""

    _inherit = "hr.jobseeker.personal.data"

    @api.model
    def _get_staying(self, place, rows, keeps, trace):
        """Which of these rows stay while these categories are kept."""
        if place.model == "res.partner":
            return rows if keeps else rows.filtered(lambda contact: trace.uses.get(contact))
        if not keeps:
            return rows.browse()
        if place.model == "ir.attachment":
            return rows.filtered(lambda file: self._get_file_category(file) in keeps)
        return rows if place.category in keeps else rows.browse()

    @api.model
    def _get_file_category(self, file):
        """A file is what its document is."""
        known = {place.model: place.category for place in self._get_places()}
        return known.get(file.res_model, "correspondence")

    @api.model
    def _erase_rows(self, place, rows, trace):
        """:return: how many rows went"""
        if not rows:
            return 0
        if place.fate != "delete":
            return getattr(self, place.fate)(rows, trace)
        count = len(rows)
        rows.with_context(**SILENT).unlink()
        return count

    @api.model
    def _redact_rows(self, rows, names, trace):
        """Take these people out of texts that stay because they are about others, too."""
        words = trace.words
        mark = self.env._("[erased]")
        for row in rows:
            texts = {name: row[name] for name in names if name in row._fields and row[name]}
            changed = {name: redact(text, words, mark) for name, text in texts.items()}
            changed = {name: text for name, text in changed.items() if text != texts[name]}
            if changed:
                row.with_context(**SILENT).write(changed)

    @api.model
    def _erase_messages(self, messages, trace):
        about = messages.filtered(lambda message: self._is_about(message, trace))
        others = messages - about
        count = len(about)
        about.unlink()
        trace.shared_texts += len(others)
        self._redact_rows(others, MESSAGE_TEXTS, trace)
        for message in others:
            message.write({"partner_ids": [Command.unlink(partner.id) for partner in message.partner_ids & trace.lone]})
        return count

    @api.model
    def _erase_mails(self, mails, trace):
        """What waits for others, too, goes to them; these people are taken off it."""
        theirs = mails.filtered(
            lambda mail: (
                self._is_about(mail.mail_message_id, trace)
                or (
                    mail.recipient_ids <= trace.lone
                    and self._is_addressed(mail, ("email_to", "email_cc"), trace, alone=True)
                )
            )
        )
        count = len(theirs)
        theirs.unlink()
        others = mails.exists()
        self._redact_rows(others, MAIL_TEXTS, trace)
        for mail in others:
            leaving = mail.recipient_ids & trace.lone
            mail.write({"recipient_ids": [Command.unlink(partner.id) for partner in leaving]})
        return count

    @api.model
    def _erase_attendees(self, attendees, trace):
        """With the meeting, where it was about them alone; of others only they are taken off the list."""
        _own, shared = self._split_events(attendees.event_id, trace)
        count = len(attendees)
        for event in shared:
            leaving = event.partner_ids & trace.partners
            event.with_context(**SILENT).write({"partner_ids": [Command.unlink(partner.id) for partner in leaving]})
        attendees.exists().filtered(lambda guest: guest.event_id in shared).unlink()
        return count

    @api.model
    def _erase_events(self, events, trace):
        own, shared = self._split_events(events, trace)
        count = len(own)
        trace.shared_texts += len(shared)
        own.with_context(**SILENT).unlink()
        self._redact_rows(shared, EVENT_TEXTS, trace)
        # what the others were told names everybody who was invited
        told = self._all("mail.message").search([("model", "=", "calendar.event"), ("res_id", "in", shared.ids)])
        self._redact_rows(told, MESSAGE_TEXTS, trace)
        mails = self._all("mail.mail").search([("mail_message_id", "in", told.ids)])
        self._redact_rows(mails, ("body_html",), trace)
        return count

    @api.model
    def _erase_bank_accounts(self, accounts, _trace):
        """One that a payment names cannot be deleted: it is archived, and its number is none."""
        for account in accounts:
            try:
                with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    account.with_context(**SILENT).unlink()
            except (IntegrityError, UserError, ValidationError):
                account.with_context(**SILENT).write(
                    {"active": False, "acc_number": f"erased-{account.id}", "acc_holder_name": False}
                )
        return len(accounts)

    @api.model
    def _erase_users(self, users, _trace):
        """Portal accounts. One that something else names cannot be deleted: nobody enters by it, and it is empty."""
        for user in users:
            self.env["res.device.log"].sudo().search([("user_id", "=", user.id)]).unlink()  # sudo: as the class says
            try:
                with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    user.with_context(**SILENT).unlink()
            except (IntegrityError, UserError, ValidationError):
                user.write({"active": False, "login": f"erased-{user.id}", "signature": False})
        return len(users)

    @api.model
    def _erase_contacts(self, contacts, trace):
        """Delete; where a row of a kind that nobody thought of names the contact, make it say nothing."""
        for name in TICKS & self.env.registry.keys():
            self._all(name).search([("partner_id", "in", contacts.ids)]).unlink()
        for contact in contacts.sorted(lambda contact: not contact.parent_id):
            try:
                with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    contact.with_context(**SILENT).unlink()
            except (IntegrityError, UserError, ValidationError):
                _logger.info("Contact %s is named elsewhere and was made anonymous", contact.id)
                self._blank_contact(contact)
        return len(contacts)

    @api.model
    def _get_blank_values(self, contact):
        kinds = ("char", "text", "html", "binary", "image", "date", "float", "reference", "properties")
        blank = {
            name: False
            for name, one in contact._fields.items()
            if one.store and one.type in kinds and (not one.compute or not one.readonly) and not one.related
        }
        # what says where they live, how they speak, and for whom they work
        named = ("country_id", "state_id", "industry_id", "parent_id", "user_id", "buyer_id", "lang", "tz")
        blank.update({name: False for name in named if name in contact._fields})
        blank["category_id"] = [Command.clear()]
        return {**blank, "name": self.env._("Erased person"), "active": False}

    @api.model
    def _blank_contact(self, contact):
        contact.with_context(**SILENT, no_vat_validation=True).write(self._get_blank_values(contact))
        contact.flush_recordset()
        # what each company says of them, in a column for all companies
        columns = [one.name for one in contact._fields.values() if one.company_dependent and one.store]
        if columns:
            empty = SQL(", ").join(SQL("%s = NULL", SQL.identifier(name)) for name in columns)
            self.env.cr.execute(SQL("UPDATE res_partner SET %s WHERE id = %s", empty, contact.id))
            contact.invalidate_recordset()

    @api.model
    def _erase_requests(self, requests, trace):
        """The log of requests stays as proof that they were answered; whose they were goes (and their words)."""
        requests._forget_person()
        return 0

    @api.model
    def _erase_dialogs(self, trace):
        """Dialogs that somebody opened about them; Odoo's vacuum would leave them for hours."""
        subjects = {
            "hr.jobseeker": trace.people.ids,
            "hr.applicant": trace.applicants.ids,
            "res.partner": trace.lone.ids,
        }
        for model in self.env.registry.values():
            if not model._transient or model._abstract:
                continue
            dialogs = self._all(model._name)
            for name, one in model._fields.items():
                theirs = subjects.get(one.comodel_name) if one.store else None
                if theirs and one.type in ("many2one", "many2many"):
                    found = dialogs.search([(name, "in", theirs)])
                    if one.type == "many2many":
                        # a colleague's dialog about many goes on without them
                        about_many = found.filtered(
                            lambda dialog, name=name, ids=theirs: set(dialog[name].ids) - {*ids}
                        )
                        self._leave_dialogs(about_many, one, theirs)
                        found -= about_many
                    found.unlink()
        if "privacy.lookup.wizard" in self.env:
            for address in trace.addresses:
                found = self._all("privacy.lookup.wizard").search([("email", "ilike", address)])
                found.line_ids.unlink()
                found.unlink()

    @api.model
    def _leave_dialogs(self, dialogs, field, ids):
        """Take these records out of dialogs about many, past the checks that hold when somebody confirms one."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE %s IN %s AND %s IN %s",
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
                tuple(dialogs.ids) or (0,),
                SQL.identifier(field.column2),
                tuple(ids),
            )
        )
        dialogs.invalidate_recordset([field.name])

    @api.model
    def _erase_pushes(self, trace):
        """What Odoo pushed to open browsers lies in a table for a day: JSON, in which a name may stand in two ways."""
        words = {word for word in trace.words if len(word) >= SHORTEST and not word.isalpha()}
        # one word is a word of other people's sentences, too: it counts where it is all that is said
        words |= {f'"{word}"' for word in trace.names if word.isalpha()}
        if words and trace.lone and "bus.bus" in self.env:
            said = {text for word in words for text in (word, json.dumps(word)[1:-1])}
            self.env.cr.execute(
                SQL(
                    "DELETE FROM bus_bus WHERE EXISTS ("
                    "SELECT FROM unnest(%s::text[]) AS said(word) WHERE strpos(lower(message::text), word) > 0)",
                    [text.lower() for text in said],
                )
            )

    # --- said -----------------------------------------------------------------------------------------

    @api.model
    def _say_erased(self, erased, *, planned=False):
        """The receipt: what went, what stays and why; nothing of the person stands in it."""
        env, lines = self.env, []
        lines.append(env._("Would go:") if planned else env._("Erased:"))
        lines += self._say_counts(erased.counts) or [env._("• nothing")]
        if erased.holds:
            lines += ["", env._("Stays, because:")]
            lines += [f"• {say_hold(env, hold)}" for hold in erased.holds]
            lines += self._say_counts(erased.kept)
            lines.append(self.env._("It is frozen, and goes by itself when its time is over."))
        if erased.uses:
            lines += ["", env._("The contact itself stays, because something else uses it:")]
            lines += [f"• {use}" for use in erased.uses]
        if erased.shared:
            lines += [
                "",
                env._(
                    "%s messages and meetings are about other people, too, and stay: name, addresses and numbers were "
                    "taken out of their texts. What else they say, nobody has read.",
                    erased.shared,
                ),
            ]
        if not erased.holds:
            lines += [
                "",
                env._(
                    "Kept for good: a key by which we never write to them again, entries of the blacklists, and a row "
                    "of statistics without a name. Files leave the disk within a day."
                ),
            ]
        return "\n".join(lines)

    @api.model
    def _say_counts(self, counts):
        models_of = self.env["ir.model"].sudo()  # sudo: names of models
        return [f"• {models_of._get(model).name}: {count}" for model, count in counts.items() if count]
