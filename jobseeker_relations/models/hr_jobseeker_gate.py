from collections import defaultdict

from odoo import api, fields, models

from ..rules.contact_timing import NO_BOUNDS
from ..rules.letter_gate import PASS, PASSING, Standing, Verdict, judge
from ..rules.reach_hours import within
from ..rules.send_window import ALWAYS, SendWindow
from .moment import city, say_day, say_moment, say_time

#: Text messages cannot wait in Odoo's queue: ``sms.sms`` knows no moment to leave at.
CHANNELS_THAT_WAIT = frozenset({"email"})


class HrJobseeker(models.Model):
    """The gate in front of every letter, whoever sends it: may it go to this person now, and why not.

    Turns stored facts into the plain values that ``rules.letter_gate`` decides on, for a whole batch at once, and says
    the verdict in a sentence. The law is the same whoever asks, so the gate reads past the rights of who writes.
    """

    _inherit = "hr.jobseeker"

    def _ask_gate(self, channel, nature, at=None, own_messages=None, waited=False, is_service=False):
        """{jobseeker: Verdict} on one letter to each of these people, in a constant number of queries.

        :param channel: email or sms
        :param nature: as in the ledger: personal, follow_up, bulk, automatic
        :param at: when it wants to leave; now
        :param own_messages: messages of this very letter, which may stand in the ledger already and do not count
        :param waited: the letter was held before (see ``rules.letter_gate.judge``)
        :param is_service: one of many that each follow from what was agreed with that person: no mailing, to which
            somebody could have said no
        """
        if nature in PASSING:
            return dict.fromkeys(self, PASS)
        at = at or fields.Datetime.now()
        people = self.sudo()  # sudo: as the class says
        people.partner_id.fetch(["email_normalized", "message_bounce", "phone", "phone_sanitized", "tz"])
        words, windows = people._get_recent_words(at, attempts=False), people._get_windows()
        waiting = people._get_waiting_letters(at, own_messages)
        can_wait = channel in CHANNELS_THAT_WAIT
        objections = people._get_objections(channel) if nature == "bulk" and not is_service else {}
        verdicts = {}
        for person in people:
            sent = person._get_sent_at(words[person], own_messages) + waiting[person.partner_id]
            standing = person._get_standing(channel, at, sent, windows[person], objections.get(person))
            verdicts[person] = judge(standing, nature=nature, at=at, can_wait=can_wait, waited=waited)
        return verdicts

    def _get_waiting_letters(self, at, own_messages):
        """{contact: [instant]} of bulk letters to these people that are held until a moment after this one."""
        mails = self.env["mail.mail"].search(
            [
                ("jobseeker_held_until", ">", at),
                ("state", "=", "outgoing"),
                ("recipient_ids", "in", self.partner_id.ids),
                ("mail_message_id", "not in", own_messages.ids if own_messages else []),
            ]
        )
        waiting = defaultdict(list)
        for mail in mails:
            for partner in mail.recipient_ids:
                waiting[partner].append(mail.jobseeker_held_until)
        return waiting

    def _get_sent_at(self, words, own_messages):
        """[instant] of the letters that went to this person, those of the letter that is asked about left out."""
        own = own_messages or self.env["mail.message"]
        letters = self._get_letters_sent(words)
        return letters.filtered(lambda word: word.message_id not in own).mapped("date")

    def _get_standing(self, channel, at, sent, window, permission=None):
        """:return: the plain values for ``rules.letter_gate``; who has no policy has neither bounds nor hours"""
        self.ensure_one()
        policy = self.policy_id
        rests_until = self._get_hold_end(window)
        return Standing(
            obstacle="closed" if self.state == "closed" else self.contact_block or self._get_obstacle(channel),
            resting=bool(rests_until and rests_until > at) or (self.state == "on_hold" and not rests_until),
            rests_until=rests_until,
            answering=bool(self.waiting_since),
            placed=self.state == "placed",
            bounds=policy._bounds(self._get_interval_days()) if policy else NO_BOUNDS,
            # without a policy there are no office hours, only those that the person asked for
            window=window if policy else within(SendWindow.of(window.zone, ALWAYS), self._get_reach_hours()),
            sent=tuple(sorted(sent)),
            prefers_another=self.preferred_channel not in (False, channel),
            permission=permission,
        )

    # --- people behind documents --------------------------------------------------------------------

    @api.model
    def _judge_documents(self, documents, channel, nature, at=None):
        """{document: (jobseeker, Verdict)} for applications, talents or jobseekers that are about to be written to.

        One person gets one copy of a bulk letter: of several documents of the same person the first one carries it.
        Documents without a person have nobody to protect and are not in the answer.
        """
        people = self._map_people(documents)
        verdicts = self.union(*people.values())._ask_gate(channel, nature, at)
        answer, served = {}, set()
        for document, owner in people.items():
            if not owner:
                continue
            verdict = verdicts[owner]
            if nature == "bulk" and owner.partner_id in served:
                verdict = Verdict("leave_out", "same_person")
            elif verdict.kind != "leave_out":
                served.add(owner.partner_id)
            answer[document] = owner, verdict
        return answer

    @api.model
    def _map_people(self, documents):
        """{document: jobseeker}: an application's, or the relationship of a contact with the company that one is in."""
        owners = documents.sudo()  # sudo: as the class says
        if documents._name == "hr.jobseeker":
            return dict(zip(documents, owners, strict=True))
        if documents._name == "res.partner":
            known = owners.env["hr.jobseeker"].search(
                [("partner_id", "in", documents.ids), ("company_id", "=", self.env.company.id)]
            )
            by_contact = {person.partner_id.id: person for person in known}
            return {document: by_contact.get(document.id, known.browse()) for document in documents}
        owners.fetch(["jobseeker_id"])
        return {document: owner.jobseeker_id for document, owner in zip(documents, owners, strict=True)}

    # --- the sentence -------------------------------------------------------------------------------

    def _say_gate(self, verdict):
        """Why a letter is warned of, held or left out: "Wrote to them 1 day ago; from Thu 09:00 (Lisbon) again"."""
        self.ensure_one()
        person = self.sudo()  # sudo: as the class says; who may read the sentence is for the caller to decide
        if verdict.reason == "on_hold":
            return person._say_rest()
        if verdict.reason == "closed":
            return person._explain_none(person)
        if verdict.reason in ("min_gap", "cap"):
            return person._say_too_often(verdict)
        if verdict.reason == "window":
            return person._say_out_of_hours(verdict)
        if verdict.reason == "channel":
            return person._say_preference()
        return {
            "do_not_contact": self.env._("Asked for no contact."),
            "blacklisted": self.env._("The e-mail address is on the blacklist."),
            "no_address": self.env._("There is no e-mail address and no phone number."),
            "no_email": self.env._("There is no e-mail address."),
            "bounced": self.env._("The last letter to %s came back.", person.email),
            "no_phone": self.env._("There is no phone number."),
            "phone_blacklisted": self.env._("The phone number is on the blacklist."),
            "never_opens": self.env._("The send window of “%s” never opens.", person.policy_id.name),
            "same_person": self.env._("The same person as another in the selection: one copy goes."),
            "placed": self.env._("Has work."),
            "opted_out": self.env._("Asked for no mailings."),
            "no_consent": self.env._("Has not agreed to mailings, and the data came from somebody else."),
            "consent_expired": self.env._("Their permission for mailings has run out."),
        }.get(verdict.reason, "")

    def _say_preference(self):
        return {
            "email": self.env._("Asked to be written to by e-mail."),
            "phone": self.env._("Asked to be rung up."),
            "sms": self.env._("Asked for text messages."),
            "meeting": self.env._("Asked to be met."),
        }[self.preferred_channel]

    def _say_rest(self):
        until = self.hold_until and say_day(self.env, self.hold_until)
        said = self.env._("On hold until %s", until) if until else self.env._("On hold")
        return f"{said}: {self.hold_reason}." if self.hold_reason else f"{said}."

    def _say_too_often(self, verdict):
        again = self._say(verdict.at)
        if verdict.reason == "cap":
            return self.env._(
                "%(cap)s letters in %(days)s days is the limit; from %(again)s again.",
                cap=self.policy_id.max_per_period,
                days=self.policy_id.period_days,
                again=again,
            )
        if not verdict.last:
            return self.env._("A letter to them waits already; from %s again.", again)
        days = (fields.Datetime.now() - verdict.last).days
        if days < 1:
            return self.env._(
                "Wrote to them %(moment)s; from %(again)s again.", moment=self._say(verdict.last), again=again
            )
        if days == 1:
            return self.env._("Wrote to them 1 day ago; from %s again.", again)
        return self.env._("Wrote to them %(days)s days ago; from %(again)s again.", days=days, again=again)

    def _say_out_of_hours(self, verdict):
        zone = self._get_zone()
        now = fields.Datetime.now()
        facts = {
            "time": say_time(self.env, now, zone),
            "place": city(zone),
            "opens": say_moment(self.env, verdict.at, zone),
        }
        asked = self._say_reach_hours()
        if asked and verdict.kind == "hold":
            return self.env._(
                "%(time)s in %(place)s, and they asked for %(asked)s: held until %(opens)s.", asked=asked, **facts
            )
        if asked:
            return self.env._(
                "%(time)s in %(place)s, and they asked for %(asked)s, which begins again %(opens)s.",
                asked=asked,
                **facts,
            )
        if verdict.kind == "hold":
            return self.env._("%(time)s in %(place)s: held until %(opens)s.", **facts)
        return self.env._("%(time)s in %(place)s: outside the hours, which begin again %(opens)s.", **facts)
