"""The laws, in plain Python: values in, a decision out. No ``odoo`` import, no environment, no clock of their own.

Read from the top; each file imports only those above it in this list:

    civil_day        a date moved by days, without ever leaving the calendar
    spans            half-open stretches of time: cut holes, join neighbours
    send_window      when one person may be reached: zone, week, days off (design §4 'Contact policy')
    reach_hours      the hours that one person asked for, within those (compliance §8, item 13)
    contact_timing   when a contact falls due; when one more touch may go (design §4 'Contact policy')
    first_reply      who answered a first word, until when it was promised, what the clock leaves out (PC4)
    letter_gate      may this letter go to this person now (design §4 "Contact policy": "whoever sends")
    situation        all that the follow-up engine knows of one person when it looks
    next_step        what the follow-up engine does for one person now (design §4 'Contact policy', 'Engine')
    promise_day      when a promise falls due in working days; on which day somebody is reminded of it
    plan_difference  what is different in a new version of a timetable
    zone_day         which day it is in which zone
    mail_kind        was this e-mail written by a person (design §4 'Contact ledger')
    returned_letter  did a letter of ours come back for good, and why
    person_name      are two written names the same person's, and what does a letter call them (design §1)
    need_words       words beside a number, a day or a place, in the six languages
    need_value       what was typed as the value of a need, read by its form (design §3 need)
    match            how well a job and a person fit, both ways, line by line (issue 6 §4)
    review_dates     when a review falls due, and the day that each of many gets (design §3 "hr.jobseeker.review")
    page_text        what somebody typed on a page, made fit to be kept
    private_address  addresses in a letter that open a person's page to whoever holds them
    letter_language  has a letter a text of its own in a language; is it read from the right (design §4 'Languages')

Every instant that enters or leaves is a naive UTC datetime, as Odoo stores it. The zone belongs to the person and
lives in their ``SendWindow`` alone, so no other file converts anything.
"""
