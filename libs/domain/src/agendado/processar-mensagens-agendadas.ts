import type { JobPublisher } from '../job-publisher.ts';
import type { Contagens, TarefaAgendada } from './executar-agendado.ts';
import type { Varredura } from './varredura.ts';

/** Per run; the next minute takes what is left. */
const limitePorVarredura = 500;

/** Every minute: releases what is due and nudges again whatever the database says is unfinished. */
export class ProcessarMensagensAgendadas implements TarefaAgendada {
  private readonly varredura: Varredura;
  private readonly publisher: JobPublisher;

  constructor(varredura: Varredura, publisher: JobPublisher) {
    this.varredura = varredura;
    this.publisher = publisher;
  }

  async executar(): Promise<Contagens> {
    const pendencias = await this.varredura.varrer(limitePorVarredura);
    for (const mensagemId of pendencias.mensagens) {
      await this.publisher.publish('mensagem.enviar', { mensagemId });
    }
    for (const mensagemId of pendencias.incertas) {
      await this.publisher.publish('mensagem.conferir', { mensagemId });
    }
    for (const conversaId of pendencias.conversas) {
      await this.publisher.publish('conversa.responder', { conversaId });
    }
    return {
      mensagens: pendencias.mensagens.length,
      incertas: pendencias.incertas.length,
      conversas: pendencias.conversas.length,
      expiradas: pendencias.expiradas,
      leasesDevolvidos: pendencias.leasesDevolvidos,
      pessoasUnidas: pendencias.pessoasUnidas,
    };
  }
}
