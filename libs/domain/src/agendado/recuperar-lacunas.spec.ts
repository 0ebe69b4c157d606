import { describe, expect, it } from '@jest/globals';
import { RelogioParado, RoteiroMensageiro, umaRecebida } from '../../testing/index.ts';
import type { EventoWhatsapp } from '../whatsapp/evento.ts';
import { RecuperarLacunas } from './recuperar-lacunas.ts';
import { Varredura, type Pendencias } from './varredura.ts';

class Instancias extends Varredura {
  private readonly nomes: string[];

  constructor(...nomes: string[]) {
    super();
    this.nomes = nomes;
  }

  override varrer(): Promise<Pendencias> {
    throw new Error('not used here');
  }
  override instancias(): Promise<string[]> {
    return Promise.resolve(this.nomes);
  }
}

describe('RecuperarLacunas', () => {
  it('registers everything the provider has and counts what was missing', async () => {
    const mensageiro = new RoteiroMensageiro();
    mensageiro.guardadas = [umaRecebida({ idProvedor: 'A' }), umaRecebida({ idProvedor: 'B' })];
    const registrar = {
      executar: (evento: EventoWhatsapp) =>
        Promise.resolve({ nova: 'idProvedor' in evento && evento.idProvedor === 'B' }),
    };
    const recuperar = new RecuperarLacunas(
      new Instancias('julia'),
      mensageiro,
      registrar,
      new RelogioParado(),
    );
    expect(await recuperar.executar()).toEqual({ vistas: 2, recuperadas: 1 });
  });

  it('asks every number although one is gone, oldest message first, and fails in the end', async () => {
    class SemAPrimeira extends RoteiroMensageiro {
      override listarMensagens(instancia?: string): Promise<EventoWhatsapp[]> {
        if (instancia === 'antiga') this.guardadas = null;
        else this.guardadas = [as(10, 'NOVA'), as(5, 'VELHA')];
        return super.listarMensagens();
      }
    }
    const as = (minuto: number, idProvedor: string) =>
      umaRecebida({
        idProvedor,
        enviadaEm: new Date(Date.UTC(2026, 10, 23, 13, minuto)).toISOString(),
      });
    const registradas: string[] = [];
    const registrar = {
      executar: (evento: EventoWhatsapp) => {
        if ('idProvedor' in evento) registradas.push(evento.idProvedor);
        return Promise.resolve({ nova: true });
      },
    };
    const recuperar = new RecuperarLacunas(
      new Instancias('antiga', 'julia'),
      new SemAPrimeira(),
      registrar,
      new RelogioParado(),
    );
    await expect(recuperar.executar()).rejects.toMatchObject({ code: 'WHATSAPP_INDISPONIVEL' });
    expect(registradas).toEqual(['VELHA', 'NOVA']);
  });
});
