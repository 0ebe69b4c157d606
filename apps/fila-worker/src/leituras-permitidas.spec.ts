import { describe, expect, it } from '@jest/globals';
import { AppError } from '@julia/domain';
import { RoteiroMensageiro } from '@julia/domain/testing';
import { leiturasPermitidas } from './leituras-permitidas.ts';

const telefone = '5511987654321';

async function atos({
  lista = null as readonly string[] | null,
  pausada = false,
  fora = false,
  numero = telefone,
}): Promise<string[]> {
  const mensageiro = new RoteiroMensageiro();
  const estado = {
    ambiente: 'test',
    versaoEsquema: 1,
    esquemaMinimoSuportado: 1,
    pausada,
  };
  const limites = () =>
    fora
      ? Promise.reject(new AppError('transient', 'WHATSAPP_INDISPONIVEL', 'x'))
      : Promise.resolve({ destinosPermitidos: lista });
  const leituras = leiturasPermitidas(mensageiro, limites, { ler: () => Promise.resolve(estado) });
  await leituras.marcarComoLidas({ instancia: 'julia', numero }, ['ID']);
  return mensageiro.atos;
}

describe('leiturasPermitidas', () => {
  it.each([
    ['everybody may receive', {}],
    ['the phone is listed', { lista: [telefone] }],
    ['the LID is listed', { lista: ['99887766'], numero: '99887766@lid' }],
  ])('shows blue ticks when %s', async (_nome, caso) => {
    expect(await atos(caso)).toEqual(['lidas']);
  });

  it.each([
    ['the number is not listed', { lista: ['5511900000000'] }],
    ['nobody is listed', { lista: [] }],
    ['Júlia is paused', { pausada: true }],
    ['it cannot be told whether they may', { fora: true }],
  ])('shows none when %s', async (_nome, caso) => {
    expect(await atos(caso)).toEqual([]);
  });
});
