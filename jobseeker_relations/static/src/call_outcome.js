/** One click says how a call to a jobseeker went, and marks it done. */
import { ActivityMarkAsDone } from "@mail/core/web/activity_markasdone_popover";
import { patch } from "@web/core/utils/patch";

patch(ActivityMarkAsDone.prototype, {
    get isJobseekerCall() {
        const { activity_category, res_model } = this.props.activity;
        return activity_category === "phonecall" && ["hr.applicant", "hr.jobseeker"].includes(res_model);
    },

    /** @param {"reached" | "no_answer" | "left_message"} outcome */
    async onClickOutcome(outcome) {
        const { id } = this.props.activity;
        await this.env.services.orm.write("mail.activity", [id], { contact_outcome: outcome });
        await this.onClickDone();
    },
});
