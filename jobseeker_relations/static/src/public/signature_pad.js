import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/**
 * A place to draw one's name, beside the field in which it is typed. It stays hidden where scripts do not run: the typed
 * name is the signature, the drawing only goes with it.
 */
export class SignaturePad extends Interaction {
    static selector = ".o_jobseeker_signature";
    dynamicContent = {
        _root: { "t-att-class": () => ({ "d-none": false }) },
        canvas: {
            "t-on-pointerdown.prevent": this.onPointerDown,
            "t-on-pointermove.prevent": this.onPointerMove,
            "t-on-pointerup": this.onPointerUp,
            "t-on-pointercancel": this.onPointerUp,
        },
        button: { "t-on-click": this.onClear },
    };

    setup() {
        this.canvas = this.el.querySelector("canvas");
        this.input = this.el.querySelector("input[name=signature]");
        this.pen = this.canvas.getContext("2d");
        this.pen.lineWidth = 3;
        this.pen.lineCap = "round";
        this.isDrawing = false;
    }

    /** The canvas is shown smaller on a phone than it is. */
    getPoint(ev) {
        const box = this.canvas.getBoundingClientRect();
        return [
            ((ev.clientX - box.left) * this.canvas.width) / box.width,
            ((ev.clientY - box.top) * this.canvas.height) / box.height,
        ];
    }

    onPointerDown(ev) {
        this.canvas.setPointerCapture(ev.pointerId);
        this.isDrawing = true;
        this.pen.beginPath();
        this.pen.moveTo(...this.getPoint(ev));
    }

    onPointerMove(ev) {
        if (this.isDrawing) {
            this.pen.lineTo(...this.getPoint(ev));
            this.pen.stroke();
        }
    }

    onPointerUp() {
        if (this.isDrawing) {
            this.isDrawing = false;
            this.input.value = this.canvas.toDataURL("image/png");
        }
    }

    onClear() {
        this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
        this.input.value = "";
    }
}

registry.category("public.interactions").add("jobseeker_relations.signature_pad", SignaturePad);
