import {
  AppError,
  type Destino,
  type EstadoConexao,
  type EventoWhatsapp,
  Mensageiro,
  type ResultadoTentativa,
} from '@julia/domain';
import { z } from 'zod';

import { parseMensagemArmazenada } from '../webhook/parse-webhook.ts';
import { EvolutionHttp, type OpcoesEvolution, type RespostaHttp } from './evolution-http.ts';
import { FalhaHttp } from './falha-http.ts';
import { jidDeDestino } from './jid-de-destino.ts';
import { interpretarEnvio } from './resultado-envio.ts';

const porPagina = 200;
/** 10 000 messages; more than that in the windows we ask for is a fault, and a partial list would prove absences. */
const maxPaginas = 50;
/** Evolution shows typing in slices of 20 s. */
const maxDigitandoMs = 20_000;
const prazoSimuladorMs = 2_000;
const naoEhSimuladorValeMs = 60_000;

const estadoSchema = z.object({
  instance: z.object({ state: z.enum(['open', 'connecting', 'close']) }),
});
const estados = { open: 'aberta', connecting: 'conectando', close: 'fechada' } as const;
const paginaSchema = z.object({
  messages: z.object({ pages: z.number().int(), records: z.array(z.unknown()) }),
});
const saudacaoSchema = z.object({ simulador: z.literal(true) });

/** WhatsApp through Evolution API v2. */
export class EvolutionMensageiro extends Mensageiro {
  private readonly http: EvolutionHttp;
  private readonly registrarFalha: (operacao: string, codigo: string) => void;
  private simulador: { eh: boolean; ate: number } | null = null;

  constructor(opcoes: OpcoesEvolution) {
    super();
    this.http = new EvolutionHttp(opcoes);
    this.registrarFalha = opcoes.registrarFalha ?? (() => undefined);
  }

  override async enviarTexto(
    { instancia, numero }: Destino,
    texto: string,
  ): Promise<ResultadoTentativa> {
    const tentativa = await this.tentarEnvio(instancia, { number: numero, text: texto });
    if (tentativa.tipo !== 'aceita') this.registrarFalha('enviarTexto', tentativa.codigo);
    return tentativa;
  }

  private async tentarEnvio(instancia: string, corpo: object): Promise<ResultadoTentativa> {
    try {
      const caminho = `/message/sendText/${encodeURIComponent(instancia)}`;
      return interpretarEnvio(
        await this.http.pedir({ recurso: 'envio', metodo: 'POST', caminho, corpo }),
      );
    } catch (erro) {
      if (!(erro instanceof FalhaHttp)) return { tipo: 'incerta', codigo: 'inesperado' };
      return { tipo: erro.nadaEscrito ? 'fora_do_ar' : 'incerta', codigo: erro.codigo };
    }
  }

  override mostrarDigitando({ instancia, numero }: Destino, ms: number): Promise<void> {
    const delay = Math.min(Math.round(ms), maxDigitandoMs);
    // Evolution holds the request for as long as it shows the typing, so nobody waits for it.
    if (delay > 0) {
      void this.melhorEsforco('mostrarDigitando', {
        caminho: `/chat/sendPresence/${encodeURIComponent(instancia)}`,
        corpo: { number: numero, presence: 'composing', delay },
        maisMs: delay,
      });
    }
    return Promise.resolve();
  }

  override async marcarComoLidas(
    { instancia, numero }: Destino,
    idsProvedor: readonly string[],
  ): Promise<void> {
    if (idsProvedor.length === 0) return;
    const remoteJid = jidDeDestino(numero);
    await this.melhorEsforco('marcarComoLidas', {
      caminho: `/chat/markMessageAsRead/${encodeURIComponent(instancia)}`,
      corpo: { readMessages: idsProvedor.map((id) => ({ remoteJid, fromMe: false, id })) },
      maisMs: 0,
    });
  }

  private async melhorEsforco(
    operacao: string,
    { caminho, corpo, maisMs }: { caminho: string; corpo: object; maisMs: number },
  ): Promise<void> {
    try {
      const resposta = await this.http.pedir({
        recurso: 'presenca',
        metodo: 'POST',
        caminho,
        corpo,
        maisMs,
      });
      if (!deuCerto(resposta)) this.registrarFalha(operacao, `http_${resposta.status}`);
    } catch (erro) {
      this.registrarFalha(operacao, codigoDe(erro));
    }
  }

  override async estadoConexao(instancia: string): Promise<EstadoConexao> {
    const caminho = `/instance/connectionState/${encodeURIComponent(instancia)}`;
    const resposta = await this.pedirConsulta('estadoConexao', { metodo: 'GET', caminho });
    const lido = estadoSchema.safeParse(this.corpoDe('estadoConexao', resposta));
    if (!lido.success) throw this.indisponivel('estadoConexao', 'resposta_ilegivel');
    return estados[lido.data.instance.state];
  }

  override async listarMensagens(
    instancia: string,
    desde: Date,
    ate: Date,
  ): Promise<EventoWhatsapp[] | null> {
    const caminho = `/chat/findMessages/${encodeURIComponent(instancia)}`;
    // Evolution filters by time only when both ends are given.
    const messageTimestamp = { gte: desde.toISOString(), lte: ate.toISOString() };
    const eventos = new Map<string, EventoWhatsapp>();
    for (let page = 1; page <= maxPaginas; page += 1) {
      const resposta = await this.pedirConsulta('listarMensagens', {
        metodo: 'POST',
        caminho,
        corpo: { where: { messageTimestamp }, page, offset: porPagina },
      });
      if (semInstancia(resposta)) return null;
      const corpo = this.corpoDe('listarMensagens', resposta);
      const pagina = paginaSchema.safeParse(corpo);
      if (!pagina.success) throw this.indisponivel('listarMensagens', 'resposta_ilegivel');
      const { pages, records } = pagina.data.messages;
      // Newest first: what arrives meanwhile repeats records on the next page, and never hides one.
      for (const registro of records) {
        const evento = parseMensagemArmazenada(instancia, registro);
        if (evento && 'idProvedor' in evento)
          eventos.set(`${evento.tipo} ${evento.idProvedor}`, evento);
      }
      if (page >= pages || records.length === 0) return [...eventos.values()];
    }
    throw this.indisponivel('listarMensagens', 'paginas_demais');
  }

  override async ehSimulador(): Promise<boolean> {
    if (this.simulador && performance.now() < this.simulador.ate) return this.simulador.eh;
    try {
      const pedido = { metodo: 'GET', caminho: '/', prazoMs: prazoSimuladorMs } as const;
      const resposta = await this.http.pedir({ recurso: null, ...pedido });
      const eh = resposta.status === 200 && saudacaoSchema.safeParse(resposta.corpo).success;
      this.simulador = { eh, ate: eh ? Infinity : performance.now() + naoEhSimuladorValeMs };
      return eh;
    } catch (erro) {
      throw this.indisponivel('ehSimulador', codigoDe(erro), erro);
    }
  }

  private async pedirConsulta(
    operacao: string,
    pedido: { metodo: 'GET' | 'POST'; caminho: string; corpo?: unknown },
  ): Promise<RespostaHttp> {
    try {
      return await this.http.pedir({ recurso: 'consulta', ...pedido });
    } catch (erro) {
      throw this.indisponivel(operacao, codigoDe(erro), erro);
    }
  }

  private corpoDe(operacao: string, resposta: RespostaHttp): unknown {
    if (!deuCerto(resposta)) throw this.indisponivel(operacao, `http_${resposta.status}`);
    return resposta.corpo;
  }

  private indisponivel(operacao: string, codigo: string, cause?: unknown): AppError {
    this.registrarFalha(operacao, codigo);
    return new AppError(
      'transient',
      'WHATSAPP_INDISPONIVEL',
      'The WhatsApp provider could not be asked',
      { operacao, codigo },
      { cause },
    );
  }
}

function deuCerto({ status }: RespostaHttp): boolean {
  return status >= 200 && status < 300;
}

/** Only Evolution's own words: whatever stands before it answers 404 too while it is being replaced. */
function semInstancia({ status, corpo }: RespostaHttp): boolean {
  return status === 404 && /instance does not exist/.test(JSON.stringify(corpo ?? ''));
}

function codigoDe(erro: unknown): string {
  return erro instanceof FalhaHttp ? erro.codigo : 'inesperado';
}
