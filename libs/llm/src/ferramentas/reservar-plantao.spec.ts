import { describe, expect, it } from '@jest/globals';
import { MemoriaLembretes, MemoriaVagas, umaVaga, umTurno } from '@julia/domain/testing';
import { semFatos } from './fatos.ts';
import { reservarPlantao } from './reservar-plantao.ts';

const vaga = umaVaga({ valorCentavos: 180_000 });

async function reservar(textoDoMedico: string, ofertas = [vaga]) {
  const vagas = new MemoriaVagas([vaga]);
  const resultado = await reservarPlantao.executar(
    { handle: 'v1', aceite: textoDoMedico },
    {
      turno: umTurno({ ofertas }),
      textoDoMedico,
      fatos: semFatos,
      vagas,
      lembretes: new MemoriaLembretes(),
      janela: { inicio: '08:00', fim: '20:00' },
    },
  );
  return { erro: resultado.erro ?? false, reservadas: vagas.reservadas };
}

describe('a plantão is reserved at the value of its vaga', () => {
  it.each(['pode reservar', 'topo por 1.800', 'fechado, qual o endereço?'])(
    'on "%s"',
    async (texto) => {
      expect(await reservar(texto)).toEqual({ erro: false, reservadas: ['V1'] });
    },
  );

  it('never on another value', async () => {
    expect(await reservar('topo com 2500')).toEqual({ erro: true, reservadas: [] });
  });

  it('nor on any value while what the vaga pays was not offered here', async () => {
    const outra = umaVaga({ handle: 'V2', valorCentavos: 180_000 });
    expect(await reservar('topo por 1.800', [outra])).toEqual({ erro: true, reservadas: [] });
    expect(await reservar('topo', [])).toEqual({ erro: false, reservadas: ['V1'] });
  });
});

describe('a plantão is reserved on its own day', () => {
  const sabado = umaVaga({
    inicio: new Date('2026-11-28T10:00:00Z'),
    fim: new Date('2026-11-28T22:00:00Z'),
  });

  it.each(['topo sábado', 'pode reservar o do dia 28, das 7h às 19h'])('on "%s"', async (texto) => {
    expect(await reservar(texto, [sabado])).toEqual({ erro: false, reservadas: ['V1'] });
  });

  it.each(['topo sexta', 'pode reservar o do dia 29', 'aceito o das 19h30'])(
    'never on "%s"',
    async (texto) => {
      expect(await reservar(texto, [sabado])).toEqual({ erro: true, reservadas: [] });
    },
  );
});
