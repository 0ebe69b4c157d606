import {
  Envios,
  type Conclusao,
  type MensagemIncerta,
  type Rascunho,
  type Reivindicacao,
  type VereditoIncerta,
} from '../src/mensagem/envios.ts';
import type { ResultadoTentativa } from '../src/whatsapp/mensageiro.ts';
import { conversaId } from './builders.ts';

const destino = { instancia: 'julia', numero: '5511900000001' };

/** The outgoing queue with scripted decisions; the real rules live in SQL and are tested there. */
export class RoteiroEnvios extends Envios {
  rascunhoAtual: Rascunho | null = {
    mensagemId: 'saida-1',
    conversaId,
    destino,
    tipo: 'resposta',
    caracteres: 10,
    caracteresDaResposta: 10,
    continuacao: false,
    poderiaSair: true,
  };
  reivindicacao: Reivindicacao = { tipo: 'enviar', token: 'token-1', destino, texto: 'oi doutora' };
  conclusao: Conclusao = { status: 'enviada', tentarEmMs: null, proximaId: null };
  incerta: MensagemIncerta | null = null;
  /** Of the claim that is current when a verdict comes. */
  tokenAtual = 'token-1';
  primeira: string | null = null;
  vinculados = new Set<string>();
  readonly tentativas: ResultadoTentativa[] = [];
  readonly devolvidas: string[] = [];
  readonly vereditos: VereditoIncerta[] = [];
  /** Runs inside `reivindicar`, to let time pass between decision and post. */
  aoReivindicar: () => Promise<void> = () => Promise.resolve();

  override rascunho(): Promise<Rascunho | null> {
    return Promise.resolve(this.rascunhoAtual);
  }

  override async reivindicar(): Promise<Reivindicacao> {
    await this.aoReivindicar();
    return this.reivindicacao;
  }

  override devolver(mensagemId: string): Promise<void> {
    this.devolvidas.push(mensagemId);
    return Promise.resolve();
  }

  override concluir(
    _id: string,
    _token: string,
    resultado: ResultadoTentativa,
  ): Promise<Conclusao> {
    this.tentativas.push(resultado);
    return Promise.resolve(this.conclusao);
  }

  override primeiraDaFila(): Promise<string | null> {
    return Promise.resolve(this.primeira);
  }

  override buscarIncerta(): Promise<MensagemIncerta | null> {
    return Promise.resolve(this.incerta);
  }

  override idsVinculados(): Promise<Set<string>> {
    return Promise.resolve(this.vinculados);
  }

  override resolverIncerta(
    _id: string,
    token: string,
    veredito: VereditoIncerta,
  ): Promise<Conclusao> {
    this.vereditos.push(veredito);
    const deOutra = veredito.tipo !== 'enviada' && this.tokenAtual !== token;
    const status = { enviada: 'enviada', nao_enviada: 'pendente', sem_prova: 'falhou' } as const;
    return Promise.resolve({
      status: deOutra ? 'incerta' : status[veredito.tipo],
      tentarEmMs: null,
      proximaId: null,
    });
  }
}
