import { Interrupted } from './command.ts';

/** Stops the run: what follows would only repeat the same failure. */
export class SetupFailed extends Error {}

/** One printed line per check and the closing count. */
export class Report {
  passed = 0;
  failed = 0;

  /** Undefined after a failure; rejects only when the run was interrupted. */
  async check<T>(name: string, verify: () => Promise<T>): Promise<T | undefined> {
    const startedAt = performance.now();
    try {
      const value = await verify();
      this.passed += 1;
      console.log(`ok    ${name} (${seconds(startedAt)})`);
      return value;
    } catch (error) {
      this.failed += 1;
      const reason = error instanceof Error ? error.message : String(error);
      console.log(
        `FALHA ${name} (${seconds(startedAt)})\n      ${reason.replaceAll('\n', '\n      ')}`,
      );
      if (error instanceof Interrupted) throw error;
      return undefined;
    }
  }

  /** A check without which the rest makes no sense. */
  async setup<T>(name: string, verify: () => Promise<T>): Promise<T> {
    const failedBefore = this.failed;
    const value = await this.check(name, verify);
    if (this.failed > failedBefore) throw new SetupFailed(name);
    return value as T;
  }

  /** For what goes wrong outside a check, so that it can never look like success. */
  fail(reason: string): void {
    this.failed += 1;
    console.log(`FALHA ${reason}`);
  }

  close(): void {
    console.log(`\n${this.passed} passed, ${this.failed} failed`);
  }
}

function seconds(startedAt: number): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
