import type { ReactiveControllerHost } from 'lit';
import * as v from 'valibot';
import type { RoomUiPort } from '../ports.js';
import { RoomHttp } from '../replay/room-http.js';

const HOUR_MS = 3_600_000;

/** The hours are counted as they pass, and are shown in minutes. */
const ASK_EVERY_MS = 60_000;

const hours = v.number();
const limit = v.nullable(hours);
const StatsSchema = v.object({
  budget: v.nullable(
    v.object({
      hoursToday: hours,
      maxHoursPerDay: limit,
      hoursThisMonth: hours,
      maxHoursPerMonth: limit,
    }),
  ),
});

/** How much the site may stream yet, asked of the room over HTTP with the visitor's token while it is shown. */
export class BudgetLeft {
  /** Null where there is no limit, or no token to ask with. */
  leftMs: number | null = null;
  private readonly host: ReactiveControllerHost;
  private readonly port: Pick<RoomUiPort, 'options'>;
  private wanted = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, port: Pick<RoomUiPort, 'options'>) {
    this.host = host;
    this.port = port;
  }

  want(wanted: boolean): void {
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    clearTimeout(this.timer);
    if (wanted) void this.ask();
  }

  private async ask(): Promise<void> {
    const { options } = this.port;
    if (options?.token == null) return;
    const got = await new RoomHttp(options, false).read(StatsSchema, '/stats');
    if (!this.wanted) return;
    this.timer = setTimeout(() => void this.ask(), ASK_EVERY_MS);
    const budget = got.ok ? got.value.budget : null;
    if (budget === null) return;
    const { hoursToday, maxHoursPerDay, hoursThisMonth, maxHoursPerMonth } = budget;
    const left = Math.min(
      (maxHoursPerDay ?? Number.POSITIVE_INFINITY) - hoursToday,
      (maxHoursPerMonth ?? Number.POSITIVE_INFINITY) - hoursThisMonth,
    );
    this.leftMs = Number.isFinite(left) ? Math.max(0, left) * HOUR_MS : null;
    this.host.requestUpdate();
  }
}
