/** Mocha's own report, closed by one plain line that people and machines can read: `12 passed, 0 failed`. */
import Mocha from 'mocha';

export default class ClosingLineReporter extends Mocha.reporters.Spec {
  /** Called once everything has been reported. */
  done(failures, finish) {
    const { passes, pending } = this.stats;
    process.stdout.write(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ''}\n`);
    finish(failures);
  }
}
