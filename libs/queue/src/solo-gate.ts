export type Leave = () => void;

interface Waiting {
  readonly solo: boolean;
  readonly enter: () => void;
}

/**
 * Lets jobs run side by side, or one alone with no other in this process. Strictly in order of arrival, so that neither
 * kind starves the other.
 */
export class SoloGate {
  private inside = 0;
  private soloInside = false;
  private readonly waiting: Waiting[] = [];

  enter(): Promise<Leave> {
    return this.admit(false);
  }

  enterAlone(): Promise<Leave> {
    return this.admit(true);
  }

  private admit(solo: boolean): Promise<Leave> {
    return new Promise((resolve) => {
      const enter = (): void => {
        this.inside += 1;
        this.soloInside = solo;
        resolve(this.leaveOnce());
      };
      this.waiting.push({ solo, enter });
      this.advance();
    });
  }

  private leaveOnce(): Leave {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.inside -= 1;
      if (this.inside === 0) this.soloInside = false;
      this.advance();
    };
  }

  private advance(): void {
    for (let next = this.waiting[0]; next && this.fits(next); next = this.waiting[0]) {
      this.waiting.shift();
      next.enter();
    }
  }

  private fits(next: Waiting): boolean {
    return next.solo ? this.inside === 0 : !this.soloInside;
  }
}
