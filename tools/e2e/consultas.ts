import { esperarAte } from '../infra/espera.ts';
import type { Palco } from './palco.ts';

export interface SaidaVista {
  readonly id: string;
  readonly tipo: string;
  readonly status: string;
  readonly motivo: string | null;
}

/** What the database says about one doctor, by phone. */
export class MedicoNoBanco {
  private readonly palco: Palco;
  private readonly telefone: string;

  constructor(palco: Palco, telefone: string) {
    this.palco = palco;
    this.telefone = telefone;
  }

  async plantoes(): Promise<number> {
    const [linha] = await this.palco.banco.sql<{ n: number }[]>`
      select count(*)::int as n from vagas v join medico_aliases a on a.medico_id = v.medico_id
      where a.valor = ${this.telefone} and v.status = 'reservada'`;
    return linha?.n ?? 0;
  }

  async entradas(): Promise<number> {
    const [linha] = await this.palco.banco.sql<{ n: number }[]>`
      select count(*)::int as n from mensagens m join medico_aliases a on a.medico_id = m.medico_id
      where a.valor = ${this.telefone} and m.direcao = 'entrada'`;
    return linha?.n ?? 0;
  }

  /** Turns that ended with an answer. */
  async turnos(): Promise<number> {
    const [linha] = await this.palco.banco.sql<{ n: number }[]>`
      select count(*)::int as n from turnos t join conversas c on c.id = t.conversa_id
      join medico_aliases a on a.medico_id = c.medico_id
      where a.valor = ${this.telefone} and t.desfecho = 'responder'`;
    return linha?.n ?? 0;
  }

  saidas(): Promise<SaidaVista[]> {
    return this.palco.banco.sql<SaidaVista[]>`
      select m.id, m.tipo, m.status, m.motivo from mensagens m
      join medico_aliases a on a.medico_id = m.medico_id
      where a.valor = ${this.telefone} and m.direcao = 'saida' order by m.ordem`;
  }

  async handoffAberto(): Promise<string | null> {
    const [linha] = await this.palco.banco.sql<{ gatilho: string }[]>`
      select h.gatilho from handoffs h join conversas c on c.id = h.conversa_id
      join medico_aliases a on a.medico_id = c.medico_id
      where a.valor = ${this.telefone} and h.encerrado_em is null`;
    return linha?.gatilho ?? null;
  }

  /** No unanswered message and no row that may still leave. */
  async estaSossegado(): Promise<boolean> {
    const [linha] = await this.palco.banco.sql<{ n: number }[]>`
      select count(*)::int as n from mensagens m join medico_aliases a on a.medico_id = m.medico_id
      where a.valor = ${this.telefone} and (
        (m.direcao = 'entrada' and m.respondida_em is null)
        or m.status in ('pendente', 'enviando', 'incerta'))`;
    return (linha?.n ?? 0) === 0;
  }

  /** As estaSossegado, but for a send that may have left: only the passing of time settles that one. */
  async soFaltaProva(): Promise<boolean> {
    const [linha] = await this.palco.banco.sql<{ n: number }[]>`
      select count(*)::int as n from mensagens m join medico_aliases a on a.medico_id = m.medico_id
      where a.valor = ${this.telefone} and (
        (m.direcao = 'entrada' and m.respondida_em is null)
        or m.status = 'pendente' and not exists (
          select from mensagens v where v.medico_id = m.medico_id and v.status in ('enviando', 'incerta')))`;
    return (linha?.n ?? 0) === 0;
  }

  esperarSossego(): Promise<unknown> {
    return esperarAte(() => this.estaSossegado(), 20_000, 'o sossego da conversa');
  }

  /**
   * The passing of time: the clock moves minute by minute and the scheduled jobs run, until nothing is left to do.
   * `entradas`: how many messages of the doctor must have been stored by then.
   */
  async deixarOTempoPassar({ entradas = 0 } = {}): Promise<void> {
    await esperarAte(
      async () => {
        if ((await this.entradas()) >= entradas && (await this.estaSossegado())) return true;
        await this.palco.avancarRelogio(60_000);
        await this.palco.rodarAgendado('processar-mensagens-agendadas');
        await this.palco.rodarAgendado('recuperar-lacunas');
        return false;
      },
      75_000,
      'o sossego com o passar do tempo',
      1_500,
    );
  }
}
