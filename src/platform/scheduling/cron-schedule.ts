import { createTask, parse, validate, type ScheduledTask } from 'node-cron';

/** The time zone of every schedule: the civil time of those who read the results. */
export const TIMEZONE = 'Asia/Shanghai';

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
// Long enough for a schedule that fires on 29 February only.
const MAX_DAYS_BACK = 366 * 8;

/** A cron expression: it tells when it last fired, and ticks while started. Nothing but a tick: whether to run is decided in the database. */
export class CronSchedule {
  private readonly task: ScheduledTask;
  private onTick: () => void = () => {};

  /** @throws RangeError when the expression is not one, or never fires */
  constructor(readonly expression: string) {
    if (!validate(expression)) throw new RangeError(`not a cron expression: ${expression}`);
    // A tick that comes late or finds the last one unfinished needs no warning: whatever is owed is made up from the database.
    this.task = createTask(expression, () => this.onTick(), { timezone: TIMEZONE, suppressMissedWarning: true, unref: true });
  }

  /** The last instant not after `now` at which the schedule fires. */
  lastFire(now: Date): Date {
    const fields = parse(this.expression);
    const times = fields.hour.flatMap((hour) => fields.minute.flatMap((minute) =>
      fields.second.map((second) => (hour * 3600 + minute * 60 + second) * 1000))).sort((a, b) => b - a);
    const localNow = now.getTime() + SHANGHAI_OFFSET_MS;
    const today = localNow - (localNow % DAY_MS);
    for (let back = 0; back <= MAX_DAYS_BACK; back++) {
      const day = today - back * DAY_MS;
      const time = times.find((candidate) => day + candidate <= localNow);
      if (time === undefined) continue;
      // Whether the day counts is the same for all its times, so the last one answers for it.
      const fired = new Date(day + time - SHANGHAI_OFFSET_MS);
      if (this.task.match(fired)) return fired;
    }
    throw new RangeError(`cron expression never fires: ${this.expression}`);
  }

  async start(onTick: () => void): Promise<void> {
    this.onTick = onTick;
    await this.task.start();
  }

  async stop(): Promise<void> {
    await this.task.destroy();
  }
}
