import {
  agenda,
  fusoHorario,
  type Execucoes,
  type NomeAgendado,
  type Relogio,
} from '@julia/domain';
import { CronTime } from 'cron';

export interface Agendado {
  readonly nome: NomeAgendado;
  readonly cron: string;
  readonly ultimoTick: string | null;
  readonly estado: string | null;
  readonly proximo: string;
}

/** The cron table with what each job last did: what the scheduler needs to catch up, and a person to see. */
export class ListarAgendados {
  private readonly execucoes: Execucoes;
  private readonly relogio: Relogio;

  constructor(execucoes: Execucoes, relogio: Relogio) {
    this.execucoes = execucoes;
    this.relogio = relogio;
  }

  async executar(): Promise<Agendado[]> {
    const ultimas = await this.execucoes.ultimas();
    return ultimas.map(({ nome, ultimoTick, estado }) => {
      const { cron } = agenda[nome];
      // The zone must be said again: without it the library reads the cron in the zone of the process.
      const tempo = new CronTime(cron, fusoHorario);
      const proximo = tempo.getNextDateFrom(this.relogio.agora(), fusoHorario);
      return {
        nome,
        cron,
        ultimoTick: ultimoTick?.toISOString() ?? null,
        estado,
        proximo: proximo.toJSDate().toISOString(),
      };
    });
  }
}
