# rules: what the law and our own procedures ask, as data
from . import hr_jobseeker_kept
from . import hr_jobseeker_shared
from . import hr_jobseeker_rule
from . import hr_jobseeker_override

# person: who, since when, in which state
from . import res_company
from . import res_config_settings
from . import hr_jobseeker_state
from . import hr_jobseeker_close_reason
from . import hr_jobseeker_link
from . import hr_jobseeker
from . import hr_jobseeker_language

# facts: what happened; none of them knows the policy
from . import hr_jobseeker_contact
from . import hr_jobseeker_waiver
from . import hr_jobseeker_need_type
from . import hr_jobseeker_need_change
from . import hr_jobseeker_value
from . import hr_jobseeker_need
from . import hr_jobseeker_need_history
from . import hr_jobseeker_need_confirmed
from . import hr_jobseeker_needs
from . import hr_jobseeker_completeness_rule
from . import hr_jobseeker_purpose
from . import hr_jobseeker_consent
from . import hr_jobseeker_consent_words
from . import hr_jobseeker_suppression
from . import hr_jobseeker_privacy_notice
from . import hr_jobseeker_source
from . import hr_jobseeker_privacy
from . import hr_jobseeker_service
from . import hr_jobseeker_terms
from . import hr_jobseeker_terms_version
from . import hr_jobseeker_agreement
from . import hr_jobseeker_agreement_life
from . import hr_jobseeker_agreed
from . import hr_jobseeker_offering
from . import hr_jobseeker_reference
from . import hr_jobseeker_reference_life
from . import hr_jobseeker_reference_permission
from . import hr_jobseeker_plan
from . import hr_jobseeker_action
from . import hr_jobseeker_action_life
from . import hr_jobseeker_plan_answer
from . import hr_jobseeker_plan_version
from . import hr_jobseeker_promises
from . import hr_jobseeker_enquiry
from . import hr_jobseeker_enquiry_status
from . import hr_jobseeker_enquiry_words
from . import hr_jobseeker_review
from . import hr_jobseeker_review_life  # below what extends a move
from . import hr_jobseeker_review_status
from . import hr_eligibility_document_type
from . import hr_eligibility_question
from . import hr_jobseeker_eligibility
from . import hr_jobseeker_eligibility_answer
from . import hr_jobseeker_eligibility_dates
from . import hr_jobseeker_eligibility_pass

# policy: what was promised, what is due, what happens then
from . import hr_jobseeker_contact_policy
from . import hr_jobseeker_contact_policy_change
from . import hr_jobseeker_contact_policy_step
from . import hr_jobseeker_refresh_policy
from . import hr_jobseeker_contact_policy_language
from . import resource_calendar
from . import hr_jobseeker_window
from . import hr_jobseeker_contact_clock
from . import hr_jobseeker_enquiry_clock
from . import hr_jobseeker_enquiry_person  # above hr_jobseeker_contact_clock: a first word has its own deadline
from . import hr_jobseeker_contact_status
from . import hr_jobseeker_contact_explanation
from . import hr_jobseeker_follow_up
from . import hr_jobseeker_follow_up_attention
from . import hr_jobseeker_stretch
from . import hr_jobseeker_contact_quiet
from . import hr_jobseeker_start  # above hr_jobseeker_stretch, which ends what was before
from . import hr_jobseeker_situation
from . import hr_jobseeker_alike
from . import mail_template
from . import hr_jobseeker_letter
from . import hr_jobseeker_notice
from . import hr_jobseeker_follow_up_row
from . import hr_jobseeker_look
from . import hr_jobseeker_follow_up_engine
from . import mail_mail_handover
from . import hr_jobseeker_vacuum
from . import hr_jobseeker_actions
from . import hr_jobseeker_adviser
from . import hr_jobseeker_search
from . import hr_jobseeker_guard
from . import hr_jobseeker_caseload
from . import hr_jobseeker_access_log

# their data: where it lies, how long, and what they may ask of us
from . import personal_data
from . import hr_jobseeker_personal_data
from . import hr_jobseeker_personal_messages
from . import hr_jobseeker_personal_meetings
from . import hr_jobseeker_personal_files
from . import hr_jobseeker_personal_uses
from . import hr_jobseeker_legal_hold
from . import hr_jobseeker_statistics
from . import hr_jobseeker_rights_request
from . import hr_jobseeker_rights_answer
from . import hr_jobseeker_rights_clock
from . import hr_jobseeker_rights_bundle
from . import hr_jobseeker_rights_erasure
from . import hr_jobseeker_rights_last_letter
from . import hr_jobseeker_rights_telling
from . import hr_jobseeker_rights_filing
from . import hr_jobseeker_bundle
from . import hr_jobseeker_bundle_exempt
from . import hr_jobseeker_personal_tasks  # above hr_jobseeker_personal_files, hr_jobseeker_bundle_exempt
from . import hr_jobseeker_bundle_row
from . import hr_jobseeker_bundle_page
from . import hr_jobseeker_bundle_opened
from . import hr_jobseeker_bundle_read
from . import hr_jobseeker_erasure
from . import hr_jobseeker_erasure_rows
from . import hr_jobseeker_erasure_shared
from . import hr_jobseeker_erasure_contact
from . import hr_jobseeker_erasure_leftovers
from . import hr_jobseeker_erasure_receipt
from . import hr_jobseeker_hold_guard
from . import hr_jobseeker_retention_rule
from . import hr_jobseeker_retention_line
from . import hr_jobseeker_retention_run
from . import hr_jobseeker_retention_job

# doors: the places where Odoo tells us that something happened
from . import hr_jobseeker_contact_door
from . import hr_jobseeker_need_door
from . import hr_jobseeker_agreement_offer
from . import hr_jobseeker_agreement_page
from . import hr_jobseeker_agreement_paper
from . import mail_activity_plan
from . import hr_jobseeker_action_event
from . import hr_jobseeker_ical
from . import hr_jobseeker_reminder
from . import hr_jobseeker_tick
from . import hr_jobseeker_plan_buttons
from . import hr_jobseeker_review_person
from . import hr_jobseeker_review_evidence
from . import hr_jobseeker_review_actions
from . import hr_jobseeker_review_conclusion  # above hr_jobseeker_review_actions: some conclusions lead somewhere
from . import hr_jobseeker_review_activity
from . import hr_jobseeker_review_meeting  # above hr_jobseeker_review_conclusion, which still reads the meeting
from . import hr_jobseeker_review_suggestion
from . import hr_jobseeker_review_planner
from . import hr_jobseeker_page
from . import hr_jobseeker_former_address
from . import hr_jobseeker_proposal
from . import hr_jobseeker_still_looking
from . import hr_jobseeker_gate
from . import hr_jobseeker_attraction_cost
from . import hr_jobseeker_attraction_decision
from . import hr_jobseeker_attraction_figures
from . import hr_jobseeker_attraction_yield
from . import hr_jobseeker_attraction_report
from . import hr_jobseeker_prospect_search
from . import hr_jobseeker_prospect
from . import hr_jobseeker_prospect_reach
from . import hr_jobseeker_restriction  # above hr_jobseeker_gate: it has a word of its own for it
from . import hr_jobseeker_presence
from . import hr_jobseeker_permission
from . import hr_jobseeker_permission_asking
from . import hr_jobseeker_consent_renewal
from . import hr_jobseeker_refresh
from . import hr_jobseeker_refresh_status
from . import hr_jobseeker_refresh_job
from . import hr_jobseeker_refresh_silence
from . import hr_jobseeker_refresh_ask
from . import hr_jobseeker_refresh_page
from . import hr_jobseeker_support_body
from . import hr_jobseeker_signpost
from . import hr_jobseeker_signpost_consent
from . import hr_jobseeker_signpost_letter
from . import hr_jobseeker_signpost_return
from . import hr_jobseeker_elsewhere
from . import hr_jobseeker_review_progress  # above hr_jobseeker_review_conclusion: what it concluded counts
from . import survey_survey
from . import hr_jobseeker_reference_request
from . import hr_jobseeker_reference_letter
from . import hr_jobseeker_reference_answers
from . import hr_jobseeker_reference_readers
from . import hr_jobseeker_reference_signals
from . import hr_jobseeker_reference_page
from . import hr_jobseeker_reference_chaser
from . import hr_jobseeker_duplicate_group
from . import hr_jobseeker_duplicate
from . import hr_jobseeker_duplicate_links  # groups are made of links
from . import hr_jobseeker_former_contact
from . import hr_jobseeker_duplicate_keys
from . import hr_jobseeker_duplicate_look
from . import hr_jobseeker_duplicate_text
from . import hr_jobseeker_merge
from . import hr_jobseeker_join
from . import hr_jobseeker_review_join
from . import hr_jobseeker_consent_join
from . import hr_jobseeker_plan_join
from . import hr_jobseeker_merge_join
from . import hr_jobseeker_merge_refusal
from . import hr_jobseeker_prospect_join
from . import hr_jobseeker_plan_end
from . import hr_jobseeker_history
from . import hr_jobseeker_begin
from . import ir_http
from . import res_partner
from . import res_users
from . import hr_applicant
from . import hr_applicant_source
from . import hr_applicant_mirror
from . import hr_jobseeker_enquiry_mailbox
from . import hr_jobseeker_enquiry_actions  # above hr_jobseeker_join
from . import hr_jobseeker_enquiry_warning
from . import hr_jobseeker_references  # after hr_applicant_mirror, whose groups it takes, and hr_jobseeker_permission
from . import hr_applicant_caseload
from . import hr_job_caseload
from . import hr_job_hirer  # after hr_applicant_mirror, whose groups it takes
from . import hr_job_instruction
from . import hr_jobseeker_referral_reason
from . import hr_jobseeker_referral
from . import hr_jobseeker_referral_told
from . import hr_jobseeker_referral_moves  # below what extends a move
from . import hr_jobseeker_anonymous
from . import hr_jobseeker_referral_task
from . import hr_jobseeker_referral_snapshot
from . import hr_jobseeker_referral_particulars
from . import hr_jobseeker_referral_consent
from . import hr_jobseeker_referral_declined
from . import hr_jobseeker_referral_gates
from . import hr_jobseeker_referral_repeated
from . import hr_jobseeker_referral_confirmed
from . import hr_jobseeker_referral_ready
from . import hr_jobseeker_referral_sending
from . import hr_jobseeker_referral_queue
from . import hr_jobseeker_referral_application
from . import hr_jobseeker_referral_outcome
from . import hr_jobseeker_referral_chaser
from . import hr_jobseeker_referral_return
from . import hr_jobseeker_referral_closing
from . import hr_applicant_review
from . import hr_applicant_next
from . import mail_thread
from . import hr_jobseeker_reference_return
from . import mail_message
from . import mail_notification
from . import mail_mail_readers
from . import mail_mail_gate  # below mail_mail: what the gate stops is not written into the ledger
from . import mail_mail_waiting  # below mail_mail, for the same reason
from . import mail_mail
from . import mail_mail_link
from . import hr_jobseeker_enquiry_letter  # below mail_mail_carries: the promise stands above the notice
from . import mail_mail_carries
from . import mail_mail_again  # above mail_mail: what is offered again has not failed
from . import mail_activity
from . import mail_caseload
from . import hr_jobseeker_action_activity
from . import sms_sms_readers
from . import sms_sms_gate  # below sms_sms, for the same reason
from . import sms_sms
from . import ir_actions_server
from . import ir_attachment
from . import calendar_event
from . import mail_blacklist
from . import hr_jobseeker_eligibility_copy  # above ir_attachment: a copy is asked first
from . import hr_eligibility_evidence_read
from . import hr_jobseeker_eligibility_purge
from . import hr_jobseeker_eligibility_reminder
from . import hr_jobseeker_eligibility_page
from . import hr_jobseeker_may_work
from . import hr_jobseeker_birth_date
from . import hr_job_criminal_record
from . import hr_recruitment_stage
from . import hr_jobseeker_disclosure
from . import hr_jobseeker_disclosure_asking
from . import hr_jobseeker_disclosures
from . import hr_jobseeker_disclosure_files
from . import hr_jobseeker_disclosure_rule
from . import hr_applicant_criminal_record
from . import hr_jobseeker_disclosure_purge
from . import hr_jobseeker_record
from . import hr_jobseeker_origin  # above hr_applicant_source and hr_jobseeker_join, of which it takes what it adds to
from . import hr_jobseeker_referrals  # above hr_jobseeker_record: hirers stand in the record, too

# opportunities: matching people and jobs
from . import hr_jobseeker_matching  # what hides somebody for a time extends it: below this line
from . import hr_jobseeker_match_value
from . import hr_jobseeker_refresh_matching
from . import hr_jobseeker_need_matching
from . import hr_applicant_skill_matching
from . import hr_job_requirement
from . import hr_job_matching
from . import hr_jobseeker_match
from . import hr_jobseeker_match_reasons
from . import hr_jobseeker_match_suggestion
from . import hr_jobseeker_match_suggester
from . import hr_jobseeker_match_join
from . import hr_jobseeker_enquiry_door  # above hr_jobseeker_contact_door, hr_applicant, mail_thread: after the ledger
from . import hr_jobseeker_enquiry_unproven  # above hr_jobseeker_enquiry_person, mail_message
from . import hr_jobseeker_enquiry_task
from . import hr_jobseeker_enquiry_colleague
from . import hr_jobseeker_enquiry_route  # above mail_thread
from . import hr_jobseeker_call_back
from . import hr_jobseeker_former_contact_door  # above hr_applicant, mail_message and the gate, which it asks first
from . import hr_jobseeker_elsewhere_matching  # above hr_jobseeker_match_suggester, whose looks it follows
from . import hr_jobseeker_links  # above every model that has links, and the queue
