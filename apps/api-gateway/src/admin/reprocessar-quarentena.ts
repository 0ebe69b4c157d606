import { AppError, type JobPublisher, type Quarentena } from '@julia/domain';
import { parseWebhook } from '@julia/whatsapp';

/** Reads a quarantined body again, after a new version has learnt to understand it. */
export class ReprocessarQuarentena {
  private readonly quarentena: Quarentena;
  private readonly publisher: JobPublisher;

  constructor(quarentena: Quarentena, publisher: JobPublisher) {
    this.quarentena = quarentena;
    this.publisher = publisher;
  }

  /** How many events it held; null for an unknown id. Throws `rule` when it still cannot be understood. */
  async executar(id: string): Promise<number | null> {
    const item = await this.quarentena.buscar(id);
    if (!item) return null;
    const resultados = parseWebhook(item.corpo);
    if (resultados.some(({ tipo }) => tipo === 'quarentena')) {
      const mensagem = 'The quarantined body still cannot be understood';
      throw new AppError('rule', 'AINDA_NAO_ENTENDIDO', mensagem, { quarentenaId: id });
    }
    const eventos = resultados.filter((resultado) => resultado.tipo === 'evento');
    for (const { chave, evento } of eventos) {
      await this.publisher.publish('mensagem.registrar', { chave, evento });
    }
    await this.quarentena.resolver(id);
    return eventos.length;
  }
}
