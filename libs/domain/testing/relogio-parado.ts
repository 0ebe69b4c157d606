import { Relogio } from '../src/relogio.ts';

/** A clock that stands still until moved; waiting takes no time and is remembered. */
export class RelogioParado extends Relogio {
  readonly esperas: number[] = [];
  private instante: Date;

  constructor(instante = new Date('2026-11-23T13:00:00Z')) {
    super();
    this.instante = instante;
  }

  override agora(): Date {
    return this.instante;
  }

  override esperar(ms: number): Promise<void> {
    this.esperas.push(ms);
    return Promise.resolve();
  }

  avancar(ms: number): void {
    this.instante = new Date(this.instante.getTime() + ms);
  }
}
