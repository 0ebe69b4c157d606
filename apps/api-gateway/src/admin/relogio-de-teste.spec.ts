import { describe, expect, it } from '@jest/globals';
import { Configuracoes, type EstadoDoBanco } from '@julia/domain';
import { RelogioDeTeste } from './relogio-de-teste.ts';

class RelogioEmMemoria extends Configuracoes {
  override ler(): Promise<EstadoDoBanco> {
    return Promise.reject(new Error('not asked for'));
  }

  override pausar(): Promise<void> {
    return Promise.resolve();
  }

  override retomar(): Promise<void> {
    return Promise.resolve();
  }

  override liberarInstancia(): Promise<boolean> {
    return Promise.resolve(true);
  }

  override avancarRelogio(ms: number): Promise<Date> {
    return Promise.resolve(new Date(1_000 + ms));
  }
}
const configuracoes = new RelogioEmMemoria();

describe('RelogioDeTeste', () => {
  it('moves outside production', async () => {
    const relogio = new RelogioDeTeste(configuracoes, 'development');
    expect(await relogio.avancar(500)).toEqual(new Date(1_500));
    expect(await relogio.agora()).toEqual(new Date(1_000));
  });

  it('refuses to move in production, without asking the database', async () => {
    const relogio = new RelogioDeTeste(configuracoes, 'production');
    await expect(relogio.avancar(500)).rejects.toMatchObject({
      kind: 'rule',
      code: 'RELOGIO_DE_PRODUCAO',
    });
    expect(Math.abs((await relogio.agora()).getTime() - Date.now())).toBeLessThan(1_000);
  });
});
