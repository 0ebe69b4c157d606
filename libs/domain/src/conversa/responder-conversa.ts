import type { Agente, RespostaAgente } from '../agente/agente.ts';
import { AppError } from '../errors.ts';
import type { JobPublisher } from '../job-publisher.ts';
import type { Fatos } from '../log.ts';
import type { Mensageiro } from '../whatsapp/mensageiro.ts';
import { decidir, type Decisao, type LimitesTexto } from './decidir.ts';
import { dividirResposta } from './dividir-resposta.ts';
import { esperaPeloModelo } from './espera-pelo-modelo.ts';
import { manterLease } from './manter-lease.ts';
import { textoDeTransicao, textoFixo } from './textos.ts';
import type { Desfecho, TextoBloqueado, Turno, Turnos } from './turnos.ts';

export interface OpcoesResposta {
  readonly limites: LimitesTexto;
  readonly leaseMs: number;
  readonly renovacaoMs: number;
}

type Resultado =
  | { readonly desfecho: Desfecho; readonly bloqueados: readonly TextoBloqueado[] }
  /** Put off, because the model cannot be reached. */
  | { readonly adiadoPor: string };

/** One turn: answers everything unanswered in a conversation, once. */
export class ResponderConversa {
  private readonly turnos: Turnos;
  private readonly agente: Agente;
  private readonly mensageiro: Pick<Mensageiro, 'marcarComoLidas'>;
  private readonly publisher: JobPublisher;
  private readonly opcoes: OpcoesResposta;

  constructor(
    turnos: Turnos,
    agente: Agente,
    mensageiro: Pick<Mensageiro, 'marcarComoLidas'>,
    publisher: JobPublisher,
    opcoes: OpcoesResposta,
  ) {
    this.turnos = turnos;
    this.agente = agente;
    this.mensageiro = mensageiro;
    this.publisher = publisher;
    this.opcoes = opcoes;
  }

  async executar(conversaId: string): Promise<Fatos> {
    const abertura = await this.turnos.abrir(conversaId, this.opcoes.leaseMs);
    // A holder that died closes nothing and nudges nobody, so whoever finds it busy comes back.
    if ('faltamMs' in abertura) await this.cutucar(conversaId, abertura.faltamMs);
    if (abertura.tipo === 'cedo' || abertura.tipo === 'nada_pendente')
      await this.retomar(conversaId);
    if (abertura.tipo !== 'aberto') return { conversaId, resultado: abertura.tipo };

    const { turno } = abertura;
    const lease = manterLease(this.turnos, turno, this.opcoes);
    try {
      const resultado = await this.resolver(turno, lease.sinal);
      const fatos = {
        conversaId,
        turnoId: turno.turnoId,
        medicoId: turno.medico.id,
        mensagens: turno.pendentes.length,
      };
      return {
        ...fatos,
        ...('adiadoPor' in resultado
          ? { resultado: 'adiado', codigo: resultado.adiadoPor }
          : await this.fechar(turno, resultado)),
      };
    } catch (thrown) {
      const erro = AppError.from(thrown);
      if (erro.code === 'LEASE_PERDIDO') {
        return { conversaId, turnoId: turno.turnoId, resultado: 'lease_perdido' };
      }
      await this.falhar(turno, erro);
      throw thrown;
    } finally {
      lease.soltar();
    }
  }

  private async resolver(turno: Turno, sinal: AbortSignal): Promise<Resultado> {
    const decisao = decidir(turno, this.opcoes.limites);
    if (decisao.tipo !== 'agente')
      return { desfecho: desfechoFixo(decisao, turno), bloqueados: [] };

    // Best effort and never waited for: blue ticks are no reason to answer later.
    void this.mensageiro.marcarComoLidas(
      turno.destino,
      turno.pendentes.map((mensagem) => mensagem.idProvedor),
    );
    const resposta = await this.agente.responder(turno, decisao.texto, sinal);
    switch (resposta.tipo) {
      case 'indisponivel':
        return this.adiar(turno, resposta);
      case 'transferir':
        return {
          desfecho: handoff('agente', resposta.motivo, turno, resposta.feito),
          bloqueados: resposta.bloqueados,
        };
      case 'texto': {
        const partes = dividirResposta(resposta.texto);
        return {
          desfecho: { tipo: 'responder', partes, progresso: resposta.progresso },
          bloqueados: resposta.bloqueados,
        };
      }
    }
  }

  private async adiar(
    turno: Turno,
    { codigo, feito }: Extract<RespostaAgente, { tipo: 'indisponivel' }>,
  ): Promise<Resultado> {
    const espera = esperaPeloModelo(turno.aguardandoDesde, turno.agora);
    if (espera.tipo === 'desistir') {
      return { desfecho: handoff('llm_indisponivel', codigo, turno, feito), bloqueados: [] };
    }
    const avisar = espera.avisar && !turno.avisoDeEsperaEnviado;
    const aviso = avisar ? textoFixo('espera', turno.turnoId) : null;
    const { mensagemId } = await this.turnos.adiar(turno, espera.esperaMs, aviso);
    if (mensagemId) await this.publisher.publish('mensagem.enviar', { mensagemId });
    await this.cutucar(turno.conversaId, espera.esperaMs);
    return { adiadoPor: codigo };
  }

  /** Makes room for the next try; a turn that fails for too long, and not by what is away, is given to a person instead. */
  private async falhar(turno: Turno, erro: AppError): Promise<void> {
    try {
      const desde = turno.pendentes[0]?.recebidaEm ?? turno.agora;
      const desiste = esperaPeloModelo(desde, turno.agora).tipo === 'desistir';
      if (erro.kind !== 'transient' && desiste) {
        const desfecho = handoff('llm_indisponivel', erro.code, turno);
        await this.fechar(turno, { desfecho, bloqueados: [] });
      } else await this.turnos.soltar(turno);
    } catch {
      // The lease ends by itself, and what is thrown is the failure that came first.
    }
  }

  private async fechar(
    turno: Turno,
    { desfecho, bloqueados }: Exclude<Resultado, { adiadoPor: string }>,
  ): Promise<Fatos> {
    const fechamento = await this.turnos.fechar(turno, desfecho, bloqueados);
    if (fechamento.tipo === 'descartado')
      return { resultado: 'descartado', motivo: fechamento.motivo };
    // Parts leave in order: each one nudges the next when it is done.
    const [primeira] = fechamento.mensagens;
    if (primeira) await this.publisher.publish('mensagem.enviar', { mensagemId: primeira });
    if (fechamento.proximoEmMs !== null)
      await this.cutucar(turno.conversaId, fechamento.proximoEmMs);
    const { plantoesDeQuemSaiu = 0 } = fechamento;
    return {
      resultado: desfecho.tipo,
      partes: fechamento.mensagens.length,
      ...(plantoesDeQuemSaiu > 0 ? { plantoesDeQuemSaiu } : {}),
    };
  }

  /** A crash between storing an answer and nudging it leaves a row that only this job's second run can find. */
  private async retomar(conversaId: string): Promise<void> {
    const mensagemId = await this.turnos.primeiraDaFila(conversaId);
    if (mensagemId) await this.publisher.publish('mensagem.enviar', { mensagemId });
  }

  private async cutucar(conversaId: string, delayMs: number): Promise<void> {
    await this.publisher.publish('conversa.responder', { conversaId }, { delayMs });
  }
}

/** `feito`: what the doctor must hear before a person takes over. */
function handoff(
  gatilho: 'agente' | 'llm_indisponivel',
  motivo: string,
  turno: Turno,
  feito?: string,
): Desfecho {
  const transicao = textoDeTransicao(gatilho, turno.turnoId);
  return {
    tipo: 'handoff',
    gatilho,
    motivo,
    transicao: [feito, transicao].filter(Boolean).join('\n') || null,
  };
}

function desfechoFixo(decisao: Exclude<Decisao, { tipo: 'agente' }>, turno: Turno): Desfecho {
  const semente = turno.turnoId;
  switch (decisao.tipo) {
    case 'silencio':
      return decisao;
    case 'optout':
      return { tipo: 'optout', confirmacao: textoFixo('optout', semente) };
    case 'handoff':
      return {
        tipo: 'handoff',
        gatilho: decisao.gatilho,
        motivo: decisao.motivo,
        transicao: decisao.avisar ? textoDeTransicao(decisao.gatilho, semente) : null,
      };
    case 'pedir_resumo':
      return { tipo: 'responder', partes: [textoFixo('resumo', semente)], progresso: true };
    case 'pedir_texto':
      return { tipo: 'responder', partes: [textoFixo(decisao.midia, semente)], progresso: true };
  }
}
