import type { JobPublisher } from '../job-publisher.ts';
import type { Fatos } from '../log.ts';
import type { Relogio } from '../relogio.ts';
import type { Mensageiro } from '../whatsapp/mensageiro.ts';
import { primeiraConferenciaMs } from './conferir-incerta.ts';
import type { Envios, LimitesEnvio, Rascunho, Reivindicacao } from './envios.ts';
import { pausaEntrePartesMs, tempoDigitandoMs, type Ritmo } from './ritmo.ts';

export interface OpcoesEnvio {
  /** Read at each send: whether the other side is the simulador is known only once it answers. */
  readonly limites: () => Promise<LimitesEnvio>;
  readonly ritmo: Ritmo;
}

/** A claim that expires in `enviando` becomes incerta, so it must outlast the longest POST. */
const leaseEnvioMs = 45_000;
/** Between the database's decision and the POST nothing else may have been decided (DOMAIN §7). */
const decisaoValeMs = 2_000;

/** The single exit to WhatsApp: typing first, then one decision in the database, then the POST at once. */
export class EnviarMensagem {
  private readonly envios: Envios;
  private readonly mensageiro: Mensageiro;
  private readonly publisher: JobPublisher;
  private readonly relogio: Relogio;
  private readonly opcoes: OpcoesEnvio;

  constructor(
    envios: Envios,
    mensageiro: Mensageiro,
    publisher: JobPublisher,
    relogio: Relogio,
    opcoes: OpcoesEnvio,
  ) {
    this.envios = envios;
    this.mensageiro = mensageiro;
    this.publisher = publisher;
    this.relogio = relogio;
    this.opcoes = opcoes;
  }

  async executar(mensagemId: string): Promise<Fatos> {
    const limites = await this.opcoes.limites();
    const rascunho = await this.envios.rascunho(mensagemId, limites);
    if (!rascunho) {
      await this.retomarFila(mensagemId);
      return { mensagemId, resultado: 'nada_a_fazer' };
    }
    if (rascunho.poderiaSair) await this.digitar(rascunho);

    const pedidoEm = performance.now();
    const reivindicacao = await this.envios.reivindicar(mensagemId, limites, leaseEnvioMs);
    const fatos = { mensagemId, conversaId: rascunho.conversaId, tipo: rascunho.tipo };
    if (reivindicacao.tipo !== 'enviar') {
      return { ...fatos, ...(await this.naoEnviar(mensagemId, reivindicacao)) };
    }
    if (performance.now() - pedidoEm > decisaoValeMs) {
      await this.envios.devolver(mensagemId, reivindicacao.token);
      await this.publisher.publish('mensagem.enviar', { mensagemId });
      return { ...fatos, resultado: 'devolvida' };
    }
    const { destino, texto, token } = reivindicacao;
    const tentativa = await this.mensageiro.enviarTexto(destino, texto);
    const conclusao = await this.envios.concluir(mensagemId, token, tentativa);
    if (conclusao.tentarEmMs !== null) {
      await this.publisher.publish(
        'mensagem.enviar',
        { mensagemId },
        { delayMs: conclusao.tentarEmMs },
      );
    }
    if (conclusao.status === 'incerta') {
      await this.publisher.publish(
        'mensagem.conferir',
        { mensagemId },
        { delayMs: primeiraConferenciaMs },
      );
    }
    if (conclusao.proximaId) {
      await this.publisher.publish('mensagem.enviar', { mensagemId: conclusao.proximaId });
    }
    const codigo = tentativa.tipo === 'aceita' ? null : tentativa.codigo;
    return { ...fatos, resultado: conclusao.status, codigo };
  }

  private async digitar(rascunho: Rascunho): Promise<void> {
    const { destino, caracteres, caracteresDaResposta, continuacao } = rascunho;
    const { ritmo } = this.opcoes;
    if (continuacao) await this.relogio.esperar(pausaEntrePartesMs(Math.random(), ritmo));
    const digitandoMs = tempoDigitandoMs(caracteres, caracteresDaResposta, ritmo);
    await this.mensageiro.mostrarDigitando(destino, digitandoMs);
    await this.relogio.esperar(digitandoMs);
  }

  private async naoEnviar(
    mensagemId: string,
    reivindicacao: Exclude<Reivindicacao, { tipo: 'enviar' }>,
  ): Promise<Fatos> {
    if (reivindicacao.tipo === 'esperar' && reivindicacao.faltamMs !== null) {
      const { faltamMs: delayMs, motivo } = reivindicacao;
      await this.publisher.publish('mensagem.enviar', { mensagemId }, { delayMs });
      return { resultado: 'esperar', motivo };
    }
    await this.retomarFila(mensagemId);
    if (reivindicacao.tipo === 'nada_a_fazer') return { resultado: 'nada_a_fazer' };
    if (reivindicacao.tipo === 'esperar') {
      return { resultado: 'esperar', motivo: reivindicacao.motivo };
    }
    const { status, motivo, refazerConversaId } = reivindicacao;
    if (refazerConversaId) {
      await this.publisher.publish('conversa.responder', { conversaId: refazerConversaId });
    }
    return { resultado: status, motivo };
  }

  /**
   * This row is settled or stands behind another: nudges the one whose turn it is. Whoever settles a row does so too,
   * unless a crash cuts it off; without this the next would wait for the minute's sweep.
   */
  private async retomarFila(mensagemId: string): Promise<void> {
    const primeira = await this.envios.primeiraDaFila(mensagemId);
    if (primeira === null || primeira === mensagemId) return;
    await this.publisher.publish('mensagem.enviar', { mensagemId: primeira });
  }
}
