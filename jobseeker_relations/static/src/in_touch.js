/** Two advisers see who is already talking to the person: on the chatter of a jobseeker and of their applications. */
import { Chatter } from "@mail/chatter/web_portal/chatter";
import "@mail/chatter/web/chatter_patch";
import { MailComposerFormController } from "@mail/chatter/web/mail_composer_form";
import { onMounted, onWillUnmount, useEffect, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";
import { useService } from "@web/core/utils/hooks";

const MODELS = ["hr.applicant", "hr.jobseeker"];
const NOTIFICATION = "jobseeker_relations/in_touch";
/** The server forgets an announcement after 90 seconds. */
const EVERY = 30000;
/** The browser has joined the person's channel by then: what was announced in between is caught up with. */
const JOINED = 2000;

/** What colleagues do with one person, kept up to date over the bus while somebody looks. */
export class InTouch {
    constructor(orm, bus, notification) {
        Object.assign(this, { orm: orm.silent, bus, notification });
        Object.assign(this, { jobseekerId: false, colleagues: [], warning: false });
        this.writing = false;
        this.document = false;
    }

    start(self) {
        // `self` is the reactive view of this object: what it is given shows on the screen
        this.onNews = ({ jobseeker_id }) => jobseeker_id === self.jobseekerId && self.look();
        this.bus.subscribe(NOTIFICATION, this.onNews);
        this.timer = browser.setInterval(() => self.tick(), EVERY);
    }

    stop() {
        browser.clearInterval(this.timer);
        this.bus.unsubscribe(NOTIFICATION, this.onNews);
        this.leave();
        this.document = false;
    }

    /** Another document is shown, or none of ours. */
    async show(model, resId) {
        this.leave();
        this.document = MODELS.includes(model) && resId ? { model, resId } : false;
        await this.look();
        if (this.jobseekerId) {
            this.bus.addChannel(`hr.jobseeker_${this.jobseekerId}`);
            this.catchUp = browser.setTimeout(() => this.look(), JOINED);
        }
    }

    leave() {
        if (this.writing) {
            this.write(false);
        }
        browser.clearTimeout(this.catchUp);
        if (this.jobseekerId) {
            this.bus.deleteChannel(`hr.jobseeker_${this.jobseekerId}`);
        }
        this.take(false);
    }

    async look() {
        const document = this.document;
        if (!document) {
            return;
        }
        const args = [document.model, document.resId, this.writing];
        const found = await this.orm.call("hr.jobseeker", "get_in_touch", args);
        if (document === this.document) {
            this.take(found);
        }
    }

    /** @param {boolean} writing whether the user has a letter to this person open */
    async write(writing) {
        this.writing = writing;
        const id = this.jobseekerId;
        if (!id) {
            return;
        }
        const found = await this.orm.call("hr.jobseeker", "announce_contact", [[id], writing && "writing"]);
        if (id === this.jobseekerId && writing === this.writing) {
            this.take(found);
        }
    }

    take(found) {
        for (const sentence of (found && found.busy) || []) {
            // the chatter may be far below: who opens the person sees it at once
            if (!this.colleagues.includes(sentence)) {
                this.notification.add(sentence, { type: "warning" });
            }
        }
        this.jobseekerId = found && found.jobseeker_id;
        this.colleagues = found ? found.colleagues : [];
        this.warning = found && found.warning;
    }

    tick() {
        if (this.writing) {
            this.write(true);
        } else if (this.colleagues.length) {
            this.look();
        }
    }
}

patch(Chatter.prototype, {
    setup() {
        super.setup(...arguments);
        const inTouch = new InTouch(useService("orm"), useService("bus_service"), useService("notification"));
        this.inTouch = useState(inTouch);
        inTouch.start(this.inTouch);
        useEffect(
            (model, resId) => {
                this.inTouch.show(model, resId);
            },
            () => [this.props.threadModel, this.props.threadId]
        );
        useEffect(
            (writing) => {
                if (writing !== this.inTouch.writing) {
                    this.inTouch.write(writing);
                }
            },
            () => [this.state.composerType === "message" && Boolean(this.inTouch.jobseekerId)]
        );
        onWillUnmount(() => this.inTouch.stop());
    },
});

/** The mail composer's own dialog, which "Write" opens without a chatter. */
patch(MailComposerFormController.prototype, {
    setup() {
        super.setup(...arguments);
        const { default_model: model, default_res_ids: ids = [] } = this.props.context;
        if (!MODELS.includes(model) || ids.length !== 1) {
            return;
        }
        const inTouch = new InTouch(useService("orm"), useService("bus_service"), useService("notification"));
        onMounted(async () => {
            inTouch.start(inTouch);
            await inTouch.show(model, ids[0]);
            if (inTouch.document) {
                await inTouch.write(true);
            }
        });
        onWillUnmount(() => inTouch.stop());
    },
});
