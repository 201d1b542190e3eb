from odoo import http
from odoo.http import request

from ..models.hr_jobseeker_permission import PURPOSE
from ..models.mail_mail_carries import PURPOSE as WAY_OUT
from ..rules.page_text import line
from .portal import JobSearchPortal
from .token_page import PRIVATE, TokenPage, describe_page


def get_permissions(jobseeker):
    """[(purpose, its last word, what it says)] of what a person sees, gives and withdraws; what runs out is first."""
    words = jobseeker._get_last_words()
    purposes = _get_purposes(jobseeker)
    purposes = purposes.sorted(lambda purpose: not (words.get(purpose.code) and words[purpose.code]._awaits_answer()))
    return [
        (purpose, words.get(purpose.code), jobseeker._say_permission(purpose, words.get(purpose.code)))
        for purpose in purposes
    ]


def _get_purposes(jobseeker):
    """In the language in which a yes is kept, whatever the language of the page."""
    return jobseeker.with_context(lang=jobseeker._get_letter_lang()).purpose_ids.filtered("is_on_page")


def take_answer(jobseeker, channel, post):
    """Keep what was tapped; what names no purpose of theirs changes nothing.

    A yes is one to the words that were read: where they are others now, the person reads them first.

    :return: permitted, changed, or "" where no answer was named
    """
    purposes = {str(purpose.id): purpose for purpose in _get_purposes(jobseeker)}
    purpose, answer = purposes.get(line(post.get("purpose"), 20)), line(post.get("answer"), 10)
    if not purpose or answer not in ("yes", "no"):
        return ""
    if answer == "yes" and line(post.get("read"), 20) != purpose._get_reading():
        return "changed"
    traces = {
        "ip": request.httprequest.remote_addr,
        "user_agent": line(request.httprequest.headers.get("User-Agent"), 300),
    }
    jobseeker._answer_on_page(purpose, answer == "yes", channel, **traces)
    return "permitted"


class PermissionsPage(TokenPage):
    """What a person permits, behind the link of a letter: one tap for each purpose, without an account."""

    @http.route(
        f"/jobseeker/{PURPOSE}/<string:token>", type="http", auth="public", methods=["GET"], website=True, sitemap=False
    )
    def permissions(self, token, said="", **_query):
        return self._show_permissions(self._find_person(PURPOSE, token), token, said)

    @http.route(
        f"/jobseeker/{PURPOSE}/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def answer_permissions(self, token, **post):
        said = take_answer(self._find_person(PURPOSE, token), "page", post)
        query = "?said=changed" if said == "changed" else ""
        return request.redirect(f"/jobseeker/{PURPOSE}/{token}{query}", code=303)

    def _find_person(self, purpose, token):
        """The person of a link, on a page in the language in which we keep what they say."""
        jobseeker = self._find("hr.jobseeker", purpose, token)
        lang = jobseeker._get_letter_lang()
        request.update_context(lang=lang)
        return jobseeker.with_context(lang=lang)

    def _show_permissions(self, jobseeker, token, said):
        values = {
            "jobseeker": jobseeker,
            "company": jobseeker.company_id,
            "action": f"/jobseeker/{PURPOSE}/{token}",
            "permissions": get_permissions(jobseeker),
            "notice": jobseeker._get_notice_link(),
            "is_changed": said == "changed",
        }
        return self._render("jobseeker_relations.permissions_page", values)

    # --- the way out of mailings --------------------------------------------------------------------

    @http.route(
        f"/jobseeker/{WAY_OUT}/<string:token>", type="http", auth="public", methods=["GET"], website=True, sitemap=False
    )
    def unsubscribe(self, token, **_query):
        return self._show_way_out(self._find_person(WAY_OUT, token), token)

    # no session and no page before it: mail programs press the button by themselves (RFC 8058); the link is the proof
    @http.route(
        f"/jobseeker/{WAY_OUT}/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
        csrf=False,
        save_session=False,
    )
    def unsubscribe_now(self, token, **post):
        jobseeker = self._find_person(WAY_OUT, token)
        one_click = line(post.get("List-Unsubscribe"), 20) == "One-Click"
        env = jobseeker._for_colleagues().env
        jobseeker._leave_mailings(
            proof=env._("By the button of their mail program") if one_click else env._("By the link of a letter"),
            ip=request.httprequest.remote_addr,
            user_agent=line(request.httprequest.headers.get("User-Agent"), 300),
        )
        return self._show_way_out(jobseeker, token)

    @http.route(
        f"/jobseeker/{WAY_OUT}/<string:token>/page",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def send_permissions(self, token, **_post):
        """The link of a mailing is in many hands: all else is said behind one that is sent to the person."""
        jobseeker = self._find_person(WAY_OUT, token)
        jobseeker._send_permissions_page()
        return self._show_way_out(jobseeker, token, is_sent=True)

    def _show_way_out(self, jobseeker, token, is_sent=False):
        values = {
            "jobseeker": jobseeker,
            "company": jobseeker.company_id,
            "action": f"/jobseeker/{WAY_OUT}/{token}",
            "is_out": jobseeker._is_out_of_mailings(),
            "is_sent": is_sent,
        }
        return self._render("jobseeker_relations.unsubscribe_page", values)

    # --- the privacy notice -------------------------------------------------------------------------

    @http.route(
        "/jobseeker/privacy/<int:notice_id>", type="http", auth="public", methods=["GET"], website=True, sitemap=False
    )
    def privacy(self, notice_id, lang="", **_query):
        """A version of the notice, in the language of the letter that named it. It tells nothing of anybody."""
        # sudo: what is given to people is for everybody to read
        notices = request.env["hr.jobseeker.privacy.notice"].sudo().with_context(active_test=False)
        notice = notices.browse(notice_id).exists() if notice_id < 2**31 else notices
        if not notice or not notice._is_public():
            raise request.not_found()
        installed = {code for code, _name in request.env["res.lang"].get_installed()}
        if lang in installed:
            request.update_context(lang=lang)
        notice = notice.with_context(lang=request.env.lang)
        values = {"notice": notice, "company": notice.company_id or request.env.company, "html_data": describe_page()}
        response = request.render("jobseeker_relations.privacy_page", values)
        response.headers.update({"X-Robots-Tag": PRIVATE["X-Robots-Tag"]})
        return response


class JobSearchPermissions(JobSearchPortal):
    """“My permissions”, on the person's own page."""

    def _get_sections(self):
        return [*super()._get_sections(), ("permissions", request.env._("My permissions"))]

    def _get_said(self):
        return {
            **super()._get_said(),
            "permitted": request.env._("Your answer is kept."),
            "changed": request.env._("The words have changed meanwhile. Please read them, and answer again."),
        }

    def _prepare_job_search_values(self, jobseeker, **query):
        values = super()._prepare_job_search_values(jobseeker, **query)
        return {**values, "permissions": get_permissions(jobseeker), "notice": jobseeker._get_notice_link()}

    @http.route(
        "/my/job-search/<int:jobseeker_id>/permissions", type="http", auth="user", methods=["POST"], website=True
    )
    def job_search_permissions(self, jobseeker_id, **post):
        jobseeker = self._get_own(jobseeker_id)
        said = take_answer(jobseeker, "portal", post)
        return request.redirect(self._get_page_url(jobseeker, "permissions", said), code=303)
