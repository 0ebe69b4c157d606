import { afterEach, describe, expect, it } from '@jest/globals';
import { esperarAte } from './espera.ts';
import { iniciarProcesso } from './processo.ts';
import type { OpcoesDeProcesso, Processo } from './processo.ts';

function existe(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('iniciarProcesso', () => {
  const abertos: Processo[] = [];
  async function rodar(codigo: string, opcoes: Partial<OpcoesDeProcesso> = {}): Promise<Processo> {
    const args = ['--input-type=module', '-e', codigo];
    const processo = await iniciarProcesso({ comando: process.execPath, args, ...opcoes });
    abertos.push(processo);
    return processo;
  }
  afterEach(() => Promise.all(abertos.splice(0).map((p) => p.matar())));

  it('hands over whole lines of both channels and the exit code', async () => {
    const lidas: string[] = [];
    const processo = await rodar(
      `process.stdout.write('um '); console.error('erro'); console.log(process.env.COR); process.exitCode = 3;`,
      { env: { COR: 'azul' }, aoLerLinha: (linha, canal) => lidas.push(`${canal}:${linha}`) },
    );
    expect(await processo.fim).toEqual({ codigo: 3, sinal: null });
    expect(lidas.sort()).toEqual(['stderr:erro', 'stdout:um azul']);
    expect(processo.vivo).toBe(false);
  });

  it('finds a line that was written before anybody waited for it', async () => {
    const processo = await rodar(`console.log('pronta na porta 1'); setInterval(() => {}, 1e6);`);
    await processo.esperarLinha(/pronta/);
    expect(await processo.esperarLinha((linha) => linha.includes('porta'))).toBe(
      'pronta na porta 1',
    );
  });

  it('tells at once, with the last output, that the process ended without the line', async () => {
    const processo = await rodar(`console.error('porta ocupada'); process.exit(1);`);
    await expect(processo.esperarLinha(/pronta/, 60_000)).rejects.toThrow(
      /terminou \(1\) sem escrever \/pronta\/\nporta ocupada/,
    );
  });

  it('kills a process that ignores the stop signal', async () => {
    const processo = await rodar(
      `process.on('SIGTERM', () => console.log('surdo')); console.log('de pé'); setInterval(() => {}, 1e6);`,
    );
    await processo.esperarLinha(/de pé/);
    expect(await processo.parar(100)).toEqual({ codigo: null, sinal: 'SIGKILL' });
    expect(processo.linhas).toContain('surdo');
  });

  it('reports a command that does not exist', async () => {
    await expect(iniciarProcesso({ comando: 'nao-existe-mesmo' })).rejects.toMatchObject({
      code: 'COMANDO_NAO_ENCONTRADO',
    });
  });

  it.each([false, true])(
    'leaves no orphan when the parent is killed with SIGKILL (own group: %s)',
    async (grupoProprio) => {
      const modulo = new URL('./processo.ts', import.meta.url).href;
      const pai = await rodar(`
        import { iniciarProcesso } from '${modulo}';
        const filho = await iniciarProcesso({
          comando: process.execPath, args: ['-e', 'setInterval(() => {}, 1e6)'], grupoProprio: ${grupoProprio},
        });
        console.log('filho ' + filho.pid);
      `);
      const pid = Number((await pai.esperarLinha(/^filho/)).split(' ')[1]);
      expect(existe(pid)).toBe(true);
      await pai.matar();
      await esperarAte(() => !existe(pid), 5_000, 'o fim do filho');
    },
  );
});
