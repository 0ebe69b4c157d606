import { describe, expect, it } from '@jest/globals';
import { portaLivre } from '../infra/espera.ts';
import { conferirOsSeus } from './vizinhos.ts';

describe('services of your own', () => {
  it.each([
    ['Redis', 'REDIS_URL', 'redis'],
    ['Supabase', 'SUPABASE_URL', 'http'],
  ])('%s that does not answer is one line with its variable', async (nome, variavel, protocolo) => {
    const porta = await portaLivre();
    await expect(
      conferirOsSeus({ [variavel]: `${protocolo}://127.0.0.1:${porta}` }),
    ).rejects.toThrow(`${nome} não responde em ${variavel} (127.0.0.1:${porta})`);
  });

  it('nothing is asked when nothing is set', async () => {
    await expect(conferirOsSeus({})).resolves.toBeUndefined();
  });
});
