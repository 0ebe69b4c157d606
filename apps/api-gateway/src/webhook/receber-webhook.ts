import { createHash } from 'node:crypto';
import { AppError, type JobPublisher, type ResultadoWebhook } from '@julia/domain';
import type { Metricas } from '@julia/runtime';
import { parseWebhook } from '@julia/whatsapp';
import { enxugarCorpo } from './enxugar-corpo.ts';
import type { PedirRecuperacao } from './pedir-recuperacao.ts';

/** Turns one delivery into durable jobs. When it resolves nothing in it can be lost. */
export class ReceberWebhook {
  private readonly publisher: JobPublisher;
  private readonly recuperacao: PedirRecuperacao;
  private readonly metricas: Metricas;

  constructor(publisher: JobPublisher, recuperacao: PedirRecuperacao, metricas: Metricas) {
    this.publisher = publisher;
    this.recuperacao = recuperacao;
    this.metricas = metricas;
  }

  async executar(corpo: unknown): Promise<{ recebidas: number }> {
    if (corpo === undefined) {
      throw new AppError('input', 'CORPO_NAO_JSON', 'O corpo do pedido não é JSON.');
    }
    let recebidas = 0;
    // One after the other: the provider's own order is kept, and nearly always there is just one.
    for (const resultado of parseWebhook(corpo)) {
      await this.guardar(resultado, corpo);
      this.metricas.webhooks.inc({ resultado: resultado.tipo });
      if (resultado.tipo !== 'ignorado') recebidas += 1;
    }
    return { recebidas };
  }

  private async guardar(resultado: ResultadoWebhook, corpo: unknown): Promise<void> {
    switch (resultado.tipo) {
      case 'ignorado':
        return;
      case 'evento': {
        const { chave, evento } = resultado;
        await this.publisher.publish('mensagem.registrar', { chave, evento });
        // While the number was disconnected nothing was delivered to us.
        if (evento.tipo === 'conexao_mudou' && evento.estado === 'aberta')
          this.recuperacao.perdeu();
        return;
      }
      case 'quarentena': {
        const texto = enxugarCorpo(corpo);
        const hash = createHash('sha256').update(texto).digest('hex');
        await this.publisher.publish('webhook.quarentenar', {
          hash,
          motivo: resultado.motivo,
          corpo: texto,
        });
      }
    }
  }
}
