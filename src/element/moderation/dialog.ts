import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { ModerationWords } from './moderation-words.js';
import { type Panel, stretch } from './panel.js';
import type { Question } from './question.js';

/** The longest reason that the room takes. */
const WHY_MAX = 200;

/**
 * The one dialog, for every act that is asked about first. It stays until the room has agreed; the
 * browser keeps the focus in it and gives it back.
 */
export class Dialog {
  private readonly host: ReactiveControllerHost;
  private question: Question | null = null;
  /** What the room said against it. */
  private problem = '';

  constructor(host: ReactiveControllerHost) {
    this.host = host;
  }

  ask(question: Question | null): void {
    this.forget();
    this.question = question;
    this.host.requestUpdate();
  }

  draw(say: ModerationWords, locale: string, act: Panel['act']): TemplateResult {
    const { question, problem } = this;
    const submit = (event: SubmitEvent) => {
      event.preventDefault();
      if (question !== null)
        void this.submit(event.currentTarget as HTMLFormElement, question, act);
    };
    const cancel = ({ currentTarget }: Event) =>
      this.close((currentTarget as HTMLElement).closest('dialog'));
    return html`
      <dialog
        aria-labelledby="question"
        @cancel=${() => this.forget()}
        @close=${() => this.host.requestUpdate()}
      >
        ${keyed(question, question === null ? nothing : form(question, say, locale, submit, cancel))}
        <p class="problem" role="alert">${problem}</p>
      </dialog>
    `;
  }

  /** To be called once it is drawn. */
  drawn(root: ShadowRoot): void {
    const box = root.querySelector('dialog');
    if (box !== null && this.question !== null && !box.open) box.showModal();
  }

  private async submit(form: HTMLFormElement, question: Question, act: Panel['act']) {
    const fields = new FormData(form);
    const answers = {
      why: String(fields.get('why') ?? '').trim(),
      seconds: Number(fields.get('seconds') ?? 0),
      address: fields.has('address'),
    };
    const problem = await act(question.act(answers));
    if (this.question !== question) return;
    if (problem === null) return this.close(form.closest('dialog'));
    this.problem = problem;
    this.host.requestUpdate();
  }

  private close(box: HTMLDialogElement | null): void {
    this.forget();
    box?.close();
  }

  /** At once: the page is told of a close only later, and what draws until then would open it again. */
  private forget(): void {
    this.question = null;
    this.problem = '';
  }
}

function form(
  { title, confirm, urgent, hasWhy, stretches, withoutEnd, hasAddress }: Question,
  say: ModerationWords,
  locale: string,
  submit: (event: SubmitEvent) => void,
  cancel: (event: Event) => void,
): TemplateResult {
  const howLong = html`<label class="wide">
    <span>${say.question.howLong}</span>
    <select name="seconds">
      ${stretches.map(
        (seconds) => html`<option value=${seconds}>
          ${seconds === 0 ? withoutEnd : stretch(seconds * 1000, locale)}
        </option>`,
      )}
    </select>
  </label>`;
  const address = html`<label class="wide check">
    <input name="address" type="checkbox" /> <span>${say.question.address}</span>
  </label>`;
  const why = html`<label class="wide">
    <span>${say.question.why}</span>
    <input name="why" maxlength=${WHY_MAX} autocomplete="off" ?autofocus=${!urgent} />
    <small>${say.question.whyHint}</small>
  </label>`;
  return html`<form class="fields" @submit=${submit}>
    <h3 id="question" class="wide">${title}</h3>
    ${stretches.length > 0 ? howLong : nothing} ${hasAddress ? address : nothing}
    ${hasWhy ? why : nothing}
    <div class="buttons wide">
      <button class="primary" ?autofocus=${urgent}>${confirm}</button>
      <button type="button" @click=${cancel}>${say.question.cancel}</button>
    </div>
  </form>`;
}
