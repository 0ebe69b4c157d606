import { AppError, type Configuracoes } from '@julia/domain';

/** The clock that tests move. In production there is only the real one; the database refuses there too. */
export class RelogioDeTeste {
  private readonly configuracoes: Configuracoes;
  private readonly ambiente: string;

  constructor(configuracoes: Configuracoes, ambiente: string) {
    this.configuracoes = configuracoes;
    this.ambiente = ambiente;
  }

  async agora(): Promise<Date> {
    return this.ambiente === 'production' ? new Date() : this.configuracoes.avancarRelogio(0);
  }

  async avancar(ms: number): Promise<Date> {
    if (this.ambiente === 'production') {
      throw new AppError('rule', 'RELOGIO_DE_PRODUCAO', 'The clock of production does not move');
    }
    return this.configuracoes.avancarRelogio(ms);
  }
}
