import { describe, expect, it } from '@jest/globals';
import { comPorta, esperarAte, portaLivre } from './espera.ts';
import { InfraError } from './erro.ts';

describe('esperarAte', () => {
  it('gives the first truthy value of the condition', async () => {
    let vezes = 0;
    const valor = await esperarAte(() => (++vezes === 3 ? 'pronto' : null), 2_000, 'o aviso', 1);
    expect(valor).toBe('pronto');
  });

  it('names what did not happen and the last error of the condition', async () => {
    const espera = esperarAte(() => Promise.reject(new Error('sem rota')), 5, 'a resposta', 1);
    await expect(espera).rejects.toThrow(
      'a resposta não aconteceu em 5 ms (último erro: sem rota)',
    );
  });
});

describe('comPorta', () => {
  it('takes another free port when the first one was lost to somebody else', async () => {
    const tentadas: number[] = [];
    const porta = await comPorta(undefined, (candidata) => {
      tentadas.push(candidata);
      if (tentadas.length < 3) throw new InfraError('PORTA_OCUPADA', 'ocupada');
      return Promise.resolve(candidata);
    });
    expect(tentadas).toHaveLength(3);
    expect(porta).toBe(tentadas[2]);
  });

  it('does not look for another port than the one asked for', async () => {
    const porta = await portaLivre();
    const iniciar = (): Promise<never> =>
      Promise.reject(new InfraError('PORTA_OCUPADA', 'ocupada'));
    await expect(comPorta(porta, iniciar)).rejects.toMatchObject({ code: 'PORTA_OCUPADA' });
  });
});
