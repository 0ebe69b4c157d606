import { setTimeout as dormir } from 'node:timers/promises';
import { Relogio } from '@julia/domain';
import type { ClienteSupabase } from './cliente.ts';
import { numero } from './json.ts';

/** The machine's clock plus the database's test offset as of the last `sincronizar()`; no offset in production. */
export class SupabaseRelogio extends Relogio {
  private readonly cliente: ClienteSupabase;
  private deslocamentoMs = 0;

  constructor(cliente: ClienteSupabase) {
    super();
    this.cliente = cliente;
  }

  override agora(): Date {
    return new Date(Date.now() + this.deslocamentoMs);
  }

  override async esperar(ms: number): Promise<void> {
    await dormir(ms);
  }

  /** Reads the offset. Throws like any call; the last known offset stays. */
  async sincronizar(): Promise<void> {
    this.deslocamentoMs = await this.cliente.chamarRpc('relogio_deslocamento', {}, numero, {
      repetivel: true,
    });
  }
}
