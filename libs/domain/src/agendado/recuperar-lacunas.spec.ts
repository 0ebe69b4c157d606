import { describe, expect, it } from '@jest/globals';
import { RelogioParado, RoteiroMensageiro, umaRecebida } from '../../testing/index.ts';
import type { EventoWhatsapp } from '../whatsapp/evento.ts';
import type { EstadoConexao } from '../whatsapp/mensageiro.ts';
import { RecuperarLacunas } from './recuperar-lacunas.ts';
import { Varredura, type Pendencias } from './varredura.ts';

class Instancias extends Varredura {
  readonly conferidas: string[] = [];
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
  override conferirConexao(instancia: string, estado: EstadoConexao): Promise<boolean> {
    this.conferidas.push(`${instancia} ${estado}`);
    return Promise.resolve(estado === 'fechada');
  }
}

/** Remembers which numbers were asked about, in order. */
class MensageiroPerguntado extends RoteiroMensageiro {
  readonly perguntadas: string[] = [];
  /** Numbers the provider cannot be asked about. */
  readonly caidas = new Set<string>();

  override async listarMensagens(instancia: string): Promise<EventoWhatsapp[] | null> {
    this.perguntadas.push(instancia);
    const { guardadas } = this;
    if (this.caidas.has(instancia)) this.guardadas = null;
    try {
      return await super.listarMensagens(instancia);
    } finally {
      this.guardadas = guardadas;
    }
  }
}

const as = (minuto: number, idProvedor: string) =>
  umaRecebida({
    idProvedor,
    enviadaEm: new Date(Date.UTC(2026, 10, 23, 13, minuto)).toISOString(),
  });

function cenario(...conhecidas: string[]) {
  const mensageiro = new MensageiroPerguntado();
  mensageiro.guardadas = [as(10, 'NOVA'), as(5, 'VELHA')];
  const registradas: string[] = [];
  const registrar = {
    executar: (evento: EventoWhatsapp) => {
      if ('idProvedor' in evento) registradas.push(evento.idProvedor);
      return Promise.resolve({ nova: registradas.length === 1 });
    },
  };
  const varredura = new Instancias(...conhecidas);
  const recuperar = new RecuperarLacunas(varredura, mensageiro, registrar, new RelogioParado(), {
    instancia: 'julia',
  });
  return { mensageiro, registradas, recuperar, varredura };
}

describe('RecuperarLacunas', () => {
  it('registers everything the provider has, oldest first, and counts what was missing', async () => {
    const { recuperar, registradas } = cenario('julia');
    expect(await recuperar.executar()).toEqual({
      vistas: 2,
      recuperadas: 1,
      ausentes: 0,
      conexoesCorrigidas: 0,
    });
    expect(registradas).toEqual(['VELHA', 'NOVA']);
  });

  it('asks about the configured number before any webhook named it, and once when one did', async () => {
    for (const conhecidas of [[], ['julia']]) {
      const { recuperar, mensageiro, registradas } = cenario(...conhecidas);
      await recuperar.executar();
      expect(mensageiro.perguntadas).toEqual(['julia']);
      expect(registradas).toHaveLength(2);
    }
  });

  it('compares the state of each number with what the provider says, but of one that is gone', async () => {
    const { recuperar, mensageiro, varredura } = cenario('antiga', 'julia');
    mensageiro.inexistentes.add('antiga');
    mensageiro.estado = 'fechada';
    expect(await recuperar.executar()).toMatchObject({ conexoesCorrigidas: 1 });
    expect(varredura.conferidas).toEqual(['julia fechada']);
  });

  it('counts a number that is gone and goes on', async () => {
    const { recuperar, mensageiro } = cenario('antiga', 'julia');
    mensageiro.inexistentes.add('antiga');
    expect(await recuperar.executar()).toEqual({
      vistas: 2,
      recuperadas: 1,
      ausentes: 1,
      conexoesCorrigidas: 0,
    });
  });

  it('asks every number although one cannot be asked, and fails in the end', async () => {
    const { recuperar, mensageiro, registradas } = cenario('primeira', 'segunda');
    mensageiro.caidas.add('primeira');
    await expect(recuperar.executar()).rejects.toMatchObject({ code: 'WHATSAPP_INDISPONIVEL' });
    expect(mensageiro.perguntadas).toEqual(['primeira', 'segunda', 'julia']);
    expect(registradas).toHaveLength(4);
  });
});
