import { describe, expect, it } from '@jest/globals';
import { AppError } from '@julia/domain';
import { limitesDeEnvio } from './limites-de-envio.ts';

const base = {
  ENVIRONMENT: 'development',
  MAX_MSGS_POR_HORA: 20,
  MAX_MSGS_POR_DIA: 100,
  HORARIO_INICIO: '08:00',
  HORARIO_FIM: '20:00',
  DESTINOS_PERMITIDOS: ['5511987654321'],
} as const;
const simulador = { ehSimulador: async () => true };
const real = { ehSimulador: async () => false };

describe('limitesDeEnvio', () => {
  it('carries the limits of the configuration', async () => {
    expect(await limitesDeEnvio(base, real)()).toEqual({
      maxPorHora: 20,
      maxPorDia: 100,
      horarioInicio: '08:00',
      horarioFim: '20:00',
      destinosPermitidos: ['5511987654321'],
    });
  });

  it.each([
    ['development', real, [], []],
    ['test', real, ['5511987654321'], ['5511987654321']],
    ['staging', real, [], []],
    ['staging', real, null, null],
    ['development', simulador, [], null],
    ['production', real, [], null],
  ] as const)('in %s allows the right people', async (ENVIRONMENT, outroLado, lista, esperado) => {
    const config = { ...base, ENVIRONMENT, DESTINOS_PERMITIDOS: lista };
    expect((await limitesDeEnvio(config, outroLado)()).destinosPermitidos).toEqual(esperado);
  });

  it('allows nobody when the other side cannot be asked: the send waits', async () => {
    const mudo = {
      ehSimulador: () => Promise.reject(new AppError('transient', 'EVOLUTION_INDISPONIVEL', 'x')),
    };
    await expect(limitesDeEnvio(base, mudo)()).rejects.toMatchObject({ kind: 'transient' });
  });
});
