import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { ActInput, Desk, Lockable } from '../../protocol/moderation.js';
import type { ModeNames } from '../modes/mode-names.js';
import type { RoomContext } from '../ports.js';
import { type ModerationWords, stretch } from './moderation-words.js';

/** What the panel's sections draw from, and what they ask through. */
export interface Panel extends RoomContext {
  readonly desk: Desk;
  readonly say: ModerationWords;
  readonly names: ModeNames;
  readonly questions: ReturnType<typeof questions>;
  readonly isHost: boolean;
  /** How much the site may stream yet today and this month; null where that is not known. */
  readonly budgetLeftMs: number | null;
  /**
   * Asks the room. The screen changes with the next view. Resolves to null when the room agreed, else
   * to the refusal as a sentence.
   */
  act(act: ActInput): Promise<string | null>;
  /** Asks the moderator first. */
  ask(question: Question): void;
  /** What was decided from here, and the room has agreed to; null for nothing yet. */
  decision(promptId: string): Decision | null;
  /** Says something of the panel's own. */
  tell(text: string): void;
  redraw(): void;
  /** What shows the way into the room. */
  readonly wayIn: TemplateResult;
}

/** `asked`: the room has not answered yet. */
export type Decision = 'asked' | 'approve' | 'refuse';

/** What a moderator adds to an act before it is asked for. */
interface Answers {
  readonly why: string;
  readonly seconds: number;
  readonly address: boolean;
}

/** An act that is asked for in a dialog: to be sure of it, for how long, and why. */
interface Question {
  readonly title: string;
  /** The button that does it. */
  readonly confirm: string;
  /** Something to be sure of rather than to explain: the button has the focus, not the reason. */
  readonly urgent?: true;
  readonly hasWhy: boolean;
  /** The durations to choose from, in seconds, the default first; 0 is without end. */
  readonly stretches: readonly number[];
  readonly withoutEnd: string;
  readonly hasAddress?: true;
  act(answers: Answers): ActInput;
}

type ReviewedPrompt = Desk['held'][number];
type Person = Desk['people'][number];

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LOCK_STRETCHES = [0, MINUTE, 5 * MINUTE, 15 * MINUTE];

/** Every act that is asked about first. */
export function questions(words: ModerationWords) {
  const { question } = words;
  const plain = { hasWhy: true, stretches: [], withoutEnd: question.untilOpened } as const;
  const urgent = { ...plain, urgent: true } as const;
  const lockFor = (what: Lockable, title: string, confirm: string): Question => ({
    ...urgent,
    title,
    confirm,
    stretches: LOCK_STRETCHES,
    act: ({ seconds, why }) => ({ act: 'lock', what, seconds, why }),
  });
  return {
    panic: (): Question => ({
      ...urgent,
      title: question.panic,
      confirm: words.panic,
      stretches: LOCK_STRETCHES,
      act: ({ seconds, why }) => ({ act: 'panic', seconds, why }),
    }),
    lock: (what: Lockable) => lockFor(what, question.lock(words.lockables[what].name), words.lock),
    skip: (): Question => ({
      ...urgent,
      title: question.skip,
      confirm: words.skip,
      act: ({ why }) => ({ act: 'skip', why }),
    }),
    undo: (): Question => ({
      ...urgent,
      title: question.undo,
      confirm: words.undo,
      act: ({ why }) => ({ act: 'undo', why }),
    }),
    stop: (): Question => ({
      ...urgent,
      hasWhy: false,
      title: question.stop,
      confirm: words.stop,
      act: () => ({ act: 'stop' }),
    }),
    mode: (mode: string, name: string): Question => ({
      ...urgent,
      hasWhy: false,
      title: question.mode(name),
      confirm: question.changeMode,
      act: () => ({ act: 'rules', rules: { turns: mode } }),
    }),
    refuse: ({ id, by, text }: ReviewedPrompt): Question => ({
      ...plain,
      title: question.refuse(by.name, text),
      confirm: words.refuse,
      act: ({ why }) => ({ act: 'refuse', promptId: id, why }),
    }),
    mute: ({ id, name }: Person): Question => ({
      ...plain,
      title: question.mute(name),
      confirm: words.mute,
      stretches: [MINUTE, 10 * MINUTE, DAY, 0],
      withoutEnd: question.untilUnmuted,
      act: ({ seconds, why }) => ({ act: 'mute', who: id, seconds, why }),
    }),
    remove: ({ id, name }: Person): Question => ({
      ...plain,
      title: question.remove(name),
      confirm: words.remove,
      act: ({ why }) => ({ act: 'remove', who: id, why }),
    }),
    ban: ({ id, name }: Person): Question => ({
      ...plain,
      title: question.ban(name),
      confirm: words.ban,
      stretches: [HOUR, DAY, 30 * DAY, 0],
      withoutEnd: question.forEver,
      hasAddress: true,
      act: ({ seconds, address, why }) => ({ act: 'ban', who: id, seconds, address, why }),
    }),
  };
}

/** The longest reason that the room takes. */
const WHY_MAX = 200;

/**
 * The one dialog, for every act that is asked about first. It stays until the room has agreed; the
 * browser keeps the focus in it and gives it back.
 */
export class Dialog {
  private readonly host: ReactiveControllerHost;
  private question: Question | null = null;
  /** Why the room refused. */
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
    const box = root.querySelector<HTMLDialogElement>('.moderation dialog');
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

  /** Clears it at once: the close event comes later, and a rendering before it would reopen the dialog. */
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
