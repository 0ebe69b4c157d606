/** The machine's clock plus an offset, so that the outside world can follow a moved test clock. */
export class RelogioAjustavel {
  private deslocamento = 0;

  agora(): Date {
    return new Date(Date.now() + this.deslocamento);
  }

  get deslocamentoMs(): number {
    return this.deslocamento;
  }

  ajustar(deslocamentoMs: number): void {
    this.deslocamento = deslocamentoMs;
  }
}
