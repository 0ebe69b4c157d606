import { describe, expect, it } from '@jest/globals';
import { RelogioParado, RoteiroMensageiro, umaRecebida } from '../../testing/index.ts';
import type { EventoWhatsapp } from '../whatsapp/evento.ts';
import { RecuperarLacunas } from './recuperar-lacunas.ts';
import { Varredura, type Pendencias } from './varredura.ts';

class UmaInstancia extends Varredura {
  override varrer(): Promise<Pendencias> {
    throw new Error('not used here');
  }
  override instancias(): Promise<string[]> {
    return Promise.resolve(['julia']);
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
      new UmaInstancia(),
      mensageiro,
      registrar,
      new RelogioParado(),
    );
    expect(await recuperar.executar()).toEqual({ vistas: 2, recuperadas: 1 });
  });
});
