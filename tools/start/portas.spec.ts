import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { portaLivre } from '../infra/espera.ts';
import { conferirPortas } from './portas.ts';

describe('the ports of npm start', () => {
  const abertos: Server[] = [];
  async function ocupada(): Promise<number> {
    const servidor = createServer().listen(0, '127.0.0.1');
    abertos.push(servidor);
    await once(servidor, 'listening');
    const endereco = servidor.address();
    return typeof endereco === 'object' && endereco ? endereco.port : 0;
  }
  afterEach(() => {
    for (const servidor of abertos.splice(0)) servidor.close();
  });

  it('says nothing when all are free', async () => {
    await expect(conferirPortas({ api: await portaLivre() })).resolves.toBeUndefined();
  });

  it('names a busy port with the variable that moves it', async () => {
    const api = await ocupada();
    await expect(conferirPortas({ api, worker: await portaLivre() })).rejects.toThrow(
      `Porta ocupada: ${api} (api, mude com PORTA_API).`,
    );
  });

  it('takes all of them busy for another npm start', async () => {
    const portas = { api: await ocupada(), worker: await ocupada() };
    await expect(conferirPortas(portas)).rejects.toThrow('Outro npm start já está rodando');
  });
});
