import { Chamadas } from './chamadas.ts';
import { CachePrompt } from './anthropic/cache-prompt.ts';
import { Chaves } from './chaves/chaves.ts';
import { Conexao } from './evolution/conexao.ts';
import { EntregadorWebhook } from './evolution/entregador-webhook.ts';
import { Recibos } from './evolution/recibos.ts';
import { Mundo } from './mundo/mundo.ts';
import { RelogioAjustavel } from './mundo/relogio-ajustavel.ts';
import type { OpcoesSimulador } from './opcoes.ts';

/** The outside world with its moving parts; HTTP is put in front of it by `criarServidor`. */
export class Simulador {
  readonly opcoes: OpcoesSimulador;
  readonly relogio = new RelogioAjustavel();
  readonly mundo = new Mundo();
  readonly chaves = new Chaves();
  readonly chamadas = new Chamadas();
  readonly cachePrompt = new CachePrompt(() => this.relogio.agora());
  readonly entregador: EntregadorWebhook;
  readonly conexao: Conexao;
  readonly recibos: Recibos;

  constructor(opcoes: OpcoesSimulador) {
    this.opcoes = opcoes;
    const { instancia, escalaRetry, webhookUrl, webhookToken, statusMs } = opcoes;
    this.entregador = new EntregadorWebhook(
      {
        url: webhookUrl,
        headers: webhookToken ? { authorization: `Bearer ${webhookToken}` } : {},
        enabled: true,
      },
      this.chaves,
      { instancia, escalaRetry, agora: () => this.relogio.agora() },
    );
    this.conexao = new Conexao(this.chaves, this.entregador, instancia);
    this.recibos = new Recibos(this.mundo, this.chaves, this.entregador, statusMs);
  }

  /** Back to the first day; the webhook's address stays. */
  zerar(): void {
    this.entregador.zerar();
    this.recibos.zerar();
    this.relogio.ajustar(0);
    this.chaves.desligarTodas();
    this.entregador.zerar();
    this.chamadas.zerar();
    this.cachePrompt.zerar();
    this.mundo.zerar();
  }
}
